"""Stop and come back on another device: one row, encrypted to a code that is shown once and kept nowhere."""

import secrets

from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id
from nacl.secret import SecretBox

from surveys.codes import NotACode, read_code, write_code
from surveys.drafts import seal, unseal
from surveys.models import PausedDraft
from surveys.sealed_token import UnreadableToken

SECRET_BYTES = 10  # 80 bits: 16 letters and digits, and two to catch a typing error
LETTERS = 16
SIZE_STEP = 8192
MEMORY = 32 * 1024 * 1024


class NoSuchDraft(ValueError):
    """The code has a typing error, was never given, or its survey has closed."""


def pause(open_wave, draft):
    """Store the draft and return its resume code. Raises a database error when it could not be stored."""
    code = write_code(secrets.token_bytes(SECRET_BYTES))
    key, name = _derived(open_wave, code)
    token = seal(draft, open_wave.binding).encode()
    padded = token.ljust(-(-len(token) // SIZE_STEP) * SIZE_STEP)
    PausedDraft.objects.create(
        wave_id=open_wave.wave.pk, code_hash=name, body=bytes(SecretBox(key).encrypt(padded))
    )
    return code


def resume(open_wave, typed):
    """Return the draft of a resume code. Raises `NoSuchDraft`."""
    try:
        key, name = _derived(open_wave, read_code(typed, LETTERS))
        row = PausedDraft.objects.filter(wave_id=open_wave.wave.pk, code_hash=name).first()
        if row is None:
            raise NoSuchDraft
        return unseal(SecretBox(key).decrypt(bytes(row.body)).decode().rstrip(), open_wave.binding)
    except (NotACode, CryptoError, UnreadableToken):
        raise NoSuchDraft from None


def _derived(open_wave, code):
    """Return the key and the row's name that a code stands for: Argon2id, salted with the wave."""
    salt = open_wave.wave.slug.encode().ljust(argon2id.SALTBYTES, b"|")[: argon2id.SALTBYTES]
    made = argon2id.kdf(64, code.encode(), salt, opslimit=argon2id.OPSLIMIT_INTERACTIVE, memlimit=MEMORY)
    return made[:32], made[32:].hex()
