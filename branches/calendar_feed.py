"""A person's due dates as an iCalendar file behind a signed address that can be revoked; no page, no session."""

from datetime import UTC, date, datetime, time

from django.conf import settings
from django.core import signing
from icalendar import Calendar, Event

from branches import access, today
from branches.models import CalendarFeed

SALT = "branches.calendar"


def token_for(feed: CalendarFeed) -> str:
    """The secret part of the address; a new number makes every older one worthless."""
    return signing.dumps([feed.user_id, feed.number], salt=SALT)


def feed_behind(token: str) -> CalendarFeed | None:
    """The feed of a valid address, or None when it is forged, replaced, revoked or its person has left."""
    try:
        user, number = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    feeds = CalendarFeed.objects.filter(
        user=user, number=number, revoked_at__isnull=True, user__is_active=True
    )
    return feeds.select_related("user").first()


def calendar_of(user, day: date) -> bytes:
    """All that is due for this person's branches, each as one whole-day event that keeps its identity."""
    calendar = Calendar()
    calendar.add("prodid", "-//Promise Tracker//Due dates//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Promise Tracker: what is due")
    for item in today.dated_items(access.branches_of(user), day):
        calendar.add_component(_event(item, day))
    return calendar.to_ical()


def _event(item, day):
    event = Event()
    event.add("uid", f"{item.uid}@promise-tracker")
    event.add("dtstamp", datetime.combine(day, time.min, UTC))
    event.add("dtstart", item.due)
    event.add("summary", item.title)
    event.add("description", f"{item.why}\n{item.step}: {settings.SITE_URL}{item.url}")
    event.add("transp", "TRANSPARENT")
    return event
