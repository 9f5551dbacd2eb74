"""What the web server may not do itself because it reaches no key, done at once where it can and else by the worker.

Answers from elsewhere go to the worker sealed to a key that serves once; comments come back sealed to a key that lies
in the moderator's browser (`surveys.reading`). Neither stands in the clear outside a process's memory.
"""

import json
import logging
import secrets
import zlib
from base64 import b64decode, b64encode

import numpy as np
from django.db import transaction

from surveys import keys, reading, sealing, waves
from surveys.duties import DutyFailed
from surveys.frozen import frozen
from surveys.importing import Responses
from surveys.models import SealedImport, Wave, WorkerKey
from surveys.simulate import into_store

logger = logging.getLogger("promise_tracker.worker")
KIND = "handover"


def require_importable(wave) -> None:
    """Raise WaveError unless the wave takes responses from elsewhere: a draft, or one that takes more."""
    if wave.state != Wave.State.DRAFT:
        waves.require_taking(wave)


def import_now_or_soon(*, wave, found: Responses, by) -> bool:
    """Store the responses, or seal them for the worker where no key can be reached here; return whether it is done.

    Raises WaveError or KeyNotWritten.
    """
    if keys.can_write():
        store_responses(wave=wave, found=found, by=by)
        return True
    key = WorkerKey.objects.filter(imports=None).order_by("-id").first()
    if key is None:
        raise waves.WaveError("the worker has left no key to seal it to: is it running?")
    body = sealing.seal(bytes.fromhex(key.public_key), _packed(wave, found))
    SealedImport.objects.create(wave=wave, key=key, body=body, sent_by=by)
    return False


def store_responses(*, wave, found: Responses, by) -> Wave:
    """Put responses from elsewhere into a wave's encrypted store; a draft becomes a wave that was never open."""
    if wave.state == Wave.State.DRAFT:
        wave = waves.begin_import(wave=wave, by=by)
    return into_store(
        wave=wave, batches=[found], count=len(found.comments), by=by, verb="imported responses into"
    )


def _packed(wave, found: Responses) -> bytes:
    comments = {number: said for number, said in enumerate(found.comments) if said}
    rows = b64encode(found.rows.astype("<i2").tobytes()).decode()
    parts = [frozen(wave).definition.hash, len(found.comments), rows, comments]
    return zlib.compress(json.dumps(parts).encode())


def _unpacked(wave, body: bytes) -> Responses:
    asked, count, rows, comments = json.loads(zlib.decompress(body))
    if asked != frozen(wave).definition.hash:
        raise waves.WaveError("the questionnaire has changed since")
    values = np.frombuffer(b64decode(rows), dtype="<i2").astype(np.int16).reshape(count, -1)
    return Responses(values, tuple(comments.get(str(number), {}) for number in range(count)))


def take_and_give() -> None:
    """Duty: take what the web server sealed, seal what moderators asked for, keep a fresh key ready."""
    failed = [
        sealed
        for sealed in SealedImport.objects.select_related("wave", "key", "sent_by")
        if not _take(sealed)
    ]
    reading.seal_waiting()
    _keep_a_key()
    if failed:
        raise DutyFailed


def _take(sealed) -> bool:
    """Take one sealed import; whatever comes of it, its row and its key end here."""
    try:
        body = sealing.unseal(keys.read_key(sealed.key, KIND), bytes(sealed.body))
        store_responses(wave=sealed.wave, found=_unpacked(sealed.wave, body), by=sealed.sent_by)
    except (waves.WaveError, keys.KeyMissing, keys.KeyNotWritten, sealing.SealingError, ValueError) as error:
        logger.error("%s: answers from elsewhere were not taken: %s", sealed.wave.slug, type(error).__name__)
        return False
    finally:
        _drop(sealed.key)
    return True


def _drop(key) -> None:
    keys.destroy(key.key_id, KIND)
    key.delete()


def _keep_a_key() -> None:
    """Have one unused key ready whose secret half is really there."""
    ready = False
    for key in WorkerKey.objects.filter(imports=None):
        if ready or not keys.has_key(key, KIND):
            _drop(key)
        ready = ready or key.pk is not None
    if ready or not keys.can_write():
        return
    secret, public = sealing.new_inbox_pair()
    key_id = secrets.token_hex(16)
    with transaction.atomic():
        keys.write_keys(key_id=key_id, terms_hash="", made={KIND: secret})
        WorkerKey.objects.create(key_id=key_id, public_key=public.hex())
