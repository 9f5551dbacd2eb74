"""Files of a campaign's pack: SWIG adds one and takes one out, whoever may see the campaign downloads it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches import access
from branches.actions import campaign_files as actions
from branches.forms.campaign_files import CampaignFileForm
from branches.permissions import Permission, require
from branches.views.acting import acted, pressed
from branches.views.downloads import download


@require(Permission.RECORD_VIEW)
@require_safe
def campaign_file(request, slug, pk):
    shown = access.campaign_file_for(request.user, slug, pk)
    return download(shown.file, media_type=shown.media_type, name=shown.original_name)


@require(Permission.CAMPAIGN_EDIT)
@require_http_methods(["GET", "POST"])
def campaign_file_new(request, slug):
    campaign = access.campaign_for(request.user, slug)
    form = CampaignFileForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and acted(form, actions.add_campaign_file, campaign=campaign, by=request.user, **form.pack_file())
    ):
        messages.success(request, "The file is in the pack.")
        return redirect(_files_of(campaign))
    context = {
        "form": form,
        "title": "Add a file to the pack",
        "intro": f"For {campaign}. Every branch that the campaign is open to can download it.",
        "button": "Add the file",
        "back": _files_of(campaign),
    }
    return render(request, "branches/record/form.html", context)


@require(Permission.CAMPAIGN_EDIT)
@require_POST
def campaign_file_take_out(request, slug, pk):
    shown = access.campaign_file_for(request.user, slug, pk)
    pressed(
        request,
        actions.take_out_campaign_file,
        f"“{shown}” is out of the pack: branches find it no more.",
        pack_file=shown,
        by=request.user,
    )
    return redirect(_files_of(shown.campaign))


def _files_of(campaign):
    return f"{reverse('branches:campaign', args=[campaign.slug])}#files"
