"""Which questions still wait for an answer, and which of a draft letter's questions no longer do."""

from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery

from branches.models import Asked, Audience, ChaseStep, Letter, QuestionPart, Reply, Stance

WAITING = (Asked.Contact.ASKED, Asked.Contact.ACKNOWLEDGED, Asked.Contact.HOLDING)
# Their words say that questions wait; the law's steps may ask for papers on an answered question too.
RESTS_ON_OPEN = frozenset({ChaseStep.ASK, ChaseStep.REMINDER, ChaseStep.SECOND, ChaseStep.ELECTED})


def waiting(asks):
    """Those of these asks that still wait; what was built on a plain no does not apply, so nobody is chased for it."""
    shared = Q(audience__in=[Audience.SHARED, Audience.PUBLIC])
    ground = (
        Reply.objects.standing()
        .filter(
            Q(branch=OuterRef("branch")) | shared,
            asked__part=OuterRef("part__depends_on"),
            asked__council=OuterRef("council"),
            asked__employer=OuterRef("employer"),
            asked__taken_back_at__isnull=True,
        )
        .exclude(asked__contact=Asked.Contact.WITHDRAWN)
        .order_by("-said_on", "-id")
    )
    waits = asks.filter(contact__in=WAITING).annotate(ground=Subquery(ground.values("stance")[:1]))
    return waits.filter(Q(ground__isnull=True) | ~Q(ground=Stance.NO))


def asks_of(*, branch, campaign, council, employer):
    """Everything this branch put to this employer in a campaign."""
    asks = Asked.objects.standing().filter(branch=branch, council=council, employer=employer)
    return asks.filter(part__question__campaign=campaign).select_related("part__question__campaign")


def settled(*, branch, campaign, council, employer) -> set[int]:
    """The parts that were put to this employer and wait no more."""
    asks = asks_of(branch=branch, campaign=campaign, council=council, employer=employer)
    return set(asks.values_list("part", flat=True)) - set(waiting(asks).values_list("part", flat=True))


@dataclass(frozen=True)
class Since:
    """What the record says of a draft today: its questions that wait no more, and whether none is left."""

    settled: tuple[QuestionPart, ...] = ()
    nothing_left: bool = False


def since(letter: Letter) -> Since:
    """Compare a draft's words, as they were begun or changed, with the record of today."""
    if letter.state != Letter.State.DRAFT or letter.step not in RESTS_ON_OPEN:
        return Since()
    about = {name: getattr(letter, name) for name in ("branch", "campaign", "council", "employer")}
    done = settled(**about)
    if not done:
        return Since()
    named = [part for part in letter.campaign.parts() if part.question_text in letter.body]
    no_more = tuple(part for part in named if part.pk in done)
    left = len(no_more) < len(named) if named else waiting(asks_of(**about)).exists()
    return Since(no_more, not left)
