"""Telling one's branch of an unsafe caseload: for anybody, plainly not anonymous, apart from every survey."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from branches.actions import registers as actions
from branches.forms.telling import TellBranchForm
from branches.pace import Pace, address_of
from branches.permissions import public

PACE = Pace(most=60, seconds=3600)


@public
@require_http_methods(["GET", "POST"])
def tell_branch(request):
    form = TellBranchForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if PACE.allows(address_of(request)):
            actions.tell_concern(**form.cleaned_data)
            return redirect("branches:tell-branch-done")
        form.add_error(
            None, "Too many messages came from your network within an hour. Try again a little later."
        )
    return render(request, "branches/tell_branch.html", {"form": form})


@public
@require_safe
def tell_branch_done(request):
    return render(request, "branches/tell_branch_done.html")
