"""Secret codes that people type: 128 random bits as letters and digits with a check. Pure: stores and logs nothing."""

import base64
import hashlib
import secrets

CODE_BYTES = 16
BODY, CHECK = 26, 2
LOOK_ALIKES = str.maketrans("018", "OIB")


class NotACode(ValueError):
    """What was typed is no code of ours: a typing error, told by its check characters."""


def new_code() -> str:
    """Return a code nobody can guess, such as ABCD-EFGH-…, seven groups of four."""
    return write_code(secrets.token_bytes(CODE_BYTES))


def write_code(secret: bytes) -> str:
    """Return 16 secret bytes as seven groups of four; the last two characters are a check."""
    text = base64.b32encode(secret).decode().rstrip("=")
    return _grouped(text + _check(text))


def read_code(typed: str, body: int = BODY) -> str:
    """Return the code as it was issued; forgives spaces, hyphens, case, 0 for O, 1 for I, 8 for B. Raise NotACode.

    `body` is how many letters and digits stand before the two that check them.
    """
    text = tidy(typed)
    if len(text) != body + CHECK or text[body:] != _check(text[:body]):
        raise NotACode("this code has a typing error")
    return _grouped(text)


def tidy(typed: str) -> str:
    """Return what was typed without what people add or confuse; it need not be a code."""
    return "".join(typed.split()).replace("-", "").upper().translate(LOOK_ALIKES)


def _grouped(text: str) -> str:
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def _check(text: str) -> str:
    digest = hashlib.sha256(b"check" + text.encode()).digest()
    return base64.b32encode(digest).decode()[:CHECK]
