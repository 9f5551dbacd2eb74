"""The sealed part of a release: exact counts of shown rows, encrypted; opened only to test changes between waves."""

from __future__ import annotations

import hashlib
import json

from django.conf import settings
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

_PURPOSE = b"release counts"


class SealBroken(RuntimeError):
    """The sealed part was made under another secret, or was changed."""


def _box(secret: str) -> SecretBox:
    return SecretBox(hashlib.blake2b(secret.encode()[:64], digest_size=32, person=_PURPOSE).digest())


def seal(counts: dict) -> bytes:
    """`counts` must fit into JSON."""
    return bytes(_box(settings.SECRET_KEY).encrypt(json.dumps(counts, sort_keys=True).encode()))


def open_sealed(sealed: bytes) -> dict:
    """What `seal` was given. Raises SealBroken."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return json.loads(_box(secret).decrypt(bytes(sealed)))
        except (CryptoError, ValueError):
            continue
    raise SealBroken("The release's sealed counts can't be opened with this server's secret.")


def exact_rows(tables, counts) -> dict:
    """{"by|group": [base, finding's yes]} of every shown, unweighted row whose finding is printed."""
    kept = {}
    for table in tables:
        for row in () if table.weighted or not table.headline else table.rows:
            if not row.hidden and row.shares.get("finding_yes") is not None:
                members = counts.members(row.group)
                kept[row_name(table.by, row.group)] = [
                    int(counts.people[members].sum()),
                    counts.total(members, "finding_yes"),
                ]
    return kept


def row_name(by, group) -> str:
    return "|".join(f"{column}={group[column]}" for column in by) or "scotland"
