"""Seals what travels in a page with the server's key, and opens it when it comes back. Stores nothing, reads nothing in it."""

import base64
import functools
import hashlib
import secrets

from django.conf import settings
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as decrypted
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt as encrypted
from nacl.exceptions import CryptoError

NONCE = 24


class UnreadableToken(ValueError):
    """A token that this server did not seal for this purpose, that was changed on its way, or that is too old."""


def seal(body, binding, label):
    """Return bytes as text for a hidden field. `binding` says what it belongs to, `label` (16 bytes at most) what it is."""
    nonce = secrets.token_bytes(NONCE)
    return base64.urlsafe_b64encode(nonce + encrypted(body, binding, nonce, _keys(label)[0])).decode()


def unseal(token, binding, label):
    """Return the bytes in a token that was sealed with the same binding and label. Raises `UnreadableToken`."""
    try:
        sealed = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
    except ValueError:
        raise UnreadableToken from None
    for key in _keys(label):
        try:
            return decrypted(sealed[NONCE:], binding, sealed[:NONCE], key)
        except (CryptoError, ValueError, TypeError):
            continue
    raise UnreadableToken


def _keys(label):
    return _derived((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS), label)


@functools.lru_cache(8)
def _derived(kept, label):
    return tuple(hashlib.blake2b(key.encode(), digest_size=32, person=label).digest() for key in kept)
