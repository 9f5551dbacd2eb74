"""Briefings for all council areas: ask for them, see how far they are, fetch the zip."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from branches.permissions import Permission, require
from reports import packs
from reports.models import BriefingPack

REFRESHED_EVERY = 5  # seconds


@require(Permission.REPORT_EDIT)
@require_http_methods(["GET", "POST"])
def pack_list(request):
    if request.method == "POST":
        pack = packs.ask_for_pack(by=request.user)
        messages.success(request, "The briefings are being made. You can leave this page and come back.")
        return redirect(pack)
    return render(
        request, "reports/pack_list.html", {"packs": BriefingPack.objects.select_related("asked_by")}
    )


@require(Permission.REPORT_EDIT)
@require_safe
def pack(request, pk):
    """How far an order is; the page asks again by itself, without JavaScript, unless its reader stops it."""
    found = get_object_or_404(BriefingPack, pk=pk)
    made, total = packs.progress(found)
    context = {
        "pack": found,
        "made": made,
        "total": total,
        "latest": packs.latest(found),
        "refreshes": found.state == BriefingPack.State.WAITING and "still" not in request.GET,
        "seconds": REFRESHED_EVERY,
    }
    return render(request, "reports/pack.html", context)


@require(Permission.REPORT_EDIT)
@require_safe
def pack_file(request, pk):
    found = get_object_or_404(BriefingPack, pk=pk, state=BriefingPack.State.DONE)
    path = packs.zip_of(found)
    if not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=found.file_name)
