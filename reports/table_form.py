"""Whether a table has the form that `protect` gives: rounded, ranged from what is printed, hidden where it says so. Pure."""

from __future__ import annotations

from reports.rounding import rounded_range
from reports.safe_tables import SafeTable

# An independent check: the rules of `draft_rows` are written out here again, so that a slip there is found here.
_WEIGHTED_SPLITS = ((), ("named_group",), ("role",))


def form_faults(table: SafeTable) -> list[str]:
    """What in a table could not have come out of `protect`: figures not rounded, ranges that aren't those of the
    printed figures, weighted figures where none may be."""
    faults = []
    if table.weighted and table.by not in _WEIGHTED_SPLITS:
        faults.append(f"{_name(table)}: weighted figures are for Scotland, named groups and roles only")
    for row in table.rows:
        faults += [f"{_name(table)}: {fault}" for fault in _row_faults(table, row)]
    return faults


def _name(table) -> str:
    return f"{table.question} by {' × '.join(table.by) or 'Scotland'}{', weighted' if table.weighted else ''}"


def _row_faults(table, row):
    if row.hidden:
        if row.base is not None or any(share is not None for share in row.shares.values()):
            yield "a hidden row shows figures"
        return
    least = 100 if table.weighted else 10
    if row.base is None or row.base < least or row.base % 10:
        yield f"a base is not a whole ten of at least {least}"
        return
    if row.base < 50 and row.shows_every_choice and len(table.choices) > 2:
        yield "a group under 50 shows more than the finding's split"
    if row.base < 50 and row.shares and not table.headline:
        yield "a group under 50 shows shares though no finding splits the question"
    for key, share in row.shares.items():
        if share is None:
            continue
        if share != int(share) or not 0 <= share <= 100:
            yield "a share is not a whole percentage"
        elif (row.low[key], row.high[key]) != rounded_range(share, row.effective_base or row.base):
            yield "a range is not that of the printed share and base"
    if row.mean is not None and (row.base < 50 or round(row.mean, 1) != row.mean):
        yield "a mean is shown for under 50 people or with more than one decimal"
