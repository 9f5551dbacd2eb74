"""The staff page for the geographic map's outlines: load them, see what is loaded, take them away."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from branches.permissions import Permission, require
from reports import loading_shapes
from reports.forms.shapes import ShapesForm


@require(Permission.DOCUMENT_LOAD)
@require_http_methods(["GET", "POST"])
def map_shapes(request):
    posted = request.method == "POST"
    form = ShapesForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        data, source = form.cleaned_data["file"], form.cleaned_data["source"]
        loading_shapes.load_shapes(data=data, source=source, by=request.user)
        messages.success(
            request, "The outlines are uploaded: the national map can now be drawn geographically."
        )
        return redirect("reports:map-shapes")
    return render(request, "reports/map_shapes.html", {"form": form, "shapes": loading_shapes.newest()})


@require(Permission.DOCUMENT_LOAD)
@require_POST
def map_shapes_remove(request):
    loading_shapes.remove_shapes(by=request.user)
    messages.success(request, "The outlines are removed; the hex map remains.")
    return redirect("reports:map-shapes")
