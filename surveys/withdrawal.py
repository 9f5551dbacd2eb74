"""Deletion of one's own response: the code is made from the page's key, queued as a hash, and acted on by the mix alone."""

import base64
import hashlib
import hmac

from django.db import transaction

from surveys.models import Wave, WithdrawalRequest

CODE_BYTES = 16
CHECK_CHARACTERS = 2


class NotACode(ValueError):
    """What was typed is no deletion code: a typing error, told by its check characters."""


class TooLate(Exception):
    """The wave has closed: responses are mixed and nobody can tell whose is whose."""


def code_for(key: bytes) -> str:
    """Return the deletion code of a response sent with this page key, in groups of four."""
    return write_code(hmac.digest(key, b"withdraw", "sha256")[:CODE_BYTES])


def write_code(secret: bytes) -> str:
    """Return 16 secret bytes as 28 letters and digits in groups of four, the last two a check."""
    text = base64.b32encode(secret).decode().rstrip("=")
    text += _check(text)
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def read_code(typed: str) -> str:
    """Return the code as it was issued; forgives spaces, case, 0 for O, 1 for I and 8 for B; raise NotACode."""
    text = "".join(typed.split()).replace("-", "").upper().translate(str.maketrans("018", "OIB"))
    body, check = text[:-CHECK_CHARACTERS], text[-CHECK_CHARACTERS:]
    if len(body) != 26 or check != _check(body):
        raise NotACode("this code has a typing error")
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def _check(text: str) -> str:
    digest = hashlib.sha256(b"check" + text.encode()).digest()
    return base64.b32encode(digest).decode()[:CHECK_CHARACTERS]


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
