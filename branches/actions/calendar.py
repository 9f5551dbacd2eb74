"""A person's own calendar address: making, replacing and revoking it."""

from django.db import transaction
from django.utils import timezone

from branches.actions import set_fields
from branches.audit import record_event
from branches.models import CalendarFeed


@transaction.atomic
def renew_feed(*, by):
    """A new address; any older one stops at once."""
    feed, created = CalendarFeed.objects.select_for_update().get_or_create(user=by)
    if not created:
        set_fields(feed, {"number": feed.number + 1, "revoked_at": None})
    record_event(by=by, verb="made the calendar address of", subject=by)
    return feed


@transaction.atomic
def revoke_feed(*, by):
    """No address any more."""
    feed = CalendarFeed.objects.select_for_update().filter(user=by).first()
    if feed:
        set_fields(feed, {"revoked_at": timezone.now()})
        record_event(by=by, verb="turned off the calendar address of", subject=by)
    return feed
