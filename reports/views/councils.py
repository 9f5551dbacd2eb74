"""The list of council areas, each area's page, and the grid of all of them; the viewer decides how much is seen."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from branches import media_types
from branches.access import branches_of
from branches.downloads import attachment
from branches.models import CouncilArea
from branches.permissions import public
from reports import following, layers, national, shown
from reports.council_page import council_page
from reports.grid import grid_csv, grid_table
from reports.whole_pages import whole_page


@public
@require_safe
def council_list(request):
    shelf = shown.shelf(request.user)
    return whole_page(
        request, shelf.key("councils"), lambda: _council_list(request, shelf), public=shelf.public
    )


def _council_list(request, shelf):
    reading = shelf.reading()
    record = national.shown_record(request.user, shelf)
    offered = layers.offered(shelf, reading, record)
    context = {
        "layer": layers.layer(shelf, reading, record, offered[0][0], request.user) if offered else None,
        "groups": _groups(shelf),
        "own": own_places(request.user, shelf),
    }
    return render(request, "reports/councils.html", context)


def own_places(user, shelf):
    """The council areas of the branches in whose seat this person sits."""
    if not user.is_authenticated:
        return ()
    codes = set(branches_of(user).values_list("councils__gss_code", flat=True))
    return tuple(one for one in shelf.places if one.gss_code in codes)


def _groups(shelf):
    groups: dict[str, list] = {}
    for place in shelf.places:
        groups.setdefault(place.group, []).append(place)
    return sorted(groups.items())


@public
@require_safe
def council(request, slug):
    shelf = shown.shelf(request.user)
    place = next((one for one in shelf.places if one.slug == slug), None)
    if place is None:
        raise Http404("Scotland has no council area of that name.")
    key = shelf.key("council", place.slug)
    return whole_page(request, key, lambda: _council(request, shelf, place), public=shelf.public)


def _council(request, shelf, place):
    area = CouncilArea.objects.get(gss_code=place.gss_code)
    record = national.shown_record(request.user, shelf)
    page = council_page(area, shelf, record.grid, request.user, record.simulated)
    context = {"page": page, "follow": following.button(f"council:{area.slug}", request.user)}
    return render(request, "reports/council.html", context)


@public
@require_safe
def grid(request):
    shelf = shown.shelf(request.user)
    table = grid_table(national.shown_record(request.user, shelf), request.GET, shelf.places)
    key = shelf.key("grid", table.chosen_state, table.chosen_part, table.chosen_group, table.order)
    return whole_page(request, key, lambda: _grid(request, table), public=shelf.public)


def _grid(request, table):
    part = table.chosen_part
    follow = following.button(f"part:{part}", request.user) if part else None
    return render(request, "reports/grid.html", {"grid": table, "follow": follow})


@public
@require_safe
def grid_file(request):
    record = national.shown_record(request.user, shown.shelf(request.user))
    name = "simulated-employers-grid.csv" if record.simulated else "employers-grid.csv"
    return attachment(grid_csv(record), media_types.CSV, name)
