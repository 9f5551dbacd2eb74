"""Public pages of plain text: how answers are protected, accessibility, sources, method."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from branches.permissions import public
from reports import agreement
from surveys.models.waves import SMALLEST_BASE, SMALLEST_WAVE

SIZES = {"smallest_wave": SMALLEST_WAVE, "smallest_base": SMALLEST_BASE}


@public
@require_safe
def protection(request):
    return render(request, "pages/protection.html", SIZES)


@public
@require_safe
def accessibility(request):
    return render(request, "pages/accessibility.html")


@public
@require_safe
def sources(request):
    return render(request, "pages/sources.html")


@public
@require_safe
def method(request):
    return render(request, "pages/method.html", {**SIZES, "agreements": agreement.told()})
