"""Serves the one stylesheet; it needs no database, so error pages keep their look."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from branches.branding import stylesheet, survey_stylesheet
from branches.permissions import public

YEAR = 365 * 24 * 3600


@public
@require_safe
def stylesheet_page(request, digest):
    short = survey_stylesheet()
    sheet = short if digest == short.digest else stylesheet()
    zipped = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(sheet.zipped if zipped else sheet.body, content_type="text/css; charset=utf-8")
    if zipped:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = _caching(digest == sheet.digest)
    return response


def _caching(current):
    """A page drawn just before an update asks for the old name: it gets today's look, kept only for a minute."""
    return f"public, max-age={YEAR}, immutable" if current else "public, max-age=60"
