"""Which surveys' objects a page may have: each function returns the object or raises Http404, as if it were not there."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from surveys.comments import waves_with_comments
from surveys.models import CommentDecision, Questionnaire, Wave


def latest_version(slug):
    """A questionnaire's newest version."""
    version = get_object_or_404(Questionnaire, slug=slug).latest_version()
    if version is None:
        raise Http404
    return version


def importable_wave_for(slug):
    """A wave that can take answers from elsewhere: a draft, or closed and without a release."""
    wave = get_object_or_404(Wave, slug=slug, state__in=Wave.TAKES_FILES)
    if wave.responses_fixed:
        raise Http404
    return wave


def readable_wave_for(slug):
    """A wave whose comments may be read: closed and mixed."""
    return get_object_or_404(waves_with_comments(), slug=slug)


def released_comment_for(slug, pk):
    """A released comment of a wave whose comments may be read."""
    return get_object_or_404(
        CommentDecision.objects.select_related("wave"),
        wave=readable_wave_for(slug),
        pk=pk,
        state=CommentDecision.State.RELEASED,
    )
