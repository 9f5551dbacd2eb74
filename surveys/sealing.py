"""Packs one response into a body of one fixed size and seals it; encrypts the store's blocks. Pure: no Django, no database.

A body is: hash of the terms (32 bytes), deletion tag (32), one int16 an item, then for each comment question its length
in bytes and its UTF-8 text padded to the question's limit. A block is: hash of the terms (32), rows and items (two uint32), int16 rows.
"""

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox

NO_TAG = bytes(32)
HASH = 32
BLOCK_ROWS = 1000
STORED = np.dtype("<i2")
SEAL_OVERHEAD = 48
CANARY = b"promise-tracker canary"


class SealingError(Exception):
    """A body or block can't be made or opened; says nothing of what is in it."""


class CommentTooLong(SealingError):
    """A comment is longer than its question allows; `question` names it."""

    def __init__(self, question: str):
        super().__init__(f"the comment on {question} is too long")
        self.question = question


@dataclass(frozen=True)
class Shape:
    """What decides the size of a wave's bodies: how many items, and each comment question with its most bytes."""

    items: int
    comments: tuple[tuple[str, int], ...] = ()

    @property
    def size(self) -> int:
        return 2 * HASH + 2 * self.items + sum(2 + limit for _, limit in self.comments)


@dataclass(frozen=True)
class Opened:
    """One response as the mix sees it, in memory only."""

    terms: bytes
    tag: bytes
    row: np.ndarray
    comments: Mapping[str, str]


def pack(
    shape: Shape,
    *,
    terms: bytes,
    row: Sequence[int],
    comments: Mapping[str, str],
    tag: bytes = NO_TAG,
) -> bytes:
    """Return the body, always `shape.size` bytes; raise CommentTooLong or SealingError."""
    if len(row) != shape.items or len(terms) != HASH or len(tag) != HASH:
        raise SealingError("the response does not have the wave's shape")
    parts = [terms, tag, np.asarray(row, dtype=STORED).tobytes()]
    parts += [_pack_comment(name, limit, comments.get(name, "")) for name, limit in shape.comments]
    return b"".join(parts)


def _pack_comment(name: str, limit: int, text: str) -> bytes:
    try:
        raw = text.encode()
    except UnicodeEncodeError:
        raise SealingError(f"the comment on {name} holds half a character") from None
    if len(raw) > limit:
        raise CommentTooLong(name)
    return struct.pack("<H", len(raw)) + raw.ljust(limit, b"\0")


def unpack(shape: Shape, body: bytes) -> Opened:
    """Return what `pack` put in; raise SealingError for another size."""
    if len(body) != shape.size:
        raise SealingError("a body has another size than the wave's")
    start = 2 * HASH + 2 * shape.items
    row = np.frombuffer(body, dtype=STORED, count=shape.items, offset=2 * HASH)
    comments = {}
    for name, limit in shape.comments:
        (length,) = struct.unpack_from("<H", body, start)
        if length:
            comments[name] = body[start + 2 : start + 2 + length].decode()
        start += 2 + limit
    return Opened(terms=body[:HASH], tag=body[HASH : 2 * HASH], row=row, comments=comments)


def new_inbox_pair() -> tuple[bytes, bytes]:
    """Return (secret, public) of a new inbox key."""
    secret = PrivateKey.generate()
    return bytes(secret), bytes(secret.public_key)


def seal(public: bytes, body: bytes) -> bytes:
    """Return the body sealed to the public key: `len(body) + 48` bytes, different each time."""
    return SealedBox(PublicKey(public)).encrypt(body)


def unseal(secret: bytes, sealed: bytes) -> bytes:
    """Return the body; raise SealingError when the key is another or a byte was changed."""
    try:
        return SealedBox(PrivateKey(secret)).decrypt(bytes(sealed))
    except (CryptoError, ValueError):
        raise SealingError("a sealed body does not open with this key") from None


def opens_canary(secret: bytes, public: bytes) -> bool:
    """Say whether the secret key opens what is sealed to the public key."""
    try:
        return unseal(secret, seal(public, CANARY)) == CANARY
    except SealingError:
        return False


def encrypt_rows(key: bytes, terms: bytes, rows: np.ndarray) -> bytes:
    """Return one block: `rows` is (n ≤ 1000, items) of int16."""
    if not 1 <= len(rows) <= BLOCK_ROWS:
        raise SealingError("a block holds 1 to 1,000 responses")
    head = terms + struct.pack("<II", *rows.shape)
    return bytes(SecretBox(key).encrypt(head + np.ascontiguousarray(rows, dtype=STORED).tobytes()))


def decrypt_rows(key: bytes, terms: bytes, body: bytes) -> np.ndarray:
    """Return the block's rows (n, items) of int16, read-only; raise SealingError for another key or other terms."""
    plain = _decrypt(key, body)
    if plain[:HASH] != terms:
        raise SealingError("a block carries the terms of another wave")
    rows, items = struct.unpack_from("<II", plain, HASH)
    return np.frombuffer(plain, dtype=STORED, offset=HASH + 8, count=rows * items).reshape(rows, items)


def encrypt_comments(key: bytes, terms: bytes, comments: Sequence[Mapping[str, str]]) -> bytes:
    """Return a block of comments, each `{"question", "role", "text"}`."""
    return bytes(SecretBox(key).encrypt(terms + json.dumps(list(comments)).encode()))


def decrypt_comments(key: bytes, terms: bytes, body: bytes) -> list[dict[str, str]]:
    """Return the comments of a block; raise SealingError for another key or other terms."""
    plain = _decrypt(key, body)
    if plain[:HASH] != terms:
        raise SealingError("a block of comments carries the terms of another wave")
    return json.loads(plain[HASH:])


def _decrypt(key: bytes, body: bytes) -> bytes:
    try:
        return SecretBox(key).decrypt(bytes(body))
    except (CryptoError, ValueError):
        raise SealingError("a block does not open with this key") from None
