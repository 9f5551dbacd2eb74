"""Which questions are only shown after certain answers to another, so that their bases count those answers. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reports.draft_rows import row_key
from reports.safe_tables import SafeTable
from surveys.expressions import references


def gates_of(definition, name: str) -> frozenset[str]:
    """The questions whose answers decide whether `name` is shown, through calculations too."""
    page = next(page for page in definition.pages if any(q.name == name for q in page.questions))
    found, waiting = set(), [page.relevant, definition.questions[name].relevant]
    while waiting:
        for asked in references(waiting.pop()):
            if asked not in found and asked in definition.questions:
                found.add(asked)
                waiting.append(definition.questions[asked].calculation)
    return frozenset(found - {name})


def not_told(tables: Iterable[SafeTable]) -> frozenset:
    """Keys of the rows that don't tell their figures: hidden, with a count too few to print, or with their base alone.

    Where a gate's row is one of these, the base of what it leads to would tell it after all.
    """
    plain = (table for table in tables if not table.weighted)
    return frozenset(
        row_key(table.by, row.group)
        for table in plain
        for row in table.rows
        if row.note or (table.kind != "number" and not row.shares)
    )


def bases_only(table: SafeTable) -> SafeTable:
    """The table with its bases alone: what it tells of the question that leads to it."""
    empty = {"shares": {}, "low": {}, "high": {}, "mean": None, "median": None, "quartiles": None}
    return replace(table, rows=tuple(replace(row, **empty) for row in table.rows))
