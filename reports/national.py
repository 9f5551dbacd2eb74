"""Gathers the national page: headlines under the five foundations, the employers' tally, tables of two questions, a map."""

from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from branches import rows
from branches.days import day_in_words
from branches.models import Asked, Branch, Foundation
from branches.rows import GridRow, State
from reports import cards, charts, exploring, freshness, narrative
from reports.charts import Chart
from reports.lately import Lately, lately
from reports.narrative import Place, Standing, told
from reports.shown import FindingFacts, Reading, Shelf

MOST_OPEN = 4
SCOTLAND = Place("", "Scotland")


@dataclass(frozen=True)
class Headline:
    """A finding with its sentence and chart; without a release, the published figure alone."""

    finding: FindingFacts
    sentence: str
    chart: Chart | None
    explore: str
    published: tuple[str, ...]
    card: str  # the address of its picture for social media; empty where none can be made

    @property
    def anchor(self) -> str:
        """Where on the page it stands."""
        return self.chart.file_stem if self.chart else f"finding-{self.finding.slug}"

    @property
    def words(self) -> str:
        """One sentence of it, for a list that leads there; empty where nothing is known."""
        return self.sentence or next((f"{one}." for one in self.published), "")


@dataclass(frozen=True)
class Section:
    """One foundation of The Promise and the findings that bear on it."""

    number: int
    name: str
    wording: str
    headlines: tuple[Headline, ...]
    also: tuple[Headline, ...] = ()  # told under another foundation, and bear on this one too

    @property
    def first(self) -> tuple[Headline, ...]:
        """Those that stand open, published ones before the rest."""
        return self._told[:MOST_OPEN]

    @property
    def folded(self) -> tuple[Headline, ...]:
        return self._told[MOST_OPEN:]

    @property
    def unknown(self) -> tuple[str, ...]:
        """The findings of which no figure has been published yet."""
        return tuple(one.finding.title for one in self.headlines if not one.chart and not one.published)

    @property
    def _told(self) -> tuple[Headline, ...]:
        return tuple(one for one in self.headlines if one.chart or one.published)


@dataclass(frozen=True)
class Record:
    """The employers' side at one moment: all 32 council areas, every part."""

    campaign: object | None
    parts: tuple
    grid: tuple[GridRow, ...]
    tallies: tuple[Chart, ...]
    facts: tuple[tuple[str, str], ...]
    lately: Lately
    simulated: bool

    @property
    def nothing_asked(self) -> bool:
        """Whether no question has been put to any employer, so that there is no answer to count."""
        return all(state is State.NOT_ASKED for row in self.grid for state in row.states.values())


@dataclass(frozen=True)
class Glance:
    """One of the few figures in large at the top: the share, what it is a share of, whom it stands for."""

    finding: str
    share: str
    words: str
    base: str
    card: str  # the address of its picture for social media


@dataclass(frozen=True)
class Picture:
    """Everything on the national page but the record."""

    reading: Reading | None
    glance: tuple[Glance, ...]
    sections: tuple[Section, ...]
    pairs: tuple[tuple[Chart, str], ...]


def picture(shelf: Shelf, reading: Reading | None) -> Picture:
    told = {one.slug: _headline(one, shelf, reading) for one in shelf.findings}
    sections = tuple(_section(one, shelf, told) for one in Foundation.objects.all())
    loose = tuple(told[one.slug] for one in shelf.findings if not one.foundations)
    if loose:
        sections += (Section(0, "The work itself", "Findings that bear on all five foundations.", loose),)
    return Picture(reading, _glance(shelf, reading), sections, _pairs(shelf, reading) if reading else ())


def shown_record(viewer, shelf: Shelf) -> Record:
    """The record as of now; for readers who are not signed in kept until something changes."""
    return freshness.kept(shelf.key("record"), lambda: record(viewer, shelf), public=shelf.public)


def record(viewer, shelf: Shelf) -> Record:
    """The running campaign (else the newest closed one) as the viewer may see it."""
    campaign, today = rows.shown_campaign(viewer), shelf.today
    if campaign is None:
        return Record(None, (), (), (), (), Lately((), 0, False), False)
    grid = rows.state_grid(campaign, viewer, today)
    tallies = rows.tally(campaign, viewer, today)
    simulated = any(one.simulated for one in tallies)
    return Record(
        campaign,
        tuple(campaign.parts()),
        grid,
        tuple(_tally_chart(one, campaign, today) for one in tallies),
        _facts(grid, viewer),
        lately(viewer, shelf),
        simulated,
    )


def _glance(shelf: Shelf, reading: Reading | None) -> tuple[Glance, ...]:
    """The findings that were published for Scotland before: from the release, else as published."""
    known = [one for one in shelf.findings if one.benchmark and one.benchmark.place == "Scotland"]
    made = []
    for one in known[:4]:
        found = narrative.standing(
            SCOTLAND, {"scotland": reading.table(one.question)} if reading else {}, one.benchmark.facts
        )
        if found.share is not None:
            words = _glance_words(one, found)
            spread = narrative.range_words(found.low, found.high)
            base = ". ".join(filter(None, [spread.capitalize(), found.base_line]))
            made.append(
                Glance(
                    one.slug, narrative.percent(found.share), words, f"{base}.", cards.address(one, reading)
                )
            )
    return tuple(made)


def _glance_words(one: FindingFacts, found: Standing) -> str:
    """A published figure in the words it was published in, since its question may have been another."""
    if found.level == "published" and one.benchmark.said:
        return f"of social workers {one.benchmark.said}"
    whom = "of social workers in a simulated survey" if found.simulated else "of social workers"
    return f"{whom} {one.sentence}" if "{share}" not in one.sentence else told(one.title, found.simulated)


def _section(foundation: Foundation, shelf: Shelf, told: dict[str, Headline]) -> Section:
    """Under its first foundation only, so that no figure stands twice on the page; the others point at it."""
    number = foundation.number
    mine = tuple(told[one.slug] for one in shelf.findings if one.foundations[:1] == (number,))
    also = tuple(told[one.slug] for one in shelf.findings if number in one.foundations[1:])
    return Section(number, foundation.name, foundation.wording, mine, tuple(one for one in also if one.words))


def _headline(finding: FindingFacts, shelf: Shelf, reading: Reading | None) -> Headline:
    table = reading.table(finding.question) if reading else None
    words = tuple(one.sentence for one in finding.published)
    card = cards.address(finding, reading)
    if table is None or table.row() is None:
        return Headline(finding, "", None, "", words, card)
    sentence = narrative.finding_sentence(finding.sentence, table.row(), table.provenance)
    view = "headline" if table.headline else "number" if table.kind == "number" else "bars"
    state = exploring.State(table.provenance.wave, finding.question, "scotland", view)
    chart = exploring.chart_for(shelf, reading, state)
    in_words = tuple(f"{one.label}." for one in finding.published if one.share is None)
    notes = (*chart.notes, *filter(None, [change_since(finding.question, shelf, reading)]), *in_words)
    return Headline(finding, sentence, replace(chart, notes=notes), state.url, words, card)


def change_since(question: str, shelf: Shelf, reading: Reading) -> str:
    """The change since the wave before, where the release tested it and that wave can be read."""
    entry = reading.changes.get(question, {})
    wave = entry.get("earlier", {}).get("wave")
    before = next((one for one in shelf.readings if one.provenance.wave == wave), None)
    return (
        narrative.change_sentence(entry, before.provenance.wave_title, reading.provenance.simulated)
        if before
        else ""
    )


def _pairs(shelf: Shelf, reading: Reading) -> tuple[tuple[Chart, str], ...]:
    wordings = dict(reading.questions)
    made = []
    for table in reading.pairs:
        other = table.by[0]
        state = exploring.State(reading.provenance.wave, table.question, other, "heat")
        title = exploring.pair_title(shelf, reading, table)
        chart = charts.by_group(
            table, shelf.names(reading, other), title=title, kind="heat", asked_of=wordings.get(other, other)
        )
        made.append((replace(chart, address=state.file_url()), state.url))
    return tuple(made)


def _tally_chart(tally: rows.PartTally, campaign, today: date) -> Chart:
    part = tally.part
    chart = charts.tally(
        part.ref,
        {str(state): count for state, count in tally.counts.items()},
        _tally_title(tally),
        subtitle=part.question_text,
        source=f"{told('logged by the branches', tally.simulated).capitalize()}, {campaign}, as on {day_in_words(today)}",
        simulated=tally.simulated,
        labels={str(state): state.label for state in State},
    )
    address = reverse("reports:tally-file", args=[part.ref, "ENDING"]).replace("ENDING", "{ending}")
    return replace(chart, address=address, notes=_named(tally))


def _named(tally: rows.PartTally) -> tuple[str, ...]:
    """The pounds and posts that employers named, summed: the last clause of the tally's sentence."""
    if not tally.named_by:
        return ()
    return (f"{told(tally.sentence.rpartition('; ')[2], tally.simulated)}.",)


def _tally_title(tally: rows.PartTally) -> str:
    """The sentence's first clause and how many were not asked; the bar says the rest."""
    words = tally.sentence.partition(";")[0]
    unasked = tally.counts.get(State.NOT_ASKED, 0)
    return f"{words}; {unasked} not asked" if unasked else words


def _facts(grid: tuple[GridRow, ...], viewer) -> tuple[tuple[str, str], ...]:
    states = [state for row in grid for state in row.states.values()]
    asked = [state for state in states if state not in (State.NOT_ASKED, State.NOT_APPLICABLE)]
    answered = [state for state in asked if state in rows.ANSWERED]
    areas = sum(any(state is not State.NOT_ASKED for state in row.states.values()) for row in grid)
    return (
        ("union branches active", f"{_active(viewer)} of {Branch.objects.count()}"),
        ("council areas where something was asked", f"{areas} of {len(grid)}"),
        ("questions put to employers", f"{len(asked):,}"),
        ("answered", f"{len(answered):,}"),
        ("overdue", f"{sum(state is State.OVERDUE for state in asked):,}"),
    )


def _active(viewer) -> int:
    """Branches that have put at least one question on record."""
    return Asked.objects.visible_to(viewer).values("branch").distinct().count()
