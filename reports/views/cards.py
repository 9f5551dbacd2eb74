"""A headline's card for social media, from the named survey's release, else the newest."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from branches.permissions import public
from reports import cards, freshness
from reports.documents import blocks, card
from reports.documents.basis import Basis, CannotBuild, gather


@public
@require_safe
def finding_card(request, slug):
    basis = _basis(request.GET.get("wave", ""))
    finding = next((one for one in basis.shelf.findings if one.slug == slug), None)
    if finding is None or not cards.can_be_made(finding, basis.reading):
        raise Http404
    drawn = blocks.card_of_finding(basis, finding, settings.ORG_NAME)
    key = basis.shelf.key("card", basis.reading and basis.reading.release, drawn)
    response = HttpResponse(freshness.kept(key, lambda: card.render(drawn)), content_type="image/png")
    mark = "-simulated" if drawn.simulated else ""
    response["Content-Disposition"] = f'inline; filename="{slug}{mark}.png"'
    response["Cache-Control"] = "public, max-age=300"
    return response


def _basis(wave) -> Basis:
    try:
        return gather(AnonymousUser(), wave=wave)
    except CannotBuild as problem:
        raise Http404(str(problem)) from problem
