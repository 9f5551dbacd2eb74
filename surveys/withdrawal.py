"""Deletion of one's own response: the code is made from the page's key, queued as a hash, and acted on by the mix alone."""

import hashlib
import hmac

from django.db import transaction

from surveys.codes import CODE_BYTES, read_code, write_code
from surveys.models import Wave, WithdrawalRequest


class TooLate(Exception):
    """The wave has closed: responses are mixed and nobody can tell whose is whose."""


def code_for(key: bytes) -> str:
    """Return the deletion code of a response sent with this page key, in groups of four."""
    return write_code(hmac.digest(key, b"withdraw", "sha256")[:CODE_BYTES])


def tag_of(wave_key_id: str, code: str) -> bytes:
    """Return the 32 bytes that stand for the code inside the sealed response and in the queue."""
    return hashlib.sha256(f"tag|{wave_key_id}|{code}".encode()).digest()


@transaction.atomic
def request(*, wave, code: str) -> None:
    """Queue a deletion for the wave's close; the same answer whether or not such a response exists.

    Raises NotACode for a typing error and TooLate after the close.
    """
    from surveys.intake import hold_open

    hold_open(wave)
    if not Wave.objects.filter(pk=wave.pk, state=Wave.State.OPEN).exists():
        raise TooLate
    tag = tag_of(wave.key_id, read_code(code)).hex()
    WithdrawalRequest.objects.bulk_create([WithdrawalRequest(wave=wave, tag=tag)], ignore_conflicts=True)
