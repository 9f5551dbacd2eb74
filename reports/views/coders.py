"""Moderators' page about how two coders of comments agree."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from branches.permissions import Permission, require
from reports import coder_agreement
from surveys.comments import waves_with_comments


@require(Permission.COMMENT_MODERATE)
@require_safe
def comment_agreement(request, slug):
    wave = get_object_or_404(waves_with_comments(), slug=slug)
    context = {"wave": wave, "rows": coder_agreement.of_wave(wave), "few": coder_agreement.FEW}
    return render(request, "reports/comment_agreement.html", context)
