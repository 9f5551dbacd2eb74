"""Second marks: drawing which answers are marked again, giving a mark unseen, settling a difference."""

import secrets

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from branches.actions import refuse_unless, set_fields
from branches.actions.replies import check_reply, revise_reply
from branches.audit import record_event
from branches.models import Audience, Reply, SecondMark


def worth_marking():
    """Answers that a second person can read: shared, with words or a paper behind them."""
    shared = Reply.objects.standing().filter(audience__in=[Audience.SHARED, Audience.PUBLIC])
    return shared.filter(~Q(said="") | Q(paper__isnull=False))


def draw_second_marks(lot=None) -> int:
    """Duty: draw by lot until the share is reached, real and simulated answers apart; returns how many were drawn."""
    lot = lot or secrets.SystemRandom()
    return sum(_draw(worth_marking().filter(simulated=simulated), lot) for simulated in (False, True))


def _draw(answers, lot) -> int:
    drawn = answers.filter(second_mark__isnull=False).count()
    missing = -(-answers.count() * settings.SECOND_MARK_SHARE // 100) - drawn
    if missing <= 0:
        return 0
    undrawn = list(answers.filter(second_mark__isnull=True).order_by("pk").values_list("pk", flat=True))
    chosen = lot.sample(undrawn, min(missing, len(undrawn)))
    # Two workers may draw at once; the one-to-one key lets each answer be drawn only once.
    SecondMark.objects.bulk_create([SecondMark(reply_id=pk) for pk in chosen], ignore_conflicts=True)
    return len(chosen)


@transaction.atomic
def give_mark(*, mark, stance, by):
    """A second person's stance. The first one is kept beside it; where both agree the answer counts as checked."""
    mark = SecondMark.objects.select_for_update().get(pk=mark.pk)
    reply = mark.reply
    refuse_unless(mark.stance == "", "Somebody has marked this answer already.")
    refuse_unless(
        by.pk not in (reply.logged_by_id, reply.checked_by_id),
        "You have seen the first mark: somebody else marks this one.",
    )
    set_fields(mark, {"stance": stance, "by": by, "at": timezone.now(), "first_stance": reply.stance})
    record_event(
        by=by, verb="gave a second mark to the reply of", subject=reply, detail={"agrees": mark.agrees}
    )
    if mark.agrees and reply.checked_by_id is None:
        check_reply(reply=reply, by=by)
    return mark


@transaction.atomic
def settle_mark(*, mark, stance, words, by):
    """A moderator says which stance stands, and why; the answer follows, and its history says so."""
    mark = SecondMark.objects.select_for_update().get(pk=mark.pk)
    reply = mark.reply
    refuse_unless(mark.stance != "" and not mark.agrees, "There is no difference to settle.")
    refuse_unless(mark.settled_as == "", "Somebody has settled this already.")
    refuse_unless(bool(words.strip()), "Say in a sentence why.")
    refuse_unless(
        by.pk not in (mark.by_id, reply.logged_by_id),
        "You gave one of the two marks: another moderator settles this.",
    )
    set_fields(
        mark,
        {
            "settled_as": stance,
            "settled_words": words.strip(),
            "settled_by": by,
            "settled_at": timezone.now(),
        },
    )
    record_event(
        by=by, verb="settled the second mark of the reply of", subject=reply, detail={"stance": stance}
    )
    _follow(reply, mark, by)
    return mark


def _follow(reply, mark, by):
    """The answer takes the settled stance, with the question's own word for it where there is just one."""
    if reply.stance != mark.settled_as:
        words = [label for label in reply.asked.part.labels.all() if label.stance == mark.settled_as]
        label = words[0] if len(words) == 1 else None
        revise_reply(reply=reply, by=by, stance=mark.settled_as, label=label)
        if mark.stance == mark.settled_as:
            check_reply(reply=reply, by=mark.by)
    elif reply.checked_by_id is None:
        check_reply(reply=reply, by=by)
