"""What staff's buttons do, step by step: at once where this process may reach the keys, else left to the worker."""

import secrets

from django.utils import timezone

from surveys import keys, mixing, waves
from surveys.duties import refresh_band
from surveys.models import Questionnaire, Wave
from surveys.simulate import add_simulated


def make_practice_wave(*, by) -> Wave:
    """Make and open a wave that is simulated for ever. Raises WaveError without a questionnaire."""
    questionnaire = Questionnaire.objects.filter(slug="starter").first()
    version = questionnaire and questionnaire.latest_version()
    if version is None:
        raise waves.WaveError("there is no starter questionnaire yet")
    number = Wave.objects.filter(slug__startswith="practice-").count() + 1
    while Wave.objects.filter(slug=f"practice-{number}").exists():
        number += 1
    made = waves.new_wave(
        by=by,
        slug=f"practice-{number}",
        title=f"Practice {number}",
        version=version,
        mode=Wave.Mode.OPEN,
        simulated=True,
        results_due=timezone.localdate(),
    )
    return waves.open_wave(wave=made, by=by)


def open_now_or_soon(*, wave, by) -> Wave:
    """Approve a draft and open it, now where the key folders can be written here and its date has come."""
    wave = waves.approve_wave(wave=wave, by=by)
    due = wave.opens_at is None or wave.opens_at <= timezone.now()
    return waves.open_wave(wave=wave, by=by) if due and keys.can_write() else wave


def close_and_mix(*, wave, by) -> Wave:
    """Close a wave and mix it here if it is a practice wave; the worker mixes the others within a minute."""
    wave = waves.close_wave(wave=wave, by=by)
    if wave.simulated and keys.has_key(wave, "inbox"):
        return mixing.mix_wave(wave, by=by)
    return wave


def add_colleagues(*, wave, count: int, by) -> Wave:
    """Let simulated colleagues answer a practice wave that is open."""
    if not wave.is_open:
        raise waves.WaveError("the practice survey is not open")
    wave = add_simulated(wave=wave, count=count, seed=secrets.randbits(32), by=by)
    refresh_band(wave)
    return wave
