"""Gathers the national page: headlines under the five foundations, the employers' tally, tables of two questions, a map."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from django.http import Http404
from django.urls import reverse

from branches import rows
from branches.models import Branch, Foundation, Reply
from branches.rows import GridRow, State
from reports import charts, exploring, freshness, maps, narrative
from reports.charts import Chart
from reports.maps import Layer
from reports.narrative import Place, told
from reports.shown import FindingFacts, Reading, Shelf, has_share, standings

BANDS = (
    ("[c]", "fewer than 10, or not shown"),
    ("10–20", "about 10 to 20"),
    ("30–40", "about 30 to 40"),
    ("50+", "about 50 or more"),
)
WHO_ANSWERED = "who-answered"
SCOTLAND = Place("", "Scotland")


@dataclass(frozen=True)
class Headline:
    """A finding with its sentence and chart; without a release, the published figure alone."""

    finding: FindingFacts
    sentence: str
    chart: Chart | None
    explore: str
    published: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """One foundation of The Promise and the findings that bear on it."""

    number: int
    name: str
    wording: str
    headlines: tuple[Headline, ...]


@dataclass(frozen=True)
class Record:
    """The employers' side at one moment: all 32 council areas, every part."""

    campaign: object | None
    parts: tuple
    grid: tuple[GridRow, ...]
    tallies: tuple[Chart, ...]
    facts: tuple[tuple[str, str], ...]
    lately: tuple[str, ...]
    simulated: bool


@dataclass(frozen=True)
class Glance:
    """One of the few figures in large at the top: the share, what it is a share of, whom it stands for."""

    share: str
    words: str
    base: str


@dataclass(frozen=True)
class Picture:
    """Everything on the national page but the record."""

    reading: Reading | None
    glance: tuple[Glance, ...]
    sections: tuple[Section, ...]
    pairs: tuple[tuple[Chart, str], ...]


def picture(shelf: Shelf, reading: Reading | None) -> Picture:
    sections = tuple(_section(one, shelf, reading) for one in Foundation.objects.all())
    loose = tuple(_headline(one, shelf, reading) for one in shelf.findings if not one.foundations)
    if loose:
        sections += (Section(0, "The work itself", "Findings that bear on all five foundations.", loose),)
    return Picture(reading, _glance(shelf, reading), sections, _pairs(shelf, reading) if reading else ())


def shown_record(viewer, shelf: Shelf) -> Record:
    """The record as of now; for readers who are not signed in kept until something changes."""
    return freshness.kept(shelf.key("record"), lambda: record(viewer, shelf.today), public=shelf.public)


def record(viewer, today: date) -> Record:
    """The running campaign (else the newest closed one) as the viewer may see it."""
    campaign = rows.shown_campaign(viewer)
    if campaign is None:
        return Record(None, (), (), (), (), (), False)
    grid = rows.state_grid(campaign, viewer, today)
    tallies = rows.tally(campaign, viewer, today)
    simulated = any(one.simulated for one in tallies)
    return Record(
        campaign,
        tuple(campaign.parts()),
        grid,
        tuple(_tally_chart(one, campaign, today) for one in tallies),
        _facts(grid, viewer),
        _lately(viewer),
        simulated,
    )


def layers(shelf: Shelf, reading: Reading | None, held: Record) -> tuple[tuple[str, str], ...]:
    """What the map can show: (key, words)."""
    found = [(one.slug, f"Survey: {one.title}") for one in shelf.findings if has_share(one, reading)]
    who = [(WHO_ANSWERED, "Survey: how many answered")] if reading else []
    return tuple(found + who + [(f"part-{part.ref}", f"Employers: {part.label}") for part in held.parts])


def layer(shelf: Shelf, reading: Reading | None, held: Record, key: str) -> Layer:
    """The map's layer of that key; an unknown one is a 404."""
    finding = next((one for one in shelf.findings if one.slug == key and has_share(one, reading)), None)
    if finding:
        return _finding_layer(shelf, reading, finding)
    if key == WHO_ANSWERED and reading:
        return _participation(shelf, reading)
    part = next((one for one in held.parts if f"part-{one.ref}" == key), None)
    if part is None:
        raise Http404("The map has no such layer.")
    states = {row.council.gss_code: str(row.states[part.ref]) for row in held.grid}
    labels = {str(state): state.label for state in State}
    source = f"Source: {held.campaign}, as logged by the branches."
    return maps.state_layer(
        key,
        f"{part.label}: what employers answered",
        part.question_text,
        shelf.places,
        states,
        labels,
        source,
        held.simulated,
    )


def _finding_layer(shelf: Shelf, reading: Reading | None, finding: FindingFacts) -> Layer:
    found = standings(finding, reading, shelf.places)
    source = narrative.source(reading.provenance) + "." if reading else "Source: published figures."
    subtitle = "Share of social workers. Where too few answered in a council area, the figure of its family group stands in, then Scotland's."
    return maps.finding_layer(finding.slug, finding.title, subtitle, shelf.places, found, source)


def _participation(shelf: Shelf, reading: Reading) -> Layer:
    most: Counter = Counter()
    for question, _ in reading.questions:
        table = reading.table(question, ("council",))
        for row in table.rows if table else ():
            most[row.group["council"]] = max(most[row.group["council"]], row.base or 0)
    bands = {one.gss_code: min(3, (most[one.gss_code] + 10) // 20) for one in shelf.places}
    provenance = reading.provenance
    title = f"{sum(band > 0 for band in bands.values())} of {len(bands)} council areas have enough answers for a figure of their own"
    subtitle = "Social workers who answered, in bands; exact numbers are never shown."
    return maps.band_layer(
        WHO_ANSWERED,
        title,
        subtitle,
        shelf.places,
        bands,
        BANDS,
        narrative.source(provenance) + ".",
        provenance.simulated,
    )


def _glance(shelf: Shelf, reading: Reading | None) -> tuple[Glance, ...]:
    """The findings that were published for Scotland before: from the release, else as published."""
    known = [one for one in shelf.findings if one.benchmark and one.benchmark.place == "Scotland"]
    made = []
    for one in known[:4]:
        found = narrative.standing(
            SCOTLAND, {"scotland": reading.table(one.question) if reading else None}, one.benchmark.facts
        )
        if found.share is not None:
            words = f"of social workers {one.sentence}" if "{share}" not in one.sentence else one.title
            spread = narrative.range_words(found.low, found.high)
            base = ". ".join(filter(None, [spread.capitalize(), found.base_line]))
            made.append(Glance(narrative.percent(found.share), told(words, found.simulated), f"{base}."))
    return tuple(made)


def _section(foundation: Foundation, shelf: Shelf, reading: Reading | None) -> Section:
    """Under its first foundation only, so that no figure stands twice on the page."""
    mine = [one for one in shelf.findings if one.foundations[:1] == (foundation.number,)]
    return Section(
        foundation.number,
        foundation.name,
        foundation.wording,
        tuple(_headline(one, shelf, reading) for one in mine),
    )


def _headline(finding: FindingFacts, shelf: Shelf, reading: Reading | None) -> Headline:
    table = reading.table(finding.question) if reading else None
    words = tuple(one.label for one in finding.published)
    if table is None or table.row() is None:
        return Headline(finding, "", None, "", words)
    sentence = narrative.finding_sentence(finding.sentence, table.row(), table.provenance)
    view = "headline" if table.headline else "number" if table.kind == "number" else "bars"
    state = exploring.State(table.provenance.wave, finding.question, "scotland", view)
    chart = exploring.chart_for(shelf, reading, state)
    in_words = tuple(f"{one.label}." for one in finding.published if one.share is None)
    notes = (*chart.notes, *filter(None, [_change(finding, shelf, reading)]), *in_words)
    return Headline(finding, sentence, replace(chart, notes=notes), state.url, words)


def _change(finding: FindingFacts, shelf: Shelf, reading: Reading) -> str:
    """The change since the wave before, where the release tested it and that wave can be read."""
    entry = reading.changes.get(finding.question, {})
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
        source=f"{told('logged by the branches', tally.simulated).capitalize()}, {campaign}, as on {narrative.day(today)}",
        simulated=tally.simulated,
        labels={str(state): state.label for state in State},
    )
    return replace(
        chart, address=reverse("reports:tally-file", args=[part.ref, "ENDING"]).replace("ENDING", "{ending}")
    )


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
        ("union branches", f"{Branch.objects.count()}"),
        ("council areas where something was asked", f"{areas} of {len(grid)}"),
        ("questions put to employers", f"{len(asked):,}"),
        ("answered", f"{len(answered):,}"),
        ("overdue", f"{sum(state is State.OVERDUE for state in asked):,}"),
    )


def _lately(viewer) -> tuple[str, ...]:
    replies = (
        Reply.objects.visible_to(viewer)
        .select_related("asked__council", "asked__part", "label")
        .order_by("-said_on", "-id")[:5]
    )
    return tuple(
        told(
            f"{reply.asked.council}: “{reply.asked.part.label}” – {reply.stance_label.lower()}, {narrative.day(reply.said_on)}.",
            reply.simulated,
        )
        for reply in replies
    )
