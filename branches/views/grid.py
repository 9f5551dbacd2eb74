"""The 32 council areas against every part, as a page and as CSV; always all 32.

A branch's plain grid, any campaign that the reader may see, linked to the branch's own record. Everybody's grid of the
running campaign, to sort and filter, is `/national/grid/` (`reports.grid`); branches may not import it.
"""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from branches import access, csv_files, media_types, rows
from branches.downloads import attachment
from branches.models import Campaign
from branches.permissions import public
from branches.simulated import marked


@public
@require_safe
def grid(request):
    """Everyone may read it: an anonymous reader gets what is published."""
    shown = _campaign(request)
    day = timezone.localdate()
    parts = list(shown.parts()) if shown else []
    table = [
        (row.council, [(part, row.states[part.ref]) for part in parts])
        for row in (rows.state_grid(shown, request.user, day) if shown else ())
    ]
    context = {
        "campaign": shown,
        "campaigns": Campaign.objects.visible_to(request.user),
        "parts": parts,
        "table": table,
        "tallies": rows.tally(shown, request.user, day) if shown else (),
        "simulated": rows.is_simulated(shown, request.user),
        "signed_in": request.user.is_authenticated,
    }
    return render(request, "branches/record/grid.html", context)


@public
@require_safe
def grid_csv(request):
    """The same as a file: one row per council area, one column per part; the name says Simulated where it is."""
    shown = _campaign(request)
    day = timezone.localdate()
    simulated = rows.is_simulated(shown, request.user)
    name = f"{'simulated-' if simulated else ''}{shown.slug if shown else 'no-campaign'}-{day}.csv"
    parts = list(shown.parts()) if shown else []
    names = {part.ref: marked(f"{part.ref} {part.label}", simulated) for part in parts}
    records = (
        {"gss_code": row.council.gss_code, "council": row.council.name}
        | {names[ref]: state.label for ref, state in row.states.items()}
        for row in (rows.state_grid(shown, request.user, day) if shown else ())
    )
    text = csv_files.write(["gss_code", "council", *names.values()], records)
    return attachment("\ufeff" + text, media_types.CSV, name)


def _campaign(request):
    slug = request.GET.get("campaign")
    return access.campaign_for(request.user, slug) if slug else rows.shown_campaign(request.user)
