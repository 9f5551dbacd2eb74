"""Published editions, answered from files alone: no database, no session, no template."""

from django.http import FileResponse, Http404, HttpResponse
from django.views.decorators.http import require_safe

from branches.permissions import public
from reports import published_files

NOTHING_YET = (
    '<!doctype html><html lang="en-GB"><head><title>Published</title></head><body><main><h1>Published</h1>'
    '<p>Nothing has been published yet.</p><p><a href="/">Home</a></p></main></body></html>'
)


@public
@require_safe
def published_index(request):
    path = published_files.path_of("index.html")
    return _file(path, "html") if path else HttpResponse(NOTHING_YET)


@public
@require_safe
def published_top_file(request, name):
    return _answer(name)


@public
@require_safe
def published_report(request, slug):
    return _answer(slug, "index.html")


@public
@require_safe
def published_edition(request, slug, number):
    return _answer(slug, str(number), "index.html")


@public
@require_safe
def published_file(request, slug, number, name):
    return _answer(slug, str(number), name)


def _answer(*parts):
    path = published_files.path_of(*parts)
    if path is None:
        raise Http404
    return _file(path, path.suffix.lstrip("."))


def _file(path, kind):
    content_type = published_files.TYPES.get(kind)
    if content_type is None:
        raise Http404
    response = FileResponse(path.open("rb"), content_type=content_type)
    if kind in ("pdf", "docx", "xlsx", "csv", "json"):
        response["Content-Disposition"] = f'attachment; filename="{path.name}"'
    response["Cache-Control"] = "public, max-age=300"
    return response
