"""The one state of a part in a council area, worked out from contact, stance and the day; all 32 areas always."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Exists, OuterRef

from branches.models import Asked, Campaign, CouncilArea, QuestionPart, Reply, Stance


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
# A part that depends on one answered no needs no answer.
UNANSWERED = frozenset({State.NOT_ASKED, State.WAITING, State.OVERDUE})


@dataclass(frozen=True)
class GridRow:
    """One council area and the state of every part, by the part's reference, in the campaign's order."""

    council: CouncilArea
    states: dict[str, State]


def state_grid(campaign: Campaign, viewer, today: date) -> tuple[GridRow, ...]:
    """The state of every part in all 32 council areas, always; a part nobody logged is "not asked"."""
    parts = list(campaign.parts())
    found = on_record(campaign, viewer)
    return tuple(
        GridRow(council, states_of(parts, found.get(council.pk, {}), today))
        for council in CouncilArea.objects.all()
    )


def is_simulated(campaign: Campaign | None, viewer) -> bool:
    """Whether anything that this viewer sees of the campaign was made up for the demo."""
    if campaign is None:
        return False
    return Asked.objects.visible_to(viewer).filter(part__question__campaign=campaign, simulated=True).exists()


def shown_campaign(viewer) -> Campaign | None:
    """The campaign a page shows unless it is told: the newest running one, else the newest closed."""
    visible = Campaign.objects.visible_to(viewer)
    return visible.running().first() or visible.filter(state=Campaign.State.CLOSED).first()


@dataclass(frozen=True)
class Found:
    asked: Asked
    reply: Reply | None


def on_record(campaign, viewer, council=None) -> dict[int, dict[int, Found]]:
    """What is on record: council → part → the ask and its newest reply. Two employers of one area: the newest answer."""
    seen = Reply.objects.visible_to(viewer)
    asks = (
        Asked.objects.visible_to(viewer)
        .filter(part__question__campaign=campaign)
        .exclude(contact=Asked.Contact.WITHDRAWN)
        .exclude(_answered_out_of_sight(seen))
    )
    replies = seen.filter(asked__in=asks).select_related("label", "paper", "paragraph", "meeting")
    if council:
        asks, replies = asks.filter(council=council), replies.filter(asked__council=council)
    newest = {}
    for reply in replies.order_by("said_on", "id"):
        newest[reply.asked_id] = reply
    found: dict[int, dict[int, Found]] = {}
    for ask in asks.select_related("employer", "part__question__campaign").order_by("asked_on", "id"):
        row = found.setdefault(ask.council_id, {})
        candidate = Found(ask, newest.get(ask.pk))
        row[ask.part_id] = max(row.get(ask.part_id, candidate), candidate, key=_weight)
    return found


def _answered_out_of_sight(seen):
    """Asks with answers none of which is among those `seen`: "no clear answer" would be untrue of them."""
    standing = Reply.objects.standing().filter(asked=OuterRef("pk"))
    return Exists(standing) & ~Exists(seen.filter(asked=OuterRef("pk")))


def _weight(found: Found):
    return (
        found.reply is not None,
        found.reply.said_on if found.reply else found.asked.asked_on,
        found.asked.pk,
    )


def states_of(parts: Iterable[QuestionPart], found: dict[int, Found], today: date) -> dict[str, State]:
    states = {}
    for part in parts:
        state = derive_state(found.get(part.pk), today)
        if state in UNANSWERED and part.depends_on and states.get(part.depends_on.ref) is State.NO:
            state = State.NOT_APPLICABLE
        states[part.ref] = state
    return states


def derive_state(found: Found | None, today: date) -> State:
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
