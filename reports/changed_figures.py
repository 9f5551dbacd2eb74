"""Finds the figures that differ between an edition and the same report made today. Pure: no Django.

Two sentences are the same statement when they differ in numbers alone.
"""

import re
from collections import defaultdict
from dataclasses import dataclass

from reports.documents.content import Bullets, Document, Figure, Finding, Note, Paragraph, Table

NUMBER = re.compile(r"\d[\d,.]*")


@dataclass(frozen=True)
class Changed:
    """A statement as it was frozen and as it is now; for a table how many of its cells differ."""

    before: str
    now: str


def changed_figures(before: Document, now: Document) -> tuple[Changed, ...]:
    """What a new release or a new answer changed, in reading order of the document as it is now."""
    earlier = defaultdict(list)
    for words in _statements(before):
        earlier[_frame(words)].append(words)
    found = []
    for words in _statements(now):
        same = earlier[_frame(words)]
        was = same.pop(0) if same else words
        if was != words:
            found.append(Changed(was, words))
    return (*found, *_changed_tables(before, now))


def _statements(document):
    for block in document.blocks:
        if isinstance(block, Finding):
            yield block.sentence
        elif isinstance(block, Paragraph | Note):
            yield block.text
        elif isinstance(block, Bullets):
            yield from block.items
        elif isinstance(block, Figure):
            yield block.caption


def _frame(words):
    return NUMBER.sub("#", words)


def _changed_tables(before, now):
    earlier = {_frame(block.caption): block for block in before.blocks if isinstance(block, Table)}
    for block in now.blocks:
        was = earlier.get(_frame(block.caption)) if isinstance(block, Table) else None
        count = _differing(was, block) if was else 0
        if count:
            yield Changed(f"Table “{block.caption}”", f"{count} of its cells have changed")


def _differing(was, now):
    old = {row[0]: row[1:] for row in was.rows}
    return sum(a != b for row in now.rows for a, b in zip(old.get(row[0], row[1:]), row[1:], strict=False))
