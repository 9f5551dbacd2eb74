"""Pages about branches, employers and who runs children's social work."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from branches import access, directory
from branches.actions import places as actions
from branches.audit import events_about
from branches.forms.places import BranchForm, EmployerForm, RunnerCorrectionForm, RunnerForm
from branches.permissions import Permission, has_permission, require
from branches.views.acting import acted


@require(Permission.PEOPLE_VIEW)
@require_safe
def places(request):
    context = {
        "councils": directory.councils(),
        "unchecked": directory.unchecked_runners(),
        "may_edit": has_permission(request.user, Permission.PEOPLE_EDIT),
    }
    return render(request, "branches/places/places.html", context)


@require(Permission.PEOPLE_VIEW)
@require_safe
def branches(request):
    context = {
        "branches": directory.branches(),
        "may_edit": has_permission(request.user, Permission.PEOPLE_EDIT),
    }
    return render(request, "branches/places/branches.html", context)


@require(Permission.PEOPLE_VIEW)
@require_safe
def employers(request):
    context = {
        "employers": directory.employers(),
        "may_edit": has_permission(request.user, Permission.PEOPLE_EDIT),
    }
    return render(request, "branches/places/employers.html", context)


@require(Permission.PEOPLE_EDIT)
@require_http_methods(["GET", "POST"])
def branch_edit(request, slug=None):
    branch = access.branch(slug) if slug else None
    form = BranchForm(request.POST if request.method == "POST" else None, instance=branch)
    if request.method == "POST" and form.is_valid():
        saved = actions.save_branch(branch=branch, by=request.user, **form.cleaned_data)
        messages.success(request, f"{saved} is saved.")
        return redirect("branches:branches")
    context = {"form": form, "branch": branch, "events": events_about(branch)[:20] if branch else None}
    return render(request, "branches/places/branch.html", context)


@require(Permission.PEOPLE_EDIT)
@require_http_methods(["GET", "POST"])
def employer_edit(request, slug=None):
    employer = access.employer(slug) if slug else None
    form = EmployerForm(request.POST if request.method == "POST" else None, instance=employer)
    if request.method == "POST" and form.is_valid():
        saved = actions.save_employer(employer=employer, by=request.user, **form.cleaned_data)
        messages.success(request, f"{saved} is saved.")
        return redirect("branches:employers")
    context = {
        "form": form,
        "employer": employer,
        "events": events_about(employer)[:20] if employer else None,
    }
    return render(request, "branches/places/employer.html", context)


@require(Permission.PEOPLE_VIEW)
@require_safe
def council_place(request, slug):
    council = access.council(slug)
    context = {
        "council": council,
        "runners": directory.runners_of(council),
        "branches": council.branches.all(),
        "employers": council.employers.all(),
        "events": events_about(council)[:20],
        "may_edit": has_permission(request.user, Permission.PEOPLE_EDIT),
    }
    return render(request, "branches/places/council.html", context)


@require(Permission.PEOPLE_EDIT)
@require_http_methods(["GET", "POST"])
def runner_change(request, slug):
    council = access.council(slug)
    form = RunnerForm(request.POST if request.method == "POST" else None, council=council)
    valid = request.method == "POST" and form.is_valid()
    if valid and acted(form, actions.change_runner, council=council, by=request.user, **form.cleaned_data):
        messages.success(request, "The change is saved.")
        return redirect("branches:council-place", slug=slug)
    return render(request, "branches/places/runner.html", {"form": form, "council": council, "new": True})


@require(Permission.PEOPLE_EDIT)
@require_http_methods(["GET", "POST"])
def runner_correct(request, slug, pk):
    council = access.council(slug)
    runner = access.runner(council, pk)
    initial = {name: getattr(runner, name) for name in ("employer", "since", "source", "checked")}
    form = RunnerCorrectionForm(
        request.POST if request.method == "POST" else None, initial=initial, council=council
    )
    if request.method == "POST" and form.is_valid():
        actions.correct_runner(runner=runner, by=request.user, **form.cleaned_data)
        messages.success(request, "The correction is saved.")
        return redirect("branches:council-place", slug=slug)
    return render(request, "branches/places/runner.html", {"form": form, "council": council})
