"""Letters: the next step of the ladder, prefilled; as a page, as text for an email and as a Word file."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches import access, media_types, unanswered
from branches.actions import letters as actions
from branches.actions.asking import runner_of
from branches.downloads import attachment
from branches.forms.campaigns import DayForm, LetterForm
from branches.ladder import ladder
from branches.letter_file import file_name, letter_docx
from branches.models import Letter
from branches.permissions import Permission, require
from branches.rows import shown_campaign
from branches.views.acting import acted, pressed

TAG_STATES = {Letter.State.DRAFT: "waiting", Letter.State.SENT: "yes", Letter.State.DROPPED: "none"}


@require(Permission.RECORD_EDIT)
@require_http_methods(["GET", "POST"])
def letter_new(request):
    """Shows the ladder with the next step; POST drafts it."""
    places = access.own_places(request.user)
    place = access.chosen_place(request.user, request.GET.get("council"), places)
    if place is None:
        return render(
            request,
            "branches/record/choose_council.html",
            {"places": places, "next": reverse("branches:letter-new")},
        )
    branch, council = place
    campaign = shown_campaign(request.user)
    employer = runner_of(council)
    if campaign is None or employer is None:
        return render(request, "branches/record/not_ready.html", {"campaign": campaign})
    about = {"branch": branch, "campaign": campaign, "council": council, "employer": employer}
    steps = actions.steps_for(employer)
    if request.method == "POST":
        step = next((each for each in steps if each == request.POST.get("step")), None) or steps[0]
        letter = pressed(
            request,
            actions.draft_letter,
            "The letter is ready: read it and change what you like.",
            step=step,
            by=request.user,
            **about,
        )
        return redirect(letter or request.get_full_path())
    rungs = ladder(**about, today=timezone.localdate())
    context = about | {
        "rungs": rungs,
        "next": next((rung for rung in rungs if rung.is_next), None),
        "letters": Letter.objects.visible_to(request.user).filter(**about),
    }
    return render(request, "branches/record/letter_new.html", context)


@require(Permission.RECORD_VIEW)
@require_safe
def letter(request, pk):
    shown = access.letter_for(request.user, pk)
    context = {
        "letter": shown,
        "due": actions.letter_due(shown),
        "next": actions.next_deadline(shown, timezone.localdate()),
        "day_form": DayForm(),
        "may_edit": shown.state == Letter.State.DRAFT,
        "tag_state": TAG_STATES[shown.state],
        "since": unanswered.since(shown),
        "copies": shown.copies.select_related("contact"),
    }
    return render(request, "branches/record/letter.html", context)


@require(Permission.RECORD_EDIT)
@require_http_methods(["GET", "POST"])
def letter_edit(request, pk):
    shown = access.letter_for(request.user, pk)
    initial = {name: getattr(shown, name) for name in ("to_role", "subject", "body", "send_by")}
    form = LetterForm(request.POST if request.method == "POST" else None, initial=initial)
    if (
        request.method == "POST"
        and form.is_valid()
        and acted(form, actions.edit_letter, letter=shown, by=request.user, **form.cleaned_data)
    ):
        return redirect(shown)
    return render(
        request,
        "branches/record/form.html",
        {"form": form, "title": "Change the letter", "back": shown.get_absolute_url()},
    )


@require(Permission.RECORD_EDIT)
@require_POST
def letter_anew(request, pk):
    shown = access.letter_for(request.user, pk)
    done = "Rewritten from what is still open: read it and change what you like."
    pressed(request, actions.write_anew, done, letter=shown, by=request.user)
    return redirect(shown)


@require(Permission.RECORD_EDIT)
@require_POST
def letter_drop(request, pk):
    shown = access.letter_for(request.user, pk)
    pressed(request, actions.drop_letter, "The draft is discarded.", letter=shown, by=request.user)
    return redirect(shown)


@require(Permission.RECORD_EDIT)
@require_POST
def letter_sent(request, pk):
    return _on_a_day(
        request,
        access.letter_for(request.user, pk),
        actions.mark_sent,
        "Sent. The answer's due date is counted from that day.",
    )


@require(Permission.RECORD_EDIT)
@require_POST
def letter_answered(request, pk):
    return _on_a_day(
        request,
        access.letter_for(request.user, pk),
        actions.mark_answered,
        "The date of the answer is saved.",
    )


def _on_a_day(request, shown, action, done):
    form = DayForm(request.POST)
    if form.is_valid():
        pressed(request, action, done, letter=shown, by=request.user, **form.cleaned_data)
    else:
        messages.error(request, "Give a real date, such as 27/3/2026.")
    return redirect(shown)


@require(Permission.RECORD_VIEW)
@require_safe
def letter_file(request, pk):
    shown = access.letter_for(request.user, pk)
    return attachment(letter_docx(shown), media_types.DOCX, file_name(shown))
