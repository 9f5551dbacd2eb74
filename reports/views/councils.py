"""The list of council areas, each area's page, and the grid of all of them; the viewer decides how much is seen."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from branches.models import CouncilArea
from branches.permissions import public
from reports import freshness, national, shown
from reports.council_page import council_page
from reports.grid import grid_csv, grid_table


@public
@require_safe
def council_list(request):
    shelf = shown.shelf(request.user)
    reading = shelf.reading()
    record = national.shown_record(request.user, shelf)
    layers = national.layers(shelf, reading, record)
    context = {
        "shelf": shelf,
        "layer": national.layer(shelf, reading, record, layers[0][0]) if layers else None,
        "groups": _groups(shelf),
    }
    return render(request, "reports/councils.html", context)


def _groups(shelf):
    groups: dict[str, list] = {}
    for place in shelf.places:
        groups.setdefault(place.group, []).append(place)
    return sorted(groups.items())


@public
@require_safe
def council(request, slug):
    area = get_object_or_404(CouncilArea, slug=slug)
    shelf = shown.shelf(request.user)
    grid = national.shown_record(request.user, shelf).grid
    gather = lambda: council_page(area, shelf, grid, request.user)  # noqa: E731
    page = freshness.kept(shelf.key("council", area.pk), gather, public=shelf.public)
    return render(request, "reports/council.html", {"page": page, "council": area})


@public
@require_safe
def grid(request):
    shelf = shown.shelf(request.user)
    table = grid_table(national.shown_record(request.user, shelf), request.GET)
    return render(request, "reports/grid.html", {"grid": table})


@public
@require_safe
def grid_file(request):
    record = national.shown_record(request.user, shown.shelf(request.user))
    name = "simulated-employers-grid.csv" if record.simulated else "employers-grid.csv"
    response = HttpResponse(grid_csv(record), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
