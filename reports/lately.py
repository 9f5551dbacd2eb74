"""Says what changed in the last seven days: answers, papers, promises due, verdicts and survey figures; reads only."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from branches.days import day_in_words
from branches.models import Asked, Commitment, Paper, Reply
from reports.narrative import told
from reports.shown import Shelf

WEEK = timedelta(days=7)
MOST = 8


@dataclass(frozen=True)
class Change:
    """One thing that happened on a day, in a sentence, and the page that tells more."""

    on: date
    words: str
    url: str


@dataclass(frozen=True)
class Lately:
    """The newest of what changed, how many more there are, and whether it is all of this week."""

    changes: tuple[Change, ...]
    more: int
    this_week: bool


def lately(viewer, shelf: Shelf) -> Lately:
    """The changes of the last seven days, newest first; in a quiet week the newest answers before it."""
    since = shelf.today - WEEK
    found = [*_answers(viewer, since), *_papers(viewer, since), *_promises(viewer, since, shelf.today)]
    found += [change for change in _figures(shelf) if change.on > since]
    found.sort(key=lambda change: change.on, reverse=True)
    if not found:
        return Lately(tuple(_answers(viewer, None))[:MOST], 0, False)
    return Lately(tuple(found[:MOST]), max(0, len(found) - MOST), True)


def _answers(viewer, since: date | None) -> list[Change]:
    put = Asked.objects.visible_to(viewer)
    replies = Reply.objects.visible_to(viewer).filter(asked__in=put)
    replies = replies.select_related("asked__council", "asked__part", "label")
    wanted = replies.filter(said_on__gt=since) if since else replies.order_by("-said_on", "-id")[:MOST]
    return [answer_told(reply) for reply in wanted]


def answer_told(reply: Reply) -> Change:
    council = reply.asked.council
    words = f"{council}: “{reply.asked.part.label}” – {reply.stance_label.lower()}"
    return _change(reply.said_on, words, reply.simulated, council)


def _papers(viewer, since: date) -> list[Change]:
    papers = (
        Paper.objects.visible_to(viewer).filter(dated__gt=since, is_sample=False).select_related("council")
    )
    return [paper_told(one) for one in papers]


def paper_told(one: Paper) -> Change:
    return _change(one.dated, f"{one.council}: paper “{one}”", one.simulated, one.council)


def _promises(viewer, since: date, today: date) -> list[Change]:
    wanted = Q(due_on__gte=since, due_on__lt=today, verdict="") | Q(verdict_on__gt=since)
    promises = Commitment.objects.visible_to(viewer).filter(wanted).select_related("council")
    return [promise_told(one) for one in promises]


def promise_told(one: Commitment) -> Change:
    if one.verdict:
        words = f"{one.council}: “{one.what}” – {one.get_verdict_display().lower()}"
        return _change(one.verdict_on, words, one.simulated, one.council)
    words = f"{one.council}: “{one.what}” fell due and needs a verdict"
    return _change(one.due_on, words, one.simulated, one.council)


def _figures(shelf: Shelf) -> list[Change]:
    made = []
    for one in shelf.readings:
        about = one.provenance
        words = told(f"Survey figures published: {about.wave_title}", about.simulated)
        made.append(Change(about.released_on, f"{words}.", f"/national/?wave={about.wave}"))
    return made


def _change(on: date, words: str, simulated: bool, council) -> Change:
    return Change(on, told(f"{words}, {day_in_words(on)}.", simulated), council.get_absolute_url())
