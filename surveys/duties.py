"""The worker's duties for waves: keys, opening, closing, mixing, bands, retention. Each may be repeated harmlessly."""

import logging

from django.utils import timezone

from surveys import keys, mixing, waves
from surveys.models import SealedResponse, Wave
from surveys.refusals import EXPECTED_FAILURES

logger = logging.getLogger("promise_tracker.worker")
BANDS = ((50, "50+"), (25, "25–49"), (10, "10–24"), (0, "under 10"))


class DutyFailed(Exception):
    """Part of a duty could not be done; the log names the waves."""


def _each(found, action) -> None:
    """Do it for each wave; one wave's fault doesn't keep the others waiting."""
    failed = False
    for wave in found:
        try:
            action(wave)
        except EXPECTED_FAILURES as error:
            failed = True
            logger.error("%s: %s", wave.slug, type(error).__name__)
    if failed:
        raise DutyFailed


def check_keys() -> None:
    """Open a canary with every copy of every open wave's key; a wave without one is paused until it is back."""
    for wave in Wave.objects.open():
        copies = keys.working_copies(wave)
        if copies < len(keys.folders()):
            logger.error("%s: %d of %d key folders work", wave.slug, copies, len(keys.folders()))
        Wave.objects.filter(pk=wave.pk).exclude(paused=not copies).update(paused=not copies)


def open_and_close() -> None:
    """Open waves on their date, close them on theirs, and mix what is closed."""
    now = timezone.now()
    _each(Wave.objects.due_to_open(now), lambda wave: waves.open_wave(wave=wave, by=None))
    _each(Wave.objects.due_to_close(now), lambda wave: waves.close_wave(wave=wave, by=None))
    _each(Wave.objects.unfinished(), mixing.mix_wave)


def destroy_past_retention() -> None:
    """Destroy the keys of waves whose date has come."""
    today = timezone.localdate()
    _each(Wave.objects.past_retention(today), lambda wave: waves.end_wave(wave=wave, by=None))


def refresh_bands() -> None:
    """Write down each open wave's participation as a band: the only figure an open wave shows."""
    for wave in Wave.objects.open():
        refresh_band(wave)


def refresh_band(wave) -> None:
    taken = SealedResponse.objects.filter(wave=wave).count()
    Wave.objects.filter(pk=wave.pk).update(band=band_of(taken), band_on=timezone.localdate())


def band_of(count: int) -> str:
    return next(band for least, band in BANDS if count >= least)
