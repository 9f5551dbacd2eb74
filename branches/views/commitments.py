"""Commitments: the list, one with its history, logging, verdicts and their second pair of eyes."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches import access, overview
from branches.actions import commitments as actions
from branches.actions.history import changes_of
from branches.forms.commitments import CommitmentForm, VerdictForm
from branches.models import Campaign, Commitment, CouncilArea, Paper, QuestionPart
from branches.permissions import Permission, require
from branches.rows import shown_campaign
from branches.views.acting import acted, pressed

FIELDS = ("what", "who", "made_on", "due_on", "how_we_know", "part", "outcome", "audience", "council")


@require(Permission.RECORD_VIEW)
@require_safe
def commitments(request):
    """The own branches' first when there are any; all others by a link."""
    day = timezone.localdate()
    listed = Commitment.objects.visible_to(request.user).select_related("council", "employer")
    mine = access.branches_of(request.user)
    show_all = "all" in request.GET or not mine.exists()
    if not show_all:
        listed = listed.filter(branch__in=mine)
    rows = [(each, each.state_label(day), each.tag_state(day)) for each in listed[:300]]
    return render(
        request, "branches/record/commitments.html", {"rows": rows, "show_all": show_all, "mine": mine}
    )


@require(Permission.RECORD_EDIT)
@require_http_methods(["GET", "POST"])
def commitment_new(request):
    councils = CouncilArea.objects.filter(branches__in=access.branches_of(request.user)).distinct()
    form = CommitmentForm(
        request.POST if request.method == "POST" else None,
        councils=councils,
        parts=_parts(request.user),
        initial=_initial(request, councils),
    )
    if request.method == "POST" and form.is_valid():
        council = form.cleaned_data["council"]
        commitment = acted(
            form,
            actions.record_commitment,
            branch=access.own_branch_for(request.user, council),
            employer=access.employer_of(council),
            by=request.user,
            **form.cleaned_data,
        )
        if commitment:
            messages.success(request, "The commitment is logged.")
            return redirect(commitment)
    context = {
        "form": form,
        "title": "Log a commitment",
        "button": "Log the commitment",
        "intro": "Something an employer said it will do.",
        "back": reverse("branches:commitments"),
    }
    return render(request, "branches/record/form.html", context)


@require(Permission.RECORD_VIEW)
@require_safe
def commitment(request, pk):
    shown = access.commitment_for(request.user, pk)
    day = timezone.localdate()
    context = {
        "commitment": shown,
        "state": shown.state_label(day),
        "tag_state": shown.tag_state(day),
        "needs_verdict": shown.needs_verdict(day),
        "mine": access.is_secretary_of(request.user, shown.branch),
        "may_check": bool(shown.verdict)
        and not shown.checked_by_id
        and overview.may_check(request.user, shown),
        "changes": changes_of(shown),
        "cited": shown.statements.all(),
    }
    return render(request, "branches/record/commitment.html", context)


@require(Permission.RECORD_EDIT)
@require_http_methods(["GET", "POST"])
def commitment_edit(request, pk):
    shown = access.own(request.user, access.commitment_for(request.user, pk))
    councils = CouncilArea.objects.filter(pk=shown.council_id)
    initial = {name: getattr(shown, name) for name in FIELDS}
    form = CommitmentForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        councils=councils,
        parts=_parts(request.user),
    )
    valid = request.method == "POST" and form.is_valid()
    if valid and acted(
        form, actions.revise_commitment, commitment=shown, by=request.user, **form.cleaned_data
    ):
        return redirect(shown)
    context = {"form": form, "title": "Change the commitment", "back": shown.get_absolute_url()}
    return render(request, "branches/record/form.html", context)


@require(Permission.RECORD_EDIT)
@require_http_methods(["GET", "POST"])
def verdict(request, pk):
    shown = access.own(request.user, access.commitment_for(request.user, pk))
    papers = (
        Paper.objects.visible_to(request.user)
        .readable()
        .filter(council=shown.council, simulated=shown.simulated)
    )
    form = VerdictForm(request.POST if request.method == "POST" else None, papers=papers)
    valid = request.method == "POST" and form.is_valid()
    if valid and acted(form, actions.give_verdict, commitment=shown, by=request.user, **form.cleaned_data):
        messages.success(request, "The verdict is logged. Another person checks it next.")
        return redirect(shown)
    return render(request, "branches/record/verdict.html", {"form": form, "commitment": shown})


@require(Permission.VERDICT_CHECK)
@require_POST
def verdict_check(request, pk):
    shown = access.commitment_for(request.user, pk)
    if not overview.may_check(request.user, shown):
        messages.error(
            request,
            "Somebody of the same branch or of SWIG checks this, and never the person who gave the verdict.",
        )
        return redirect(shown)
    pressed(
        request, actions.check_verdict, "Checked: a second person agrees.", commitment=shown, by=request.user
    )
    return redirect(shown)


def _parts(user):
    return QuestionPart.objects.filter(
        question__campaign__in=Campaign.objects.visible_to(user).running()
    ).select_related("question")


def _initial(request, councils):
    campaign, key = shown_campaign(request.user), access.key_from(request.GET.get("part"))
    part = campaign.parts().filter(pk=key).first() if campaign else None
    return {
        "council": councils.filter(slug=request.GET.get("council", "")).first() or councils.first(),
        "part": part,
    }
