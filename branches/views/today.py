"""Today: for a secretary what is due, for SWIG who is silent and what needs a second pair of eyes."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from branches import access, overview
from branches import today as due
from branches.actions.chasing import chase_branch
from branches.models import Branch, Campaign
from branches.permissions import Permission, has_permission, require
from branches.views.acting import pressed


@require(Permission.RECORD_VIEW)
@require_safe
def today(request):
    """Each sees their own page; who sits in a branch and works for SWIG sees both."""
    branches = list(access.branches_of(request.user).prefetch_related("councils"))
    day = timezone.localdate()
    staff = has_permission(request.user, Permission.CAMPAIGN_EDIT)
    context = {
        "branches": branches,
        "councils": [council for branch in branches for council in branch.councils.all()],
        "today": due.for_branches(branches, request.user, day) if branches else None,
        "day": day,
        "staff": overview.staff_today(request.user, day) if staff else None,
    }
    return render(request, "branches/record/today.html", context)


@require(Permission.CAMPAIGN_EDIT)
@require_POST
def chase(request, campaign, branch):
    """One mail to each of a silent branch's secretaries."""
    pressed(
        request,
        chase_branch,
        "The email is on its way.",
        campaign=get_object_or_404(Campaign.objects.visible_to(request.user), slug=campaign),
        branch=get_object_or_404(Branch, slug=branch),
        by=request.user,
    )
    return redirect("branches:today")
