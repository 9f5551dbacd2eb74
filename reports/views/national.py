"""The national page, what we ask for, and Explore with its files; they read published releases and the shared record."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from branches.permissions import Permission, has_permission, public
from reports import asks, cards, chart_files, exploring, following, layers, loading_shapes, national, shown
from reports.views.councils import own_places
from reports.whole_pages import whole_page

PRODUCT = "Promise Tracker"


@public
@require_safe
def national_page(request):
    shelf = shown.shelf(request.user)
    reading = shelf.reading(request.GET.get("wave", ""))
    layer = request.GET.get("layer", "")
    drawn = "geography" if request.GET.get("map") == "geography" else ""
    key = shelf.key("national", reading and reading.release, layer[:100], drawn)
    return whole_page(
        request, key, lambda: _national(request, shelf, reading, layer, drawn), public=shelf.public
    )


def _national(request, shelf, reading, layer, drawn):
    outlines = loading_shapes.newest()
    record = national.shown_record(request.user, shelf)
    offered = layers.offered(shelf, reading, record)
    chosen = layer or (offered[0][0] if offered else "")
    context = {
        "reading": reading,
        "shelf": shelf,
        "picture": national.picture(shelf, reading),
        "record": record,
        "layers": offered,
        "chosen": chosen,
        "layer": layers.layer(shelf, reading, record, chosen, request.user) if chosen else None,
        "own": own_places(request.user, shelf),
        "outlines": outlines,
        "shapes": outlines if drawn else None,
        "loads_outlines": has_permission(request.user, Permission.DOCUMENT_LOAD),
        "bands": layers.band_counts(shelf, reading) if reading else (),
        "who": layers.participation(shelf, reading) if reading else None,
    }
    return render(request, "reports/national.html", context)


@public
@require_safe
def what_we_ask(request):
    shelf = shown.shelf(request.user)
    return whole_page(request, shelf.key("asks"), lambda: _what_we_ask(request, shelf), public=shelf.public)


def _what_we_ask(request, shelf):
    reading = shelf.reading()
    found = asks.asks(shelf, reading, national.shown_record(request.user, shelf), request.user)
    return render(request, "reports/what_we_ask.html", {"asks": found})


@public
@require_safe
def explore(request):
    shelf = shown.shelf(request.user)
    if not shelf.readings and not request.GET.get("wave"):
        return render(request, "reports/explore.html", {"reading": None})
    reading, state = exploring.read_state(request.GET, shelf)
    key = shelf.key("explore", reading.release, state)
    return whole_page(request, key, lambda: _explore(request, shelf, reading, state), public=shelf.public)


def _explore(request, shelf, reading, state):
    finding = shelf.finding_for(state.question)
    context = {
        "reading": reading,
        "state": state,
        "options": exploring.options(shelf, reading, state),
        "chart": exploring.chart_for(shelf, reading, state),
        "cite": exploring.cite(reading, state, settings.ORG_NAME or PRODUCT, settings.SITE_URL),
        "finding": finding,
        "here": state.url,
        "card": cards.address(finding, reading) if finding else "",
        "follow": following.button(f"finding:{finding.slug}", request.user) if finding else None,
    }
    return render(request, "reports/explore.html", context)


@public
@require_safe
def explore_file(request, ending):
    shelf = shown.shelf(request.user)
    reading, state = exploring.read_state(request.GET, shelf)
    return chart_files.answer(
        exploring.chart_for(shelf, reading, state),
        _known(ending),
        reading.provenance.released_on,
        settings.ORG_NAME or PRODUCT,
    )


@public
@require_safe
def tally_file(request, part, ending):
    record = national.shown_record(request.user, shown.shelf(request.user))
    chart = next((one for one in record.tallies if one.key == f"employers-{part}"), None)
    if chart is None:
        raise Http404("The campaign has no such question.")
    return chart_files.answer(chart, _known(ending), timezone.localdate(), settings.ORG_NAME or PRODUCT)


def _known(ending):
    if ending not in chart_files.TYPES:
        raise Http404("Charts come as CSV, XLSX, SVG and PNG.")
    return ending
