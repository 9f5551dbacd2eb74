"""Logging a meeting in a handful of taps, and the page that it becomes."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from branches import access, rows
from branches.actions.asking import runner_of
from branches.actions.meetings import log_meeting, write_note
from branches.forms.meetings import MeetingForm, NoteForm
from branches.models import Campaign
from branches.permissions import Permission, require
from branches.views.acting import acted


@require(Permission.RECORD_EDIT)
@require_http_methods(["GET", "POST"])
def meeting_new(request):
    """A branch with one council goes straight to the taps; others choose the council first."""
    places = access.own_places(request.user)
    place = access.chosen_place(request.user, request.GET.get("council"), places)
    if place is None:
        return render(
            request,
            "branches/record/choose_council.html",
            {"places": places, "next": reverse("branches:meeting-new")},
        )
    branch, council = place
    campaign = Campaign.objects.visible_to(request.user).running().first()
    employer = runner_of(council)
    if campaign is None or employer is None:
        return render(request, "branches/record/not_ready.html", {"campaign": campaign})
    parts = [part for part in campaign.parts() if part.question.is_for(employer)]
    form = MeetingForm(request.POST if request.method == "POST" else None, parts=parts)
    if request.method == "POST" and form.is_valid():
        meeting = acted(
            form,
            log_meeting,
            branch=branch,
            council=council,
            employer=employer,
            campaign=campaign,
            by=request.user,
            **form.meeting(),
        )
        if meeting:
            messages.success(request, "The meeting is logged. Add details below when you have time.")
            return redirect(meeting)
    context = {
        "form": form,
        "employer": employer,
        "many": len(places) > 1,
    }
    return render(request, "branches/record/meeting_new.html", context)


@require(Permission.RECORD_VIEW)
@require_safe
def meeting(request, pk):
    shown = access.meeting_for(request.user, pk)
    context = {
        "meeting": shown,
        "replies": shown.replies.standing().select_related("asked__part__question", "label"),
        "notes": shown.notes.visible_to(request.user),
        "mine": access.is_secretary_of(request.user, shown.branch),
    }
    return render(request, "branches/record/meeting.html", context)


@require(Permission.RECORD_EDIT)
@require_http_methods(["GET", "POST"])
def note_new(request, slug):
    """A note about one council area, for the own branch only."""
    branch, council = access.place_for(request.user, slug)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        note = acted(form, write_note, branch=branch, council=council, by=request.user, **form.cleaned_data)
        if note:
            return redirect(note)
    context = {
        "form": form,
        "title": "Write a note",
        "back": reverse("branches:record", args=[council.slug]),
        "button": "Save the note",
    }
    return render(request, "branches/record/form.html", context)


@require(Permission.RECORD_VIEW)
@require_safe
def note(request, pk):
    return render(request, "branches/record/note.html", {"note": access.note_for(request.user, pk)})


@require(Permission.RECORD_VIEW)
@require_safe
def record(request, slug):
    """One council area's record as its branch works with it."""
    council = access.council(slug)
    shown = rows.council_record(council, request.user, timezone.localdate())
    branch = access.own_branch_for(request.user, council)
    context = {
        "record": shown,
        "council": council,
        "branch": branch,
        "employer": runner_of(council),
        "notes": branch.notes.filter(council=council) if branch else (),
        "letters": branch.letters.filter(council=council) if branch else (),
        "meetings": council.meetings.visible_to(request.user),
    }
    return render(request, "branches/record/record.html", context)
