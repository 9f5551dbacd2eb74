"""Gathers one council area's page: what workers said, what managers answered, what was promised, side by side."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count

from branches import rows
from branches.models import Asked, ChildrensSocialWork, CouncilArea, Foundation, QuestionPart
from branches.rows import CommitmentRecord, CouncilRecord, GridRow, PartRecord, State
from reports import charts, exploring, narrative
from reports.charts import Chart
from reports.contradictions import Contradiction, contradictions, said_by
from reports.narrative import Standing, told
from reports.shown import FindingFacts, PlaceFacts, Reading, Shelf, has_share

SILENT = (State.WAITING, State.OVERDUE, State.REFUSED)
MOST_COMPARED = 3
SHOWN_AT_ONCE = 3  # of what workers said on one foundation; the rest is folded away


@dataclass(frozen=True)
class Lived:
    """What workers said on one finding, as near to this council as may be shown."""

    finding: FindingFacts
    standing: Standing
    sentence: str
    published: str  # the published figure as words, beside any other


@dataclass(frozen=True)
class Answered:
    """What managers answered to one part, and the statement of The Promise (wording, page) that it bears on."""

    record: PartRecord
    statement: tuple[str, int] | None


@dataclass(frozen=True)
class Theme:
    """One foundation: workers on one side, managers on the other."""

    name: str
    wording: str
    lived: tuple[Lived, ...]
    answered: tuple[Answered, ...]
    waiting: tuple[PartRecord, ...]

    @property
    def first(self) -> tuple[Lived, ...]:
        return self.lived[:SHOWN_AT_ONCE]

    @property
    def folded(self) -> tuple[Lived, ...]:
        return self.lived[SHOWN_AT_ONCE:]


@dataclass(frozen=True)
class Fair:
    """One question: where it stands here, and in one sentence what the whole family group answered."""

    label: str
    state: State
    sentence: str


@dataclass(frozen=True)
class Moment:
    """One line of the timeline."""

    on: date
    words: str


@dataclass(frozen=True)
class CouncilPage:
    """All that the page shows."""

    place: PlaceFacts
    runs: str
    reading: Reading | None
    record: CouncilRecord
    themes: tuple[Theme, ...]
    contradictions: tuple[Contradiction, ...]
    beside_papers: tuple[str, ...]
    comparisons: tuple[Chart, ...]
    fair: tuple[Fair, ...]
    timeline: tuple[Moment, ...]

    @property
    def asked_from(self) -> date:
        """From when the questions were put; before that nothing can be an answer to them."""
        return self.record.campaign.opens_on if self.record.campaign else date.min


def council_page(
    council: CouncilArea, shelf: Shelf, grid: tuple[GridRow, ...], viewer, simulated: bool
) -> CouncilPage:
    """`grid` is the state grid of the campaign that the record is of, `simulated` whether anything in it was made up."""
    place = shelf.place(council.gss_code)
    reading = shelf.reading()
    record = rows.council_record(council, viewer, shelf.today)
    standings = _standings(place, shelf, reading)
    real = _standings(
        place, shelf, next((one for one in shelf.readings if not one.provenance.simulated), None)
    )
    return CouncilPage(
        place,
        _who_runs(council, shelf.today),
        reading,
        record,
        _themes(shelf, standings, record),
        contradictions(said_by(record), standings, real),
        tuple(
            _beside(one, real[one.question]) for one in shelf.findings if real[one.question].share is not None
        ),
        _comparisons(place, shelf, reading),
        _fair(place, shelf, record, grid, simulated),
        _timeline(record, shelf, viewer),
    )


def _standings(place: PlaceFacts, shelf: Shelf, reading: Reading | None) -> dict[str, Standing]:
    """By question name."""
    found = {}
    for one in shelf.findings:
        levels = reading.levels(one.question) if reading else {}
        published = one.benchmark.facts if one.benchmark else None
        found[one.question] = narrative.standing(place.place, levels, published)
    return found


def _themes(shelf: Shelf, standings: Mapping[str, Standing], record: CouncilRecord) -> tuple[Theme, ...]:
    ties = _ties(record)
    findings = [one for one in shelf.findings if has_share(one, shelf.reading())]
    themes = []
    for foundation in Foundation.objects.all():
        lived = tuple(
            _lived(one, standings[one.question])
            for one in findings
            if one.foundations[:1] == (foundation.number,)
        )
        parts = tuple(
            one for one in record.parts if ties.get(one.part.pk, ("", 0, 0))[2] == foundation.number
        )
        themes.append(_theme(foundation.name, foundation.wording, lived, parts, ties))
    loose = tuple(_lived(one, standings[one.question]) for one in findings if not one.foundations)
    rest = tuple(one for one in record.parts if one.part.pk not in ties)
    themes.append(
        _theme("Money, staff and having a say", "What all five foundations rest on.", loose, rest, {})
    )
    return tuple(theme for theme in themes if theme.lived or theme.answered or theme.waiting)


def _theme(
    name: str, wording: str, lived: tuple[Lived, ...], parts: tuple[PartRecord, ...], ties: Mapping
) -> Theme:
    answered = tuple(Answered(one, ties.get(one.part.pk)) for one in parts if one.stance_label)
    return Theme(name, wording, lived, answered, tuple(one for one in parts if not one.stance_label))


def _ties(record: CouncilRecord) -> dict[int, tuple[str, int, int]]:
    """Each part's first statement of The Promise: its wording, its page, the number of its foundation."""
    parts = [one.part.pk for one in record.parts]
    tied = QuestionPart.objects.filter(pk__in=parts, statements__isnull=False).order_by("-statements__number")
    found = tied.values_list(
        "pk", "statements__wording", "statements__page", "statements__theme__foundation__number"
    )
    return {pk: (wording, page, foundation) for pk, wording, page, foundation in found}


def _lived(finding: FindingFacts, found: Standing) -> Lived:
    mark = finding.benchmark.mark.label if finding.benchmark and found.level != "published" else ""
    return Lived(finding, found, narrative.standing_sentence(finding.sentence, found), mark)


def _beside(finding: FindingFacts, found: Standing) -> str:
    return f"{narrative.standing_sentence(finding.sentence, found)} ({found.base_line})"


def _who_runs(council: CouncilArea, today: date) -> str:
    held = (
        ChildrensSocialWork.objects.current(today).filter(council=council).select_related("employer").first()
    )
    return str(held.employer) if held else ""


def _comparisons(place: PlaceFacts, shelf: Shelf, reading: Reading | None) -> tuple[Chart, ...]:
    """The first findings of which somebody in the family group has a figure, members side by side."""
    if reading is None:
        return ()
    members = frozenset(one.gss_code for one in shelf.places if one.group == place.group)
    made = []
    for finding in shelf.findings:
        table = reading.table(finding.question, ("council",))
        if table is None or not table.headline:
            continue
        chart = charts.dot_plot(
            table,
            shelf.names(reading),
            finding.sentence,
            scotland=reading.table(finding.question),
            own=place.gss_code,
            only=members,
        )
        if not chart.is_empty:
            state = exploring.State(reading.provenance.wave, finding.question, "council", "dots")
            made.append(replace(chart, key=f"{chart.key}-{place.slug}", address=state.file_url()))
    return tuple(made[:MOST_COMPARED])


def _fair(
    place: PlaceFacts, shelf: Shelf, record: CouncilRecord, grid: tuple[GridRow, ...], simulated: bool
) -> tuple[Fair, ...]:
    members = {one.gss_code for one in shelf.places if one.group == place.group}
    mine = [row for row in grid if row.council.gss_code in members]
    if all(state is State.NOT_ASKED for row in mine for state in row.states.values()):
        return ()
    return tuple(
        Fair(one.part.label, one.state, _fair_sentence(one.part, mine, simulated)) for one in record.parts
    )


def _fair_sentence(part: QuestionPart, mine: list[GridRow], simulated: bool) -> str:
    counts = Counter(row.states[part.ref] for row in mine)
    answers = {state.label: counts[state] for state in State if state in rows.ANSWERED}
    silent = sum(counts[state] for state in SILENT)
    return narrative.fair_comparison(part.label, answers, silent, counts[State.NOT_ASKED], simulated)


def _timeline(record: CouncilRecord, shelf: Shelf, viewer) -> tuple[Moment, ...]:
    moments = [Moment(one.date, told(f"Paper: {one.title}", one.simulated)) for one in record.papers]
    moments += _put(record, viewer)
    moments += [
        Moment(one.said_on, told(f"{one.part.label}: {one.stance_label}", one.simulated))
        for one in record.parts
        if one.said_on
    ]
    moments += [
        Moment(one.by, told(_promise_words(one), one.simulated)) for one in record.commitments if one.by
    ]
    moments += [
        Moment(
            one.provenance.released_on,
            told(f"Survey figures published: {one.provenance.wave_title}", one.provenance.simulated),
        )
        for one in shelf.readings
    ]
    return tuple(sorted(moments, key=lambda moment: moment.on, reverse=True))


def _put(record: CouncilRecord, viewer) -> list[Moment]:
    """The days on which questions were put to the employer, with how many."""
    put = Asked.objects.visible_to(viewer).filter(
        council=record.council, part__question__campaign=record.campaign
    )
    days = put.values_list("asked_on", "simulated").annotate(many=Count("pk")).order_by("asked_on")
    return [
        Moment(on, told(f"{many} question{'s' if many > 1 else ''} put to managers", simulated))
        for on, simulated, many in days
    ]


def _promise_words(one: CommitmentRecord) -> str:
    """A promise on the day it falls due; its state unless that only says the day again."""
    state = "" if one.state_label.startswith("Due") else f" – {one.state_label.lower()}"
    return f"Promise due: {one.what}{state}"
