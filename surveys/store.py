"""The encrypted store of a wave: adds shuffled rows as blocks, opens them for counting, and nothing else."""

import secrets
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from surveys import keys, sealing
from surveys.frozen import frozen
from surveys.models import CommentBlock, StoreBlock, Wave
from surveys.question_types import SKIPPED

COMMENTS_A_BLOCK = 200
SHARED_BY = 50  # a comment tells its writer's role only where as many responses share it
BLOCKS_A_STATEMENT = 100


class StoreShut(Exception):
    """The wave's responses can't be read: not mixed, or its keys were destroyed."""


def add_blocks(wave, rows: np.ndarray, comments: Sequence[dict[str, str]] = ()) -> None:
    """Encrypt rows (n, items) of int16, already shuffled, and comments into the wave's store."""
    key, terms = keys.read_key(wave, "store"), bytes.fromhex(wave.terms_hash)
    starts = range(0, len(rows), sealing.BLOCK_ROWS)
    for first in range(0, len(starts), BLOCKS_A_STATEMENT):
        parts = [
            rows[start : start + sealing.BLOCK_ROWS] for start in starts[first : first + BLOCKS_A_STATEMENT]
        ]
        StoreBlock.objects.bulk_create(
            StoreBlock(
                wave=wave,
                id=uuid.uuid4(),
                simulated=wave.simulated,
                rows=len(part),
                body=sealing.encrypt_rows(key, terms, part),
            )
            for part in parts
        )
    _add_comments(wave, terms, comments)


def apart(wave, rows: np.ndarray, comments: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """Return each comment with the role alone, in an order that tells nothing of the rows'.

    `comments[n]` are row n's, by question. A role that fewer than `SHARED_BY` responses share is left out as well.
    """
    form = frozen(wave)
    column = form.layout.names.index("role") if "role" in form.layout.names else None
    roles = rows[:, column].tolist() if column is not None else [SKIPPED] * len(rows)
    sizes = Counter(roles)
    names = form.definition.questions["role"].choice_names if column is not None else ()
    found = []
    for role, texts in zip(roles, comments, strict=True):
        told = names[role] if role >= 0 and sizes[role] >= max(SHARED_BY, wave.threshold) else ""
        found += [{"question": question, "role": told, "text": text} for question, text in texts.items()]
    secrets.SystemRandom().shuffle(found)
    return found


def _add_comments(wave, terms: bytes, comments: Sequence[dict[str, str]]) -> None:
    if not comments:
        return
    key = keys.read_key(wave, "comments")
    for start in range(0, len(comments), COMMENTS_A_BLOCK):
        body = sealing.encrypt_comments(key, terms, comments[start : start + COMMENTS_A_BLOCK])
        CommentBlock.objects.create(wave=wave, simulated=wave.simulated, body=body)


def open_blocks(wave) -> Iterator[np.ndarray]:
    """Yield the wave's blocks, each (n, items) of int16. Raises StoreShut, SealingError or a keys error."""
    if wave.state not in Wave.SETTLED:
        raise StoreShut(f"{wave.slug} is not mixed")
    if not StoreBlock.objects.filter(wave=wave).exists():
        return
    key, terms = keys.read_key(wave, "store"), bytes.fromhex(wave.terms_hash)
    bodies = StoreBlock.objects.filter(wave=wave).values_list("body", flat=True)
    for body in bodies.iterator(chunk_size=BLOCKS_A_STATEMENT):
        yield sealing.decrypt_rows(key, terms, body)


def open_comments(wave) -> list[dict[str, str]]:
    """Return every comment of the wave with its question and role, in the order of the store's blocks."""
    if wave.state not in Wave.SETTLED or not CommentBlock.objects.filter(wave=wave).exists():
        return []
    key, terms = keys.read_key(wave, "comments"), bytes.fromhex(wave.terms_hash)
    # By their random names: the same order each time, which tells nothing of when.
    bodies = CommentBlock.objects.filter(wave=wave).order_by("id").values_list("body", flat=True)
    return [comment for body in bodies for comment in sealing.decrypt_comments(key, terms, body)]
