"""Help: one page for each of the three people, made from docs/guides by docs/make_guides.py."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from branches.permissions import public

GUIDES = ("social-worker", "branch-secretary", "swig-staff")


@public
@require_safe
def guides(request):
    return render(request, "pages/help.html")


@public
@require_safe
def guide(request, name):
    if name not in GUIDES:
        raise Http404
    return render(request, f"guides/{name}.html")
