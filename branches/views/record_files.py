"""A campaign's record out as a CSV file and, edited, in again."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from branches import access, media_types, rows
from branches.bulk.record import COLUMNS, export, take_record
from branches.downloads import attachment
from branches.faults import FileRefused
from branches.forms.files import FileForm
from branches.permissions import Permission, require
from branches.views.files import result_words


@require(Permission.RECORD_VIEW)
@require_safe
def record_out(request, slug):
    """All 32 council areas; the name says Simulated where something in it is."""
    campaign, day = access.campaign_for(request.user, slug), timezone.localdate()
    marked = "simulated-" if rows.is_simulated(campaign, request.user) else ""
    name = f"{marked}record-{campaign.slug}-{day}.csv"
    return attachment(export(campaign, request.user, day), media_types.CSV, name)


@require(Permission.RECORD_EDIT)
@require_http_methods(["GET", "POST"])
def record_in(request, slug):
    campaign, faults = access.campaign_for(request.user, slug), ()
    posted = request.method == "POST"
    form = FileForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        content = form.cleaned_data["file"].read()
        try:
            changes = take_record(
                campaign=campaign, content=content, today=timezone.localdate(), by=request.user
            )
        except FileRefused as refused:
            faults = refused.faults
        else:
            messages.success(request, result_words(changes))
            return redirect(campaign)
    context = {"form": form, "campaign": campaign, "faults": faults, "columns": COLUMNS}
    return render(request, "branches/record/record_in.html", context, status=422 if faults else 200)
