"""Disclosure control: `protect` turns one question's exact counts into SafeTables; nothing else makes one. Pure.

Order: rare choices merged across Scotland, bases under ten hidden, rows that give others away hidden (`suppression`,
with both audits), counts too few to print marked and everything rounded (`draft_rows`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.draft_rows import WEIGHTED_SPLITS, row_key, safe_table
from reports.exact_counts import QuestionCounts, Split, merge_rare
from reports.question_audit import QuestionAudit
from reports.safe_tables import FEW, HIDDEN, NO, YES, NotProtected, Provenance, SafeRow, SafeTable
from reports.suppression import CannotProtect, Memory, choose_rows

__all__ = [
    "FEW",
    "HIDDEN",
    "Memory",
    "NO",
    "YES",
    "CannotProtect",
    "NotProtected",
    "Protected",
    "Provenance",
    "SafeRow",
    "SafeTable",
    "protect",
]


@dataclass(frozen=True)
class Protected:
    """What `protect` gives back: the tables, and how many rows were shown, hidden for their base, hidden for others'."""

    tables: tuple[SafeTable, ...]
    cells: int
    hidden_base: int
    hidden_secondary: int
    hidden_rows: frozenset
    audit: QuestionAudit


def protect(
    counts: QuestionCounts,
    splits: Sequence[Split],
    provenance: Provenance,
    published: Sequence[tuple[SafeTable, QuestionCounts]] = (),
    memory: Memory | None = None,
    barred: frozenset = frozenset(),
) -> Protected:
    """The tables of one question that may be shown, one a split, and weighted ones where there are weights.

    `published`: tables about the same question that are out already or decided, each with the counts by whose atoms
    its groups are to be read; they stay as they are and count in both audits. `memory`: shared by the
    questions of one wave to save time. `barred`: keys of rows that another question's protection needs hidden.
    """
    exact, counts = counts, merge_rare(counts)
    rows = {row_key(split.by, group): (split.by, group) for split in splits for group in split.named()}
    chosen = choose_rows(exact, counts, rows, published, provenance, memory, barred)
    tables = [safe_table(counts, split, provenance, chosen.shown, weighted=False) for split in splits]
    if counts.weights is not None:
        tables += [
            safe_table(counts, split, provenance, chosen.shown, weighted=True)
            for split in splits
            if split.by in WEIGHTED_SPLITS
        ]
    return Protected(
        tuple(tables), len(rows), chosen.hidden_base, len(chosen.secondary), chosen.secondary, chosen.audit
    )
