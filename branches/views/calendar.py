"""The calendar: the person's own address, and the file behind it."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from branches.actions import calendar as actions
from branches.calendar_feed import calendar_of, feed_behind, token_for
from branches.guessing import guessable
from branches.models import CalendarFeed
from branches.permissions import Permission, public, require
from branches.views.acting import pressed


@require(Permission.RECORD_EDIT)
@require_safe
def calendar(request):
    feed = CalendarFeed.objects.filter(user=request.user, revoked_at__isnull=True).first()
    address = settings.SITE_URL + reverse("branches:calendar-file", args=[token_for(feed)]) if feed else ""
    return render(request, "branches/record/calendar.html", {"address": address})


@require(Permission.RECORD_EDIT)
@require_POST
def calendar_renew(request):
    pressed(
        request, actions.renew_feed, "This is your new address. Older ones no longer work.", by=request.user
    )
    return redirect("branches:calendar")


@require(Permission.RECORD_EDIT)
@require_POST
def calendar_revoke(request):
    pressed(request, actions.revoke_feed, "The address no longer works.", by=request.user)
    return redirect("branches:calendar")


@guessable
@public
@require_safe
def calendar_file(request, token):
    """A calendar program has no session: the signed address is the key, and any other answers like none."""
    feed = feed_behind(token)
    if feed is None:
        raise Http404
    response = HttpResponse(
        calendar_of(feed.user, timezone.localdate()), content_type="text/calendar; charset=utf-8"
    )
    response["Cache-Control"] = "private, no-store"
    return response
