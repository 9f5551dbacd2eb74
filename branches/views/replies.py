"""One reply: logging it, reading it with its three histories, changing, checking and taking it back."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches import access, overview
from branches.actions import asking, is_demo
from branches.actions import replies as actions
from branches.actions.history import changes_of, fact_history
from branches.forms.replies import ContactForm, ExtensionForm, ReasonForm, ReplyForm, reply_initial
from branches.models import Asked, Paper
from branches.permissions import Permission, require
from branches.views.acting import acted, pressed


@require(Permission.RECORD_EDIT)
@require_http_methods(["GET", "POST"])
def reply_new(request, council, part):
    """A reply by letter, email, paper or word of mouth to one part."""
    branch, council = access.place_for(request.user, council)
    part = access.part_for(request.user, part)
    employer = access.employer_of(council)
    asked = (
        Asked.objects.standing().filter(branch=branch, council=council, employer=employer, part=part).first()
    )
    form = ReplyForm(
        request.POST if request.method == "POST" else None,
        part=part,
        papers=_papers(request.user, council, asked),
        asked=asked,
    )
    if request.method == "POST" and form.is_valid():
        reply = acted(
            form,
            _ask_and_record,
            form=form,
            asked=asked,
            branch=branch,
            council=council,
            employer=employer,
            by=request.user,
        )
        if reply:
            messages.success(request, "The answer is logged.")
            return redirect(reply)
    context = {"form": form, "part": part, "council": council, "employer": employer, "asked": asked}
    return render(request, "branches/record/reply_form.html", context)


def _ask_and_record(*, form, asked, branch, council, employer, by):
    if asked is None:
        on = form.cleaned_data["asked_on"] or form.cleaned_data["said_on"]
        asked = asking.put_part(
            part=form.part,
            council=council,
            employer=employer,
            branch=branch,
            on=on,
            by=by,
            audience=form.cleaned_data["audience"],
        )
    return actions.record_reply(asked=asked, by=by, **form.reply())


@require(Permission.RECORD_VIEW)
@require_safe
def reply(request, pk):
    shown = access.reply_for(request.user, pk)
    context = {
        "reply": shown,
        "asked": shown.asked,
        "mine": access.is_secretary_of(request.user, shown.branch),
        "may_check": not shown.checked and overview.may_check(request.user, shown),
        "events": shown.asked.events.select_related("by"),
        "stances": fact_history(shown, "stance"),
        "grades": fact_history(shown, "grade"),
        "changes": changes_of(shown),
        "reason_form": ReasonForm(),
        "cited": shown.statements.all(),
        "mark": getattr(shown, "second_mark", None),
    }
    return render(request, "branches/record/reply.html", context)


@require(Permission.RECORD_EDIT)
@require_http_methods(["GET", "POST"])
def reply_edit(request, pk):
    shown = access.own(request.user, access.reply_for(request.user, pk))
    asked = shown.asked
    papers = _papers(request.user, asked.council, asked)
    form = ReplyForm(
        request.POST if request.method == "POST" else None,
        initial=reply_initial(shown),
        part=asked.part,
        papers=papers,
        asked=asked,
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and acted(form, actions.revise_reply, reply=shown, by=request.user, **form.reply())
    ):
        messages.success(request, "The answer is changed.")
        return redirect(shown)
    context = {
        "form": form,
        "part": asked.part,
        "council": asked.council,
        "employer": asked.employer,
        "asked": asked,
        "reply": shown,
    }
    return render(request, "branches/record/reply_form.html", context)


@require(Permission.VERDICT_CHECK)
@require_POST
def reply_check(request, pk):
    shown = access.reply_for(request.user, pk)
    if not overview.may_check(request.user, shown):
        messages.error(
            request, "Somebody of the same branch or of SWIG checks this, and never the person who logged it."
        )
        return redirect(shown)
    pressed(
        request,
        actions.check_reply,
        "Checked: a second person has now seen the source.",
        reply=shown,
        by=request.user,
    )
    return redirect(shown)


@require(Permission.RECORD_EDIT)
@require_POST
def reply_take_back(request, pk):
    shown = access.own(request.user, access.reply_for(request.user, pk))
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say why you are removing it.")
        return redirect(shown)
    pressed(
        request,
        actions.take_back,
        "Removed. Its history is kept.",
        record=shown,
        by=request.user,
        **form.cleaned_data,
    )
    return redirect("branches:record", shown.asked.council.slug)


@require(Permission.RECORD_EDIT)
@require_http_methods(["GET", "POST"])
def contact_edit(request, pk):
    """Acknowledged, holding reply, refused or withdrawn, with its day."""
    asked = access.own(request.user, access.asked_for(request.user, pk))
    form = ContactForm(request.POST if request.method == "POST" else None)
    back = reverse("branches:record", args=[asked.council.slug])
    if (
        request.method == "POST"
        and form.is_valid()
        and acted(form, asking.move_contact, asked=asked, by=request.user, **form.cleaned_data)
    ):
        return redirect(back)
    return render(
        request,
        "branches/record/form.html",
        {"form": form, "title": f"{asked.part.label}: what happened?", "back": back},
    )


@require(Permission.RECORD_EDIT)
@require_http_methods(["GET", "POST"])
def extension(request, pk):
    """More time for the employer, with the reason."""
    asked = access.own(request.user, access.asked_for(request.user, pk))
    form = ExtensionForm(request.POST if request.method == "POST" else None)
    back = reverse("branches:record", args=[asked.council.slug])
    if (
        request.method == "POST"
        and form.is_valid()
        and acted(form, asking.extend, asked=asked, by=request.user, **form.cleaned_data)
    ):
        return redirect(back)
    context = {
        "form": form,
        "title": f"{asked.part.label}: give more time",
        "intro": asked.due.how,
        "back": back,
    }
    return render(request, "branches/record/form.html", context)


def _papers(user, council, asked):
    """The papers that an answer may cite: not from before the question, and simulated as it is."""
    simulated = asked.simulated if asked else is_demo(user)
    papers = Paper.objects.visible_to(user).readable().filter(council=council, simulated=simulated)
    return papers.filter(dated__gte=asked.asked_on) if asked else papers
