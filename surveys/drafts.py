"""A draft: one person's answers so far, sealed with the server's key into the page. Stores nothing anywhere.

A sealed draft is bound to its wave and to what the wave asks, padded, and can be read by this server alone. It holds
the page's key K, from which retries and the deletion code are made.
"""

import base64
import functools
import hashlib
import json
import secrets
import time
import zlib
from dataclasses import dataclass, field

from django.conf import settings
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt as open_sealed,
)
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_encrypt as make_sealed,
)
from nacl.exceptions import CryptoError

NONCE = 24
STEP = 1024
LONGEST_TOKEN = 400_000
COOKIE_TOKEN = 3800
MOST_RAW = 2000
HOUR = 60


class UnreadableDraft(ValueError):
    """A draft that this server did not seal for this wave and questionnaire, or that was changed on its way."""


@dataclass
class Draft:
    """Answers so far. `furthest` is the place of the last screen shown; `raw` what was typed but isn't an answer yet;

    `pending` the place of a screen that should be looked at once more, −1 when none; `language` that of the questions,
    empty for their own.
    """

    key: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    answers: dict = field(default_factory=dict)
    raw: dict = field(default_factory=dict)
    furthest: int = -1
    prompted: list = field(default_factory=list)
    step: int = 0
    minute: int = 0
    code: str = ""
    may_withdraw: bool = False
    pending: int = -1
    language: str = ""

    def answer(self, name, answer):
        """Set or, with None, clear an answer."""
        self.raw.pop(name, None)
        if answer is None:
            self.answers.pop(name, None)
        else:
            self.answers[name] = answer

    def keep_raw(self, name, values):
        """Keep what was typed though it is no answer, so that going back loses nothing; return whether it was kept."""
        if sum(map(len, values)) > MOST_RAW:
            return False
        self.raw[name] = values
        return True

    @property
    def is_fresh(self):
        """Return whether it was sealed within the last hour."""
        return 0 <= this_minute() - self.minute <= HOUR


def this_minute():
    return int(time.time() // 60)


def seal(draft, binding):
    """Return the draft as text for a hidden field. `binding` names the wave and what it asks."""
    draft.step += 1
    draft.minute = this_minute()
    body = zlib.compress(json.dumps(_as_list(draft), separators=(",", ":")).encode(), 6)
    body = len(body).to_bytes(4) + body
    body = body.ljust(-(-len(body) // STEP) * STEP, b"\0")
    nonce = secrets.token_bytes(NONCE)
    return base64.urlsafe_b64encode(nonce + make_sealed(body, binding, nonce, _keys()[0])).decode()


def unseal(token, binding):
    """Return the `Draft` in a token. Raises `UnreadableDraft`."""
    body = _open(token, binding)
    length = int.from_bytes(body[:4])
    return _from_list(json.loads(zlib.decompress(body[4 : 4 + length])))


def _open(token, binding):
    if not token or len(token) > LONGEST_TOKEN:
        raise UnreadableDraft
    try:
        sealed = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
    except ValueError:
        raise UnreadableDraft from None
    for key in _keys():
        try:
            return open_sealed(sealed[NONCE:], binding, sealed[:NONCE], key)
        except (CryptoError, ValueError, TypeError):
            continue
    raise UnreadableDraft


def _as_list(draft):
    key = base64.b64encode(draft.key).decode()
    state = [
        draft.furthest,
        draft.prompted,
        draft.step,
        draft.minute,
        draft.code,
        draft.may_withdraw,
        draft.pending,
        draft.language,
    ]
    return [key, draft.answers, draft.raw, *state]


def _from_list(parts):
    key, *rest = parts
    names = ("answers", "raw", "furthest", "prompted", "step", "minute", "code", "may_withdraw", "pending")
    # A draft that was put by before languages were kept ends one part earlier.
    return Draft(base64.b64decode(key), **dict(zip((*names, "language"), rest, strict=False)))


def _keys():
    return _derived((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@functools.lru_cache(4)
def _derived(kept):
    return tuple(
        hashlib.blake2b(key.encode(), digest_size=32, person=b"survey draft").digest() for key in kept
    )


def newer(first, second):
    """Return the fuller of two drafts of one person: the later one when they share a key, else the first."""
    if second is None or first.key != second.key or second.step <= first.step:
        return first
    return second


def without_texts(draft, texts):
    """Return a copy without the named answers: what fits a cookie when comments are very long."""
    kept = {name: answer for name, answer in draft.answers.items() if name not in texts}
    return Draft(**{**vars(draft), "answers": kept, "raw": {}})
