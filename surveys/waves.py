"""What staff and the worker do with a wave: make, open, close, end. Each action is atomic and leaves one audit event."""

import datetime

from django.db import transaction
from django.utils import timezone

from branches.audit import record_event
from branches.models import CouncilArea
from surveys import keys
from surveys.frozen import frozen
from surveys.intake import hold_shut
from surveys.models import Wave
from surveys.models.waves import MOST_DECLARED_PAIRS
from surveys.short_names import check_short_name
from surveys.terms import hash_terms, require_intact

KEPT_FOR = datetime.timedelta(days=730)


class WaveError(Exception):
    """The wave is not in a state for this; the sentence says what to do."""


def new_wave(*, by, slug, title, version, mode, simulated=False, **terms) -> Wave:
    """Make a draft wave. `terms` are further fields of Wave: dates, k, geography, expected_size, declared_pairs.

    Without `retention_until` the answers are kept for two years from today, or from the opening or closing to come.
    Raises ValidationError or WaveError.
    """
    check_short_name(slug)
    terms.setdefault("retention_until", _kept_until(terms.get("opens_at"), terms.get("closes_at")))
    wave = Wave(
        slug=slug,
        title=title,
        questionnaire_version=version,
        mode=mode,
        simulated=simulated,
        made_by=by,
        **terms,
    )
    wave.full_clean()
    _check_pairs(wave)
    _check_retention(wave)
    with transaction.atomic():
        wave.save()
        record_event(
            by=by, verb="made the survey", subject=wave, detail={"mode": mode, "simulated": simulated}
        )
    return wave


def _kept_until(*moments: datetime.datetime | None) -> datetime.date:
    return timezone.localdate(max([timezone.now(), *filter(None, moments)])) + KEPT_FOR


def _check_pairs(wave) -> None:
    questions = frozen(wave).definition.questions
    if len(wave.declared_pairs) > MOST_DECLARED_PAIRS:
        raise WaveError(f"at most {MOST_DECLARED_PAIRS} pairs of questions can be declared")
    for pair in wave.declared_pairs:
        unknown = [name for name in pair if name not in questions or questions[name].kind.kind != "one"]
        if len(pair) != 2 or pair[0] == pair[1] or unknown:
            raise WaveError(f"a declared pair is two different questions with one answer each, not {pair}")


def retention_fault(day: datetime.date, *moments: datetime.datetime | None) -> str:
    """Return why the answers can't be destroyed on this day, empty when they can: it comes after today and all moments.

    `moments` are those at which the survey opens and closes, None where that is open.
    """
    if day <= timezone.localdate():
        return "the answers would be destroyed at once: choose a day that is still to come"
    if any(moment and day <= timezone.localdate(moment) for moment in moments):
        return "the answers would be destroyed before the survey has closed: choose a later day"
    return ""


def _check_retention(wave) -> None:
    fault = retention_fault(wave.retention_until, wave.opens_at, wave.closes_at)
    if fault:
        raise WaveError(fault)


def open_wave(*, wave, by) -> Wave:
    """Freeze the terms, write the keys, then open the wave. Raises WaveError or keys.KeyNotWritten."""
    return _freeze(wave, by, to=Wave.State.OPEN, verb="opened the survey")


def approve_wave(*, wave, by) -> Wave:
    """Let the worker open the wave on its date, or at once when it has none; a second person approves a real one."""
    with transaction.atomic():
        wave = _locked(wave, Wave.State.DRAFT)
        if planned_by(wave, by):
            raise WaveError("a second person opens a survey that gathers real answers")
        _check_retention(wave)
        wave.approved, wave.opened_by = True, by
        wave.save(update_fields=["approved", "opened_by"])
        record_event(by=by, verb="approved the survey", subject=wave)
    return wave


def planned_by(wave, person) -> bool:
    """Whether this person planned a wave of real answers, which somebody else has to open."""
    return not wave.simulated and person is not None and wave.made_by == person


def begin_import(*, wave, by) -> Wave:
    """Make a draft wave one that was never open: its responses come by import or from the simulator."""
    return _freeze(wave, by, to=Wave.State.CLOSED, verb="prepared an import into")


def _freeze(wave, by, *, to, verb) -> Wave:
    made = None
    try:
        with transaction.atomic():
            wave = _locked(wave, Wave.State.DRAFT)
            _check_retention(wave)
            made = _take_terms(wave, to)
            keys.write_keys(key_id=wave.key_id, terms_hash=wave.terms_hash, made=made)
            wave.save()
            require_intact(Wave.objects.get(pk=wave.pk))
            record_event(by=by, verb=verb, subject=wave, detail={"terms": wave.terms_hash})
    except Exception:
        if made:
            _drop_keys(wave)
        raise
    return wave


def _take_terms(wave, to) -> dict[str, bytes]:
    wave.definition = wave.questionnaire_version.definition
    wave.named_groups = dict(CouncilArea.objects.values_list("gss_code", "family_group__number"))
    wave.body_size = frozen(wave).shape.size
    wave.state = to
    if to == Wave.State.OPEN:
        wave.opens_at = min(wave.opens_at or timezone.now(), timezone.now())
    wave.band, wave.band_on = "under 10", timezone.localdate()
    if to == Wave.State.CLOSED and not wave.simulated:
        wave.mode = Wave.Mode.IMPORTED
    wave.key_id, wave.public_key, made = keys.make_keys()
    if to == Wave.State.CLOSED:
        del made["inbox"]
        wave.inbox_key_destroyed = True
    wave.terms_hash = hash_terms(wave)
    return made


def _drop_keys(wave) -> None:
    for kind in keys.KINDS:
        keys.destroy(wave.key_id, kind)


def close_wave(*, wave, by) -> Wave:
    """Shut the door: waits for submissions under way, then none gets in. The mix is a step of its own."""
    with transaction.atomic():
        hold_shut(wave)
        wave = _locked(wave, Wave.State.DRAFT, Wave.State.OPEN)
        if wave.state == Wave.State.DRAFT:
            raise WaveError(f"{wave.slug} was never opened: there is nothing to close")
        wave.state = Wave.State.CLOSED
        wave.band = ""
        wave.closes_at = _closing_moment(wave)
        wave.save(update_fields=["state", "band", "closes_at"])
        record_event(by=by, verb="closed the survey", subject=wave)
    return wave


def _closing_moment(wave):
    """Return now, or the planned moment when that has passed; always after the opening."""
    now = timezone.now()
    closing = min(wave.closes_at or now, now)
    return max(closing, wave.opens_at + datetime.timedelta.resolution) if wave.opens_at else closing


def require_taking(wave) -> None:
    """Raise WaveError unless responses can go straight into the wave's store: it is mixed and has no release."""
    if wave.is_open:
        raise WaveError(f"{wave.slug} is open: responses come in by its pages until it closes")
    if wave.state == Wave.State.CLOSED and not wave.inbox_key_destroyed:
        raise WaveError(f"{wave.slug} is not mixed yet")
    if not wave.is_closed or wave.state == Wave.State.ENDED or wave.responses_fixed:
        raise WaveError(f"{wave.slug} takes no more responses: it is {wave.get_state_display().lower()}")


def end_wave(*, wave, by) -> Wave:
    """Destroy the wave's store and comment keys: the answers end, in the log, replicas and backups too."""
    for kind in keys.KINDS:
        keys.destroy(wave.key_id, kind)
    with transaction.atomic():
        wave = Wave.objects.select_for_update().get(pk=wave.pk)
        if wave.state == Wave.State.ENDED:
            return wave
        wave.state, wave.inbox_key_destroyed = Wave.State.ENDED, True
        wave.save(update_fields=["state", "inbox_key_destroyed"])
        record_event(by=by, verb="destroyed the answers of", subject=wave)
    return wave


def fix_responses(*, wave, by) -> None:
    """Say that a release was frozen on the wave's responses: from now on none is added."""
    with transaction.atomic():
        Wave.objects.filter(pk=wave.pk, responses_fixed=False).update(responses_fixed=True)
        record_event(by=by, verb="fixed the responses of", subject=wave)
    wave.responses_fixed = True


def _locked(wave, *states) -> Wave:
    found = Wave.objects.select_for_update().get(pk=wave.pk)
    if found.state not in states:
        raise WaveError(f"{found.slug} is {found.get_state_display().lower()}: this can't be done now")
    return found
