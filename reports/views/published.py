"""Published editions, answered from files alone: no database and no session."""

from django.http import FileResponse, Http404, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from branches.branding import branding
from branches.permissions import public
from reports import published_files


@public
@require_safe
def published_index(request):
    path = published_files.path_of("index.html")
    if path:
        return _file(path, "html")
    return HttpResponse(render_to_string("reports/published_nothing.html", branding(request)))


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
    if kind in published_files.FORMATS:
        response["Content-Disposition"] = f'attachment; filename="{path.name}"'
    response["Cache-Control"] = "public, max-age=300"
    return response
