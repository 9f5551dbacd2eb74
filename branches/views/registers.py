"""A branch's registers, and the totals of all."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches import access, register_totals
from branches.actions import registers as actions
from branches.forms.registers import CaseloadForm, OverloadForm, RegisterKeptForm, UnmetNeedForm
from branches.models import CaseloadReturn, CouncilArea, OverloadConcern, UnmetNeed
from branches.permissions import Permission, require
from branches.views.acting import acted, pressed
from branches.views.meetings import own_branch_for, place_for

REGISTERS = {
    "unmet-need": (
        UnmetNeed,
        UnmetNeedForm,
        "Log an unmet need",
        "What a child or family needed and did not get. Nothing that could tell who they are.",
    ),
    "caseloads": (
        CaseloadReturn,
        CaseloadForm,
        "Log caseloads",
        "The average and range in one type of team on one day.",
    ),
    "overload": (
        OverloadConcern,
        OverloadForm,
        "Log an overload concern",
        "Raised outside line management, by job and never by name.",
    ),
}


@require(Permission.RECORD_VIEW)
@require_safe
def registers(request):
    """A branch sees its own entries; everybody the totals for Scotland and which employers keep registers."""
    context = {
        "registers": [
            (slug, title, model.objects.visible_to(request.user).filter(taken_back_at__isnull=True)[:50])
            for slug, (model, _, title, _) in REGISTERS.items()
        ],
        "totals": register_totals.national_totals(),
        "kept": register_totals.kept_by_council(),
        "mine": access.branches_of(request.user),
        "councils": CouncilArea.objects.filter(branches__in=access.branches_of(request.user)).distinct(),
    }
    return render(request, "branches/record/registers.html", context)


@require(Permission.RECORD_EDIT)
@require_http_methods(["GET", "POST"])
def register_new(request, register):
    if register not in REGISTERS:
        raise Http404
    model, form_class, title, intro = REGISTERS[register]
    councils = CouncilArea.objects.filter(branches__in=access.branches_of(request.user)).distinct()
    form = form_class(
        request.POST if request.method == "POST" else None,
        councils=councils,
        initial={"council": councils.first()},
    )
    if request.method == "POST" and form.is_valid():
        branch = own_branch_for(request.user, form.cleaned_data["council"])
        if acted(form, actions.add_entry, model=model, branch=branch, by=request.user, **form.cleaned_data):
            messages.success(
                request, "Logged. Only your branch sees the entry; nationally only totals are shown."
            )
            return redirect("branches:registers")
    context = {"form": form, "title": title, "intro": intro, "back": reverse("branches:registers")}
    return render(request, "branches/record/form.html", context)


@require(Permission.RECORD_EDIT)
@require_POST
def register_take_back(request, register, pk):
    if register not in REGISTERS:
        raise Http404
    entry = get_object_or_404(
        REGISTERS[register][0].objects.visible_to(request.user), pk=pk, taken_back_at__isnull=True
    )
    pressed(request, actions.take_back_entry, "Taken back.", entry=entry, by=request.user)
    return redirect("branches:registers")


@require(Permission.RECORD_EDIT)
@require_http_methods(["GET", "POST"])
def register_kept(request, slug):
    _, council = place_for(request.user, slug)
    form = RegisterKeptForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.say_kept(council=council, by=request.user, **form.facts())
        return redirect("branches:registers")
    context = {
        "form": form,
        "title": f"{council}: the employer's own registers",
        "back": reverse("branches:registers"),
    }
    return render(request, "branches/record/form.html", context)
