"""All that a viewer may know of one council area: parts, commitments and papers, ready for a page or a document."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from branches.models import Asked, Campaign, Commitment, CouncilArea, Paper, PaperBearing, QuestionPart, Reply
from branches.rows.states import Found, State, on_record, shown_campaign, states_of


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
    asked: Asked | None = None


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
    tag_state: str
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


def council_record(
    council: CouncilArea, viewer, today: date, campaign: Campaign | None = None
) -> CouncilRecord:
    """The record of one council area in the running campaign, or in the one given."""
    campaign = campaign or shown_campaign(viewer)
    parts = list(campaign.parts()) if campaign else []
    found = on_record(campaign, viewer, council).get(council.pk, {}) if campaign else {}
    states = states_of(parts, found, today)
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


def _part_record(part: QuestionPart, state: State, found: Found | None) -> PartRecord:
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
        asked=ask,
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
        tag_state=commitment.tag_state(today),
        outcome=commitment.get_outcome_display() if commitment.outcome else "",
        verdict_words=commitment.verdict_words,
        simulated=commitment.simulated,
        checked=commitment.checked_by_id is not None,
        url=commitment.get_absolute_url(),
        employers_comment=commitment.employers_comment,
    )


def _paper_records(council, viewer) -> Iterable[PaperRecord]:
    papers = Paper.objects.visible_to(viewer).readable().filter(council=council)
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
