"""A headline's card for social media, from what is published."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from branches.permissions import public
from reports import freshness
from reports.documents import blocks, card
from reports.documents.basis import gather


@public
@require_safe
def finding_card(request, slug):
    basis = gather(AnonymousUser())
    finding = next((one for one in basis.shelf.findings if one.slug == slug), None)
    if finding is None or not (basis.has_figure(finding) or finding.benchmark):
        raise Http404
    drawn = blocks.card_of_finding(basis, finding, settings.ORG_NAME)
    response = HttpResponse(
        freshness.kept(basis.shelf.key("card", drawn), lambda: card.render(drawn)), content_type="image/png"
    )
    mark = "-simulated" if drawn.simulated else ""
    response["Content-Disposition"] = f'inline; filename="{slug}{mark}.png"'
    response["Cache-Control"] = "public, max-age=300"
    return response
