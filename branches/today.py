"""What is due: the items of a secretary's Today page, of the digest and of the calendar, each with one next step."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.urls import reverse
from django.utils.http import urlencode

from branches import deadlines, marking, unanswered
from branches.actions.letters import letter_due, next_deadline, next_step
from branches.days import day_in_words
from branches.models import ActionDone, Asked, Campaign, Commitment, Letter, Reply
from branches.simulated import marked

NEW_FOR_DAYS = 30


@dataclass(frozen=True)
class Item:
    """One thing to do: what, why, the one next step and its address; `uid` stays the same from day to day."""

    uid: str
    title: str
    why: str
    step: str
    url: str
    due: date | None
    state: str
    label: str
    simulated: bool = False


@dataclass(frozen=True)
class Today:
    """A secretary's page: four lists and whether anything was ever logged."""

    overdue: tuple[Item, ...]
    this_week: tuple[Item, ...]
    verdicts: tuple[Item, ...]
    new: tuple[Item, ...]
    to_check: tuple[Item, ...]

    @property
    def is_empty(self) -> bool:
        return not any((self.overdue, self.this_week, self.verdicts, self.new, self.to_check))


def for_branches(branches, user, today: date) -> Today:
    """Everything due for these branches, the most pressing first."""
    dated = sorted(
        [*_asks(branches, today), *_letters(branches, today), *_promises(branches, today)],
        key=lambda item: item.due,
    )
    week = today + timedelta(days=deadlines.SOON_DAYS)
    return Today(
        overdue=tuple(item for item in dated if item.due < today),
        this_week=tuple(item for item in dated if today <= item.due <= week),
        verdicts=tuple(_verdicts(branches, today)),
        new=tuple(_from_swig(branches, user, today)),
        to_check=tuple(_to_check(branches, user)),
    )


def dated_items(branches, today: date) -> list[Item]:
    """Everything with a date, past and to come, for the calendar."""
    found = [
        *_asks(branches, today),
        *_letters(branches, today),
        *_promises(branches, today, all_of_them=True),
    ]
    return sorted(found, key=lambda item: item.due)


def _asks(branches, today):
    asks = unanswered.waiting(Asked.objects.standing().filter(branch__in=branches))
    asks = asks.exclude(part__question__campaign__state=Campaign.State.CLOSED)
    asks = asks.select_related("part__question__campaign", "council", "employer", "branch")
    dated = sorted(
        ((ask.due, ask) for ask in asks),
        key=lambda pair: (pair[1].council_id, pair[1].employer_id, pair[0].on),
    )
    for (_, _, on), group in groupby(
        dated, key=lambda pair: (pair[1].council_id, pair[1].employer_id, pair[0].on)
    ):
        yield _ask_item([ask for _, ask in group], on, today)


def _ask_item(asks, on, today):
    first = asks[0]
    many = f"{len(asks)} questions" if len(asks) > 1 else f"“{first.part.label}”"
    late = on < today
    step = next_step(
        branch=first.branch,
        campaign=first.part.question.campaign,
        council=first.council,
        employer=first.employer,
    )
    words = f"Write the {step.label.lower()}" if step and late else "See what is open"
    query = urlencode({"council": first.council.slug})
    return Item(
        uid=f"ask-{first.council_id}-{first.employer_id}-{on}",
        title=marked(
            f"{many}: {'no answer' if late else 'answer due'} from {first.employer}", first.simulated
        ),
        why=first.due.how,
        step=words,
        url=f"{reverse('branches:letter-new')}?{query}"
        if step and late
        else f"{reverse('branches:record', args=[first.council.slug])}",
        due=on,
        state="overdue" if late else "waiting",
        label=_when(on, today),
        simulated=first.simulated,
    )


def _letters(branches, today):
    letters = Letter.objects.filter(branch__in=branches).select_related("employer", "campaign")
    for letter in letters.filter(state=Letter.State.DRAFT, send_by__isnull=False):
        if unanswered.since(letter).nothing_left:
            continue
        yield Item(
            f"letter-{letter.pk}",
            marked(f"{letter} is ready to send", letter.simulated),
            f"To the {letter.to_role.lower()}.",
            "Read and send it",
            letter.get_absolute_url(),
            letter.send_by,
            "overdue" if letter.send_by < today else "waiting",
            _when(letter.send_by, today),
            letter.simulated,
        )
    for letter in letters.filter(state=Letter.State.SENT, step__in=["foi", "review"]):
        counted = (
            next_deadline(letter, today)
            if letter.answered_on or _ran_out(letter, today)
            else letter_due(letter)
        )
        if counted and counted.on >= today - timedelta(days=30):
            yield Item(
                f"law-{letter.pk}",
                marked(
                    f"{letter}: {'last day for the next step' if letter.answered_on or _ran_out(letter, today) else 'answer due'}",
                    letter.simulated,
                ),
                counted.how,
                "See the letter",
                letter.get_absolute_url(),
                counted.on,
                "waiting",
                _when(counted.on, today),
                letter.simulated,
            )


def _ran_out(letter, today):
    due = letter_due(letter)
    return due is not None and due.is_past(today)


def _promises(branches, today, all_of_them=False):
    week = today + timedelta(days=3650 if all_of_them else deadlines.SOON_DAYS)
    commitments = Commitment.objects.standing().filter(
        branch__in=branches, verdict="", due_on__gte=today, due_on__lte=week
    )
    for commitment in commitments.select_related("employer"):
        yield Item(
            f"commitment-{commitment.pk}",
            commitment.sentence,
            f"{commitment.employer} said so. {commitment.how_we_know}",
            "See the commitment",
            commitment.get_absolute_url(),
            commitment.due_on,
            "planned",
            _when(commitment.due_on, today),
            commitment.simulated,
        )


def _verdicts(branches, today):
    for commitment in (
        Commitment.objects.filter(branch__in=branches).past_due(today).select_related("employer")
    ):
        yield Item(
            f"verdict-{commitment.pk}",
            commitment.sentence,
            f"{commitment.employer} said so. How we will know: {commitment.how_we_know}",
            "Say whether it was kept",
            reverse("branches:verdict", args=[commitment.pk]),
            commitment.due_on,
            "overdue",
            f"Was due {day_in_words(commitment.due_on)}",
            commitment.simulated,
        )


def _from_swig(branches, user, today):
    campaigns = Campaign.objects.visible_to(user).running().filter(opens_on__lte=today)
    for campaign in campaigns:
        for branch in branches:
            yield from _campaign_items(campaign, branch, today)


def _campaign_items(campaign, branch, today):
    if not Asked.objects.standing().filter(branch=branch, part__question__campaign=campaign).exists():
        council = branch.councils.first()
        yield Item(
            f"campaign-{campaign.pk}-{branch.pk}",
            f"{campaign}: put the questions to {council or 'your employer'}",
            campaign.summary,
            "Write the first letter",
            f"{reverse('branches:letter-new')}?{urlencode({'council': council.slug if council else ''})}",
            None,
            "none",
            f"Since {day_in_words(campaign.opens_on)}",
        )
    if (today - campaign.opens_on).days > NEW_FOR_DAYS:
        return
    done = ActionDone.objects.filter(branch=branch, action__campaign=campaign).values("action")
    for action in campaign.actions.exclude(pk__in=done):
        yield Item(
            f"action-{action.pk}-{branch.pk}",
            action.label,
            f"To: {action.ask_of}. {action.done_when}.",
            "Mark as done",
            reverse("branches:action-done", args=[action.pk, branch.slug]),
            None,
            "none",
            "To do",
        )


def _to_check(branches, user):
    yield from _replies_to_check(branches, user)
    yield from _verdicts_to_check(branches, user)
    yield from _marks_to_give(branches, user)


def _replies_to_check(branches, user):
    replies = (
        Reply.objects.standing().filter(branch__in=branches, checked_by__isnull=True).exclude(logged_by=user)
    )
    for reply in replies.exclude(logged_by__isnull=True).select_related(
        "asked__part__question", "asked__employer"
    )[:20]:
        yield Item(
            f"check-{reply.pk}",
            marked(f"{reply.asked.part.label}: {reply.stance_label}", reply.simulated),
            f"{reply.asked.employer}, logged by {reply.logged_by}.",
            "Check it against its source",
            reply.get_absolute_url(),
            None,
            "waiting",
            "Not yet checked",
            reply.simulated,
        )


def _verdicts_to_check(branches, user):
    for commitment in (
        Commitment.objects.filter(branch__in=branches).unchecked().exclude(verdict_by=user)[:20]
    ):
        yield Item(
            f"check-verdict-{commitment.pk}",
            commitment.sentence,
            f"Verdict: {commitment.get_verdict_display()}.",
            "Check the verdict",
            commitment.get_absolute_url(),
            None,
            "waiting",
            "Not yet checked",
            commitment.simulated,
        )


def _marks_to_give(branches, user):
    for mark in marking.waiting_for(user).filter(reply__branch__in=branches)[:3]:
        yield Item(
            f"mark-{mark.pk}",
            marked(f"{mark.reply.asked.part.label}, {mark.reply.asked.council}", mark.reply.simulated),
            "Drawn by lot to be marked twice. You do not see the first mark.",
            "Read the words and mark them",
            mark.get_absolute_url(),
            None,
            "waiting",
            "Second mark",
            mark.reply.simulated,
        )


def _when(on: date, today: date) -> str:
    days = (on - today).days
    if days < 0:
        return f"{-days} day{'s' if days < -1 else ''} late"
    return {0: "Today", 1: "Tomorrow"}.get(days, f"In {days} days")
