"""The mix: once a wave, at its close, it moves the sealed inbox into shuffled encrypted blocks and destroys the inbox key.

Answers are in the clear in this process's memory only. Killed at any step, the next run finds either the whole inbox or
the whole store. Its errors say nothing of an answer.
"""

import secrets
from contextlib import closing

import numpy as np
from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from branches.audit import record_event
from surveys import keys, sealing
from surveys.frozen import frozen
from surveys.intake import hold_shut
from surveys.models import PausedDraft, RetryMark, SealedResponse, Wave, WithdrawalRequest
from surveys.store import add_blocks, apart, open_blocks
from surveys.terms import require_intact


class MixFailed(Exception):
    """The mix stopped and changed nothing; the sentence names no answer."""


def mix_wave(wave, *, by=None, checkpoint=lambda name: None) -> Wave:
    """Mix a closed wave, or finish a mix that was cut short. Raises MixFailed, TermsBroken or a keys error.

    `checkpoint` is called with the name of each step as it is done; a test kills the process there.
    """
    failed = None
    try:
        wave = _mix(wave, by, checkpoint)
    except (sealing.SealingError, ValueError, KeyError, MemoryError):
        failed = MixFailed(f"{wave.slug} could not be mixed: a sealed response does not open or does not fit")
    if failed:
        raise failed from None
    return finish_mix(wave, checkpoint=checkpoint)


@transaction.atomic
def _mix(wave, by, checkpoint) -> Wave:
    hold_shut(wave)
    wave = Wave.objects.select_for_update().get(pk=wave.pk)
    if wave.state in Wave.SETTLED:
        return wave
    if wave.state != Wave.State.CLOSED:
        raise MixFailed(f"{wave.slug} is not closed")
    require_intact(wave)
    checkpoint("locked")
    if SealedResponse.objects.filter(wave=wave).count() < wave.k:
        return _settle(wave, by, Wave.State.TOO_FEW, 0)
    opened = _open_inbox(wave)
    checkpoint("opened")
    if len(opened) < wave.k:
        return _settle(wave, by, Wave.State.TOO_FEW, 0)
    secrets.SystemRandom().shuffle(opened)
    checkpoint("shuffled")
    _write(wave, opened)
    checkpoint("written")
    return _settle(wave, by, Wave.State.MIXED, len(opened), checkpoint)


def _open_inbox(wave) -> list[sealing.Opened]:
    """Return the opened responses that were not withdrawn."""
    secret, shape, terms = keys.read_key(wave, "inbox"), frozen(wave).shape, bytes.fromhex(wave.terms_hash)
    withdrawn = set(WithdrawalRequest.objects.filter(wave=wave).values_list("tag", flat=True))
    bodies = SealedResponse.objects.filter(wave=wave).values_list("body", flat=True)
    with closing(bodies.iterator(chunk_size=500)) as found:  # its cursor must go before a rollback does
        opened = [sealing.unpack(shape, sealing.unseal(secret, body)) for body in found]
    if any(response.terms != terms for response in opened):
        raise MixFailed(f"{wave.slug} holds responses that were sealed under other terms")
    return [response for response in opened if response.tag.hex() not in withdrawn]


def _write(wave, opened) -> None:
    rows = np.stack([response.row for response in opened])
    add_blocks(wave, rows, apart(wave, rows, [response.comments for response in opened]))


def _settle(wave, by, state, responses, checkpoint=lambda name: None) -> Wave:
    for table in (SealedResponse, WithdrawalRequest, RetryMark, PausedDraft):
        table.objects.filter(wave=wave).delete()
    _rewrite_ledger(wave)
    checkpoint("inbox-deleted")
    wave.state, wave.responses = state, responses
    wave.save(update_fields=["state", "responses"])
    record_event(by=by, verb="mixed the survey", subject=wave, detail={"state": state})
    return wave


def _rewrite_ledger(wave) -> None:
    """Write the ledger anew in hash order, so that neither xmin nor place tells when a code was used."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH gone AS (DELETE FROM surveys_invitation WHERE wave_id = %s RETURNING wave_id, code_hash, used)"
            " INSERT INTO surveys_invitation (wave_id, code_hash, used)"
            " SELECT wave_id, code_hash, used FROM gone ORDER BY code_hash",
            [wave.pk],
        )


def finish_mix(wave, *, checkpoint=lambda name: None) -> Wave:
    """Verify the store, have it backed up, then destroy the inbox key everywhere. Harmless when done twice."""
    checkpoint("committed")
    if wave.inbox_key_destroyed:
        return wave
    _verify(wave)
    if getattr(settings, "BACKUP_AFTER_MIX", ""):
        import_string(settings.BACKUP_AFTER_MIX)(wave)
    checkpoint("backed-up")
    keys.destroy(wave.key_id, "inbox", checkpoint)
    Wave.objects.filter(pk=wave.pk).update(inbox_key_destroyed=True)
    wave.inbox_key_destroyed = True
    return wave


def _verify(wave) -> None:
    if sum(len(rows) for rows in open_blocks(wave)) != wave.responses:
        raise MixFailed(f"the store of {wave.slug} does not hold every response: its inbox key was kept")


def forbid_core_dumps() -> None:
    """Forbid memory images of this process, in which answers would stand in the clear."""
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
