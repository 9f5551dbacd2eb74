"""The record as rows for grids, tallies, council pages and files; reads only, and only what the viewer may see."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from branches.models import (
    Asked,
    Campaign,
    Commitment,
    CouncilArea,
    Paper,
    PaperBearing,
    QuestionPart,
    Reply,
    Stance,
)


class State(StrEnum):
    """The one state of a part in a council area; blank never looks like nought."""

    NOT_ASKED = "not_asked"
    WAITING = "waiting"
    OVERDUE = "overdue"
    REFUSED = "refused"
    YES = "yes"
    PARTLY = "partly"
    PLANNED = "planned"
    NO = "no"
    UNCLEAR = "unclear"
    NOT_APPLICABLE = "not_applicable"

    @property
    def label(self) -> str:
        """The state in plain words."""
        return STATE_LABELS[self]


STATE_LABELS = {
    State.NOT_ASKED: "Not asked",
    State.WAITING: "Waiting for an answer",
    State.OVERDUE: "Overdue",
    State.REFUSED: "Refused to answer",
    State.YES: "Yes",
    State.PARTLY: "Partly",
    State.PLANNED: "Promised",
    State.NO: "No",
    State.UNCLEAR: "No clear answer",
    State.NOT_APPLICABLE: "Does not apply",
}
STANCE_STATES = {
    Stance.YES: State.YES,
    Stance.PARTLY: State.PARTLY,
    Stance.PLANNED: State.PLANNED,
    Stance.NO: State.NO,
    Stance.NOT_KNOWN: State.UNCLEAR,
    Stance.NOT_APPLICABLE: State.NOT_APPLICABLE,
}
ANSWERED = frozenset(STANCE_STATES.values())
ANSWERED = frozenset(STANCE_STATES.values())
# Where the ground is a plain no, what was built on it needs no answer.
UNANSWERED = frozenset({State.NOT_ASKED, State.WAITING, State.OVERDUE})


@dataclass(frozen=True)
class GridRow:
    """One council area and the state of every part, by the part's reference, in the campaign's order."""

    council: CouncilArea
    states: dict[str, State]


@dataclass(frozen=True)
class PartTally:
    """How many of the 32 council areas stand in each state for one part, and the sentence that says it."""

    part: QuestionPart
    counts: dict[State, int]
    sentence: str
    simulated: bool


@dataclass(frozen=True)
class PartRecord:
    """One part in one council area: the three facts, the words, where they can be read."""

    part: QuestionPart
    part_ref: str
    state: State
    contact: str
    stance_label: str
    grade: str
    source: str
    paragraph: str
    said: str
    said_on: date | None
    simulated: bool
    url: str
    checked: bool
    due_on: date | None = None
    due_words: str = ""
    employers_comment: str = ""


@dataclass(frozen=True)
class CommitmentRecord:
    """One commitment of an employer as a reader sees it; `sentence` carries the word Simulated where it is."""

    what: str
    sentence: str
    who: str
    by: date | None
    how_we_know: str
    verdict: str
    state_label: str
    outcome: str
    verdict_words: str
    simulated: bool
    checked: bool
    url: str
    employers_comment: str = ""


@dataclass(frozen=True)
class Bearing:
    """A paragraph that bears on a part, summed up in our own words; it is no reply."""

    part_ref: str
    part_label: str
    paragraph: str
    summary: str
    url: str


@dataclass(frozen=True)
class PaperRecord:
    """One paper of a council area and the parts that its paragraphs bear on."""

    title: str
    date: date
    kind: str
    source: str
    bears_on: tuple[Bearing, ...]
    simulated: bool
    is_sample: bool
    url: str


@dataclass(frozen=True)
class CouncilRecord:
    """All that a viewer may know of one council area in one campaign."""

    council: CouncilArea
    campaign: Campaign | None
    parts: tuple[PartRecord, ...]
    commitments: tuple[CommitmentRecord, ...]
    papers: tuple[PaperRecord, ...]


def state_grid(campaign: Campaign, viewer, today: date) -> tuple[GridRow, ...]:
    """The state of every part in all 32 council areas, always; a part nobody logged is "not asked"."""
    parts = list(campaign.parts())
    found = _by_council(campaign, viewer)
    return tuple(
        GridRow(council, _states(parts, found.get(council.pk, {}), today))
        for council in CouncilArea.objects.all()
    )


def tally(campaign: Campaign, viewer, today: date) -> tuple[PartTally, ...]:
    """One count and one sentence a part, such as "9 of 32 have a working group, 4 with a union seat; 8 not asked"."""
    parts = list(campaign.parts())
    grid = state_grid(campaign, viewer, today)
    simulated = is_simulated(campaign, viewer)
    return tuple(_part_tally(part, parts, grid, simulated) for part in parts)


def is_simulated(campaign: Campaign | None, viewer) -> bool:
    """Whether anything that this viewer sees of the campaign was made up for the demo."""
    if campaign is None:
        return False
    return Asked.objects.visible_to(viewer).filter(part__question__campaign=campaign, simulated=True).exists()


def council_record(
    council: CouncilArea, viewer, today: date, campaign: Campaign | None = None
) -> CouncilRecord:
    """The record of one council area in the running campaign, or in the one given."""
    campaign = campaign or shown_campaign(viewer)
    parts = list(campaign.parts()) if campaign else []
    found = _by_council(campaign, viewer, council).get(council.pk, {}) if campaign else {}
    states = _states(parts, found, today)
    return CouncilRecord(
        council,
        campaign,
        tuple(_part_record(part, states[part.ref], found.get(part.pk)) for part in parts),
        tuple(
            commitment_record(each, today)
            for each in Commitment.objects.visible_to(viewer).filter(council=council)
        ),
        tuple(_paper_records(council, viewer)),
    )


def shown_campaign(viewer) -> Campaign | None:
    """The campaign a page shows unless it is told: the newest running one, else the newest closed."""
    visible = Campaign.objects.visible_to(viewer)
    return visible.running().first() or visible.filter(state=Campaign.State.CLOSED).first()


@dataclass(frozen=True)
class _Found:
    asked: Asked
    reply: Reply | None


def _by_council(campaign, viewer, council=None) -> dict[int, dict[int, _Found]]:
    """What is on record: council → part → the ask and its newest reply. Two employers of one area: the newest answer."""
    asks = (
        Asked.objects.visible_to(viewer)
        .filter(part__question__campaign=campaign)
        .exclude(contact=Asked.Contact.WITHDRAWN)
    )
    replies = (
        Reply.objects.visible_to(viewer)
        .filter(asked__in=asks)
        .select_related("label", "paper", "paragraph", "meeting")
    )
    if council:
        asks, replies = asks.filter(council=council), replies.filter(asked__council=council)
    newest = {}
    for reply in replies.order_by("said_on", "id"):
        newest[reply.asked_id] = reply
    found: dict[int, dict[int, _Found]] = {}
    for ask in asks.select_related("employer", "part__question__campaign").order_by("asked_on", "id"):
        row = found.setdefault(ask.council_id, {})
        candidate = _Found(ask, newest.get(ask.pk))
        row[ask.part_id] = max(row.get(ask.part_id, candidate), candidate, key=_weight)
    return found


def _weight(found: _Found):
    return (
        found.reply is not None,
        found.reply.said_on if found.reply else found.asked.asked_on,
        found.asked.pk,
    )


def _states(parts: Iterable[QuestionPart], found: dict[int, _Found], today: date) -> dict[str, State]:
    states = {}
    for part in parts:
        state = derive_state(found.get(part.pk), today)
        if state in UNANSWERED and part.depends_on and states.get(part.depends_on.ref) is State.NO:
            state = State.NOT_APPLICABLE
        states[part.ref] = state
    return states


def derive_state(found: _Found | None, today: date) -> State:
    """One state from the three facts; overdue follows from the date and is never typed."""
    if found is None:
        return State.NOT_ASKED
    if found.reply is not None:
        return STANCE_STATES[Stance(found.reply.stance)]
    if found.asked.contact == Asked.Contact.REFUSED:
        return State.REFUSED
    if found.asked.contact == Asked.Contact.REPLIED:
        return State.UNCLEAR
    return State.OVERDUE if found.asked.due.is_past(today) else State.WAITING


def _part_tally(part, parts, grid, simulated: bool) -> PartTally:
    counts = Counter(row.states[part.ref] for row in grid)
    words = f"{counts[State.YES]} of {len(grid)} {part.phrase}"
    also = [
        f"{_both(part, other, grid)} {other.with_phrase}"
        for other in parts
        if other.depends_on_id == part.pk and other.with_phrase and counts[State.YES]
    ]
    rest = [f"{counts[state]} {said}" for state, said in SENTENCE_WORDS.items() if counts[state]]
    sentence = "; ".join(filter(None, [", ".join([words, *also]), ", ".join(rest)]))
    sentence = f"Simulated: {sentence}" if simulated else sentence
    return PartTally(part, {state: counts[state] for state in State}, sentence, simulated)


def _both(part, other, grid) -> int:
    """Only among those who said yes to the first: "9 have a working group, 4 with a union seat"."""
    return sum(row.states[part.ref] is State.YES and row.states[other.ref] is State.YES for row in grid)


SENTENCE_WORDS = {
    State.PARTLY: "partly",
    State.PLANNED: "promised",
    State.NO: "no",
    State.REFUSED: "refused to answer",
    State.UNCLEAR: "no clear answer",
    State.NOT_APPLICABLE: "where it does not apply",
    State.OVERDUE: "overdue",
    State.WAITING: "waiting",
    State.NOT_ASKED: "not asked",
}


def _part_record(part: QuestionPart, state: State, found: _Found | None) -> PartRecord:
    ask, reply = (found.asked, found.reply) if found else (None, None)
    return PartRecord(
        part=part,
        part_ref=part.ref,
        state=state,
        contact=ask.get_contact_display() if ask else "Not asked",
        stance_label=reply.stance_label if reply else "",
        grade=reply.get_grade_display() if reply else "",
        source=_source(reply),
        paragraph=reply.paragraph.ref if reply and reply.paragraph else "",
        said=reply.sentence if reply else "",
        said_on=reply.said_on if reply else None,
        simulated=ask.simulated if ask else False,
        url=reply.get_absolute_url() if reply else "",
        checked=bool(reply and reply.checked),
        due_on=ask.due.on if state in (State.WAITING, State.OVERDUE) else None,
        due_words=ask.due.how if state in (State.WAITING, State.OVERDUE) else "",
        employers_comment=reply.employers_comment if reply else "",
    )


def _source(reply: Reply | None) -> str:
    if reply is None:
        return ""
    if reply.paper:
        return str(reply.paper)
    return "Meeting with managers" if reply.meeting else reply.get_grade_display()


def commitment_record(commitment: Commitment, today: date) -> CommitmentRecord:
    """One commitment with its state worked out for today."""
    return CommitmentRecord(
        what=commitment.what,
        sentence=commitment.sentence,
        who=commitment.who,
        by=commitment.due_on,
        how_we_know=commitment.how_we_know,
        verdict=commitment.get_verdict_display() if commitment.verdict else "",
        state_label=commitment.state_label(today),
        outcome=commitment.get_outcome_display() if commitment.outcome else "",
        verdict_words=commitment.verdict_words,
        simulated=commitment.simulated,
        checked=commitment.checked_by_id is not None,
        url=commitment.get_absolute_url(),
        employers_comment=commitment.employers_comment,
    )


def _paper_records(council, viewer) -> Iterable[PaperRecord]:
    papers = Paper.objects.visible_to(viewer).filter(council=council)
    bearings: dict[int, list[Bearing]] = {}
    marks = PaperBearing.objects.filter(paragraph__paper__in=papers)
    for mark in marks.select_related("paragraph__paper", "part__question").order_by("paragraph__order"):
        paragraph = mark.paragraph
        bearing = Bearing(
            mark.part.ref, mark.part.label, paragraph.ref, mark.summary, paragraph.get_absolute_url()
        )
        bearings.setdefault(paragraph.paper_id, []).append(bearing)
    for paper in papers:
        yield PaperRecord(
            title=str(paper),
            date=paper.dated,
            kind=paper.get_kind_display(),
            source=paper.source,
            bears_on=tuple(bearings.get(paper.pk, ())),
            simulated=paper.simulated,
            is_sample=paper.is_sample,
            url=paper.get_absolute_url(),
        )
