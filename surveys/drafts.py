"""A draft: one person's answers so far, sealed with the server's key into the page. Stores nothing anywhere.

A sealed draft is bound to its wave and to what the wave asks, padded, and can be read by this server alone. It holds
the page's key K, from which retries and the deletion code are made.
"""

import base64
import json
import secrets
import time
import zlib
from dataclasses import dataclass, field

from surveys import sealed_token
from surveys.sealed_token import UnreadableToken

LABEL = b"survey draft"
STEP = 1024
LONGEST_TOKEN = 400_000
COOKIE_TOKEN = 3800
MOST_RAW = 2000
HOUR = 60


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
    return sealed_token.seal(body.ljust(-(-len(body) // STEP) * STEP, b"\0"), binding, LABEL)


def unseal(token, binding):
    """Return the `Draft` in a token. Raises `UnreadableToken`."""
    if not token or len(token) > LONGEST_TOKEN:
        raise UnreadableToken
    body = sealed_token.unseal(token, binding, LABEL)
    length = int.from_bytes(body[:4])
    return _from_list(json.loads(zlib.decompress(body[4 : 4 + length])))


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


def newer(first, second):
    """Return the fuller of two drafts of one person: the later one when they share a key, else the first."""
    if second is None or first.key != second.key or second.step <= first.step:
        return first
    return second


def without_texts(draft, texts):
    """Return a copy without the named answers: what fits a cookie when comments are very long."""
    kept = {name: answer for name, answer in draft.answers.items() if name not in texts}
    return Draft(**{**vars(draft), "answers": kept, "raw": {}})
