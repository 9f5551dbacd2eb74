"""A branch's registers, and the totals of all."""

from dataclasses import dataclass

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


@dataclass(frozen=True)
class Register:
    """One register: its entries, the form that adds one, and its words."""

    slug: str
    model: type
    form: type
    title: str
    button: str
    intro: str


REGISTERS = {
    each.slug: each
    for each in (
        Register(
            "unmet-need",
            UnmetNeed,
            UnmetNeedForm,
            "Unmet need",
            "Log an unmet need",
            "What a child or family needed and did not get. Nothing that could tell who they are.",
        ),
        Register(
            "caseloads",
            CaseloadReturn,
            CaseloadForm,
            "Caseloads",
            "Log caseloads",
            "The average and range in one type of team on one day, and who published it.",
        ),
        Register(
            "overload",
            OverloadConcern,
            OverloadForm,
            "Overload",
            "Log an overload concern",
            "Raised outside line management, by job and never by name.",
        ),
    )
}


@require(Permission.RECORD_VIEW)
@require_safe
def registers(request):
    """The three registers, the totals for Scotland and which employers keep registers of their own."""
    context = {
        "registers": [(each, _entries(request.user, each).count()) for each in REGISTERS.values()],
        "totals": register_totals.national_totals(),
        "kept": register_totals.kept_by_council(),
        "mine": access.branches_of(request.user),
        "councils": CouncilArea.objects.filter(branches__in=access.branches_of(request.user)).distinct(),
    }
    return render(request, "branches/record/registers.html", context)


@require(Permission.RECORD_VIEW)
@require_safe
def register(request, register):
    """A branch's own entries in full; whoever has no branch finds none here."""
    shown = _register(register)
    entries = _entries(request.user, shown)[:200]
    context = {
        "register": shown,
        "entries": entries,
        "teams": register_totals.by_team(entries) if shown.model is CaseloadReturn else (),
        "mine": access.branches_of(request.user),
    }
    return render(request, "branches/record/register.html", context)


def _register(slug):
    if slug not in REGISTERS:
        raise Http404
    return REGISTERS[slug]


def _entries(user, register):
    found = register.model.objects.visible_to(user).filter(taken_back_at__isnull=True)
    return found.select_related("council", "branch")


@require(Permission.RECORD_EDIT)
@require_http_methods(["GET", "POST"])
def register_new(request, register):
    shown = _register(register)
    councils = CouncilArea.objects.filter(branches__in=access.branches_of(request.user)).distinct()
    form = shown.form(
        request.POST if request.method == "POST" else None,
        councils=councils,
        initial={"council": councils.first()},
    )
    if request.method == "POST" and form.is_valid():
        branch = access.own_branch_for(request.user, form.cleaned_data["council"])
        if acted(
            form, actions.add_entry, model=shown.model, branch=branch, by=request.user, **form.cleaned_data
        ):
            messages.success(
                request, "Logged. Only your branch sees the entry; nationally only totals are shown."
            )
            return redirect("branches:register", register)
    context = {
        "form": form,
        "title": shown.button,
        "intro": shown.intro,
        "button": "Log it",
        "back": reverse("branches:register", args=[register]),
    }
    return render(request, "branches/record/form.html", context)


@require(Permission.RECORD_EDIT)
@require_POST
def register_take_back(request, register, pk):
    entry = get_object_or_404(_entries(request.user, _register(register)), pk=pk)
    pressed(request, actions.take_back_entry, "Removed.", entry=entry, by=request.user)
    return redirect("branches:register", register)


@require(Permission.RECORD_EDIT)
@require_http_methods(["GET", "POST"])
def register_kept(request, slug):
    _, council = access.place_for(request.user, slug)
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
