"""Whether the surveys that are open can take answers, for machines that watch: reads waves, names none of them."""

from surveys.models import Wave


class SurveyPaused(Exception):
    """No copy of an open wave's key opens a canary: nothing is taken until a key folder is back."""


def keys() -> None:
    """Raise SurveyPaused while the worker's last try opened no copy of some open wave's key."""
    if Wave.objects.open().filter(paused=True).exists():
        raise SurveyPaused
