"""Campaigns: the list and one's page for all; copying, editing, putting forward and approving for SWIG; own documents."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches import access, rows
from branches.actions import campaigns as actions
from branches.faults import FileRefused
from branches.forms.campaigns import (
    ActionForm,
    CampaignForm,
    CopyForm,
    LoadForm,
    PartForm,
    campaign_initial,
    part_initial,
)
from branches.loading import load_full_statements
from branches.loading_campaigns import load_campaign_wording
from branches.models import ActionDone, Campaign, CampaignAction, QuestionPart
from branches.permissions import Permission, has_permission, require
from branches.views.acting import acted, pressed

STEPS = {
    "propose": (actions.propose_campaign, "Put forward. A second person approves it."),
    "approve": (actions.approve_campaign, "Approved: branches see it now."),
    "close": (actions.close_campaign, "Closed. It stays as an archive."),
}


@require(Permission.RECORD_VIEW)
@require_safe
def campaigns(request):
    context = {
        "campaigns": Campaign.objects.visible_to(request.user),
        "staff": has_permission(request.user, Permission.CAMPAIGN_EDIT),
    }
    return render(request, "branches/record/campaigns.html", context)


@require(Permission.RECORD_VIEW)
@require_safe
def campaign(request, slug):
    shown = access.campaign_for(request.user, slug)
    mine = access.branches_of(request.user)
    context = {
        "campaign": shown,
        "questions": shown.questions.prefetch_related(
            "parts__labels", "parts__statements", "parts__question__campaign", "came_from__campaign"
        ),
        "actions": [
            (action, ActionDone.objects.filter(action=action, branch__in=mine))
            for action in shown.actions.all()
        ],
        "branches": mine,
        "files": shown.files.standing(),
        "taken_out": _taken_out(request.user, shown),
        "tallies": rows.tally(shown, request.user, timezone.localdate()),
        "staff": has_permission(request.user, Permission.CAMPAIGN_EDIT),
        "may_approve": has_permission(request.user, Permission.CAMPAIGN_APPROVE)
        and shown.proposed_by_id != request.user.pk,
        "may_close": has_permission(request.user, Permission.CAMPAIGN_APPROVE),
    }
    return render(request, "branches/record/campaign.html", context)


def _taken_out(user, campaign):
    """What stood in the pack once; only those who edit campaigns are told."""
    if not has_permission(user, Permission.CAMPAIGN_EDIT):
        return ()
    return campaign.files.filter(taken_back_at__isnull=False).select_related("taken_back_by")


@require(Permission.CAMPAIGN_EDIT)
@require_http_methods(["GET", "POST"])
def campaign_edit(request, slug):
    shown = access.campaign_for(request.user, slug)
    form = CampaignForm(request.POST if request.method == "POST" else None, initial=campaign_initial(shown))
    if (
        request.method == "POST"
        and form.is_valid()
        and acted(form, actions.edit_campaign, campaign=shown, by=request.user, **form.campaign())
    ):
        return redirect(shown)
    return render(
        request,
        "branches/record/form.html",
        {"form": form, "title": f"Edit {shown}", "back": shown.get_absolute_url()},
    )


@require(Permission.CAMPAIGN_EDIT)
@require_http_methods(["GET", "POST"])
def campaign_copy(request, slug):
    source = access.campaign_for(request.user, slug)
    form = CopyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        copy = acted(form, actions.copy_campaign, source=source, by=request.user, **form.cleaned_data)
        if copy:
            messages.success(
                request, "Copied as a draft: only SWIG sees it until a second person approves it."
            )
            return redirect(copy)
    context = {
        "form": form,
        "title": f"Copy {source}",
        "intro": "Actions and questions are copied. Files are not: they often name a year. Add those that still hold.",
        "button": "Make the copy",
        "back": source.get_absolute_url(),
    }
    return render(request, "branches/record/form.html", context)


@require(Permission.CAMPAIGN_EDIT)
@require_POST
def campaign_propose(request, slug):
    return _step(request, slug, "propose")


@require(Permission.CAMPAIGN_APPROVE)
@require_POST
def campaign_approve(request, slug):
    return _step(request, slug, "approve")


@require(Permission.CAMPAIGN_APPROVE)
@require_POST
def campaign_close(request, slug):
    return _step(request, slug, "close")


def _step(request, slug, step):
    shown = access.campaign_for(request.user, slug)
    action, done = STEPS[step]
    pressed(request, action, done, campaign=shown, by=request.user)
    return redirect(shown)


@require(Permission.CAMPAIGN_EDIT)
@require_http_methods(["GET", "POST"])
def part_edit(request, pk):
    part = get_object_or_404(QuestionPart.objects.select_related("question__campaign"), pk=pk)
    form = PartForm(request.POST if request.method == "POST" else None, initial=part_initial(part))
    campaign = part.question.campaign
    if (
        request.method == "POST"
        and form.is_valid()
        and acted(form, actions.edit_part, part=part, by=request.user, **form.cleaned_data)
    ):
        return redirect(campaign)
    return render(
        request,
        "branches/record/form.html",
        {"form": form, "title": f"Edit {part}", "back": campaign.get_absolute_url()},
    )


@require(Permission.RECORD_EDIT)
@require_http_methods(["GET", "POST"])
def action_done(request, pk, slug):
    """A branch says that it has done one of the campaign's actions."""
    branch = access.own_branch(request.user, slug)
    visible = Campaign.objects.visible_to(request.user)
    action = get_object_or_404(CampaignAction.objects.filter(campaign__in=visible), pk=pk)
    form = ActionForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and acted(
            form, actions.tick_action, action=action, branch=branch, by=request.user, **form.cleaned_data
        )
    ):
        messages.success(request, "Noted. Thank you.")
        return redirect(action.campaign)
    context = {
        "form": form,
        "title": action.label,
        "intro": f"To: {action.ask_of}. {action.done_when}.",
        "back": action.campaign.get_absolute_url(),
    }
    return render(request, "branches/record/form.html", context)


@require(Permission.DOCUMENT_LOAD)
@require_http_methods(["GET", "POST"])
def load_documents(request):
    """The user's own copies of the source documents: their full wording then stands on every page."""
    form = LoadForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        load = load_campaign_wording if form.cleaned_data["what"] == "campaign" else load_full_statements
        try:
            load(content=form.cleaned_data["file"].read(), by=request.user)
        except FileRefused as refused:
            for fault in refused.faults[:20]:
                form.add_error("file", str(fault))
        else:
            messages.success(request, "Loaded: pages now show the full wording.")
            return redirect("branches:campaigns")
    return render(request, "branches/record/load.html", {"form": form})
