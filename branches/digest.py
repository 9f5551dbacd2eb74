"""The weekly mail: apps register what is worth telling, each person gets one mail, never split.

Only what is due tomorrow may come on another day, once.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from branches.mail import enqueue
from branches.models import User

MONDAY = 0
MORNING = time(7, 30)
_COLLECTORS = []


@dataclass(frozen=True)
class DigestItem:
    """One line of the mail. `url` begins with a slash; `due` is None for news; lower `order` stands first."""

    heading: str
    text: str
    url: str
    due: date | None = None
    order: int = 50


def register(collector):
    """Add a callable (user, today) -> iterable of DigestItem; register it in `ready()`."""
    if collector not in _COLLECTORS:
        _COLLECTORS.append(collector)
    return collector


def items_for(user, today):
    """Everything worth telling this person, what is due first within its heading."""
    found = [item for collector in _COLLECTORS for item in collector(user, today)]
    return sorted(found, key=lambda item: (item.order, item.heading, item.due or date.max, item.text))


def enqueue_digests(today=None):
    """Write the mails of the day; safe to call any number of times a day. Returns how many people have one.

    On Mondays everything; on other days only what is due tomorrow, and each due day once.
    """
    today = today or timezone.localdate()
    people = User.objects.filter(is_active=True)
    write = _weekly if today.weekday() == MONDAY else _due_tomorrow
    return sum(write(user, today) for user in people.iterator())


def _weekly(user, today):
    if not user.weekly_mail:
        return _due_tomorrow(user, today)
    year, week, _ = today.isocalendar()
    return _enqueue(user, items_for(user, today), "Your week", f"digest:{user.pk}:{year}-{week:02d}", today)


def _due_tomorrow(user, today):
    tomorrow = today + timedelta(days=1)
    items = [item for item in items_for(user, today) if item.due == tomorrow]
    return _enqueue(user, items, "Due tomorrow", f"due-tomorrow:{user.pk}:{tomorrow}", today)


def _enqueue(user, items, title, key, today):
    if not items:
        return False
    due = sum(item.due is not None for item in items)
    with transaction.atomic():
        enqueue(
            to=user.email,
            subject=f"{title}: {due} due" if due else f"{title}: news",
            template="emails/digest.txt",
            context={"user": user, "title": title, "groups": _grouped(items), "today": today},
            effect_key=key,
            due_at=timezone.make_aware(datetime.combine(today, MORNING)),
        )
    return True


def _grouped(items):
    groups = {}
    for item in items:
        groups.setdefault(item.heading, []).append(item)
    return list(groups.items())
