"""Changes of findings between two waves' releases: which are more than chance, and where a series breaks."""

from __future__ import annotations

from math import ceil, floor, nan, sqrt

from reports.safe_tables import YES, SafeTable
from reports.sealed_counts import row_name
from reports.statistics import benjamini_hochberg, newcombe_difference, two_sided_p

COMPARED_SPLITS = ((), ("named_group",), ("role",))
FEWEST_EFFECTIVE = 30
BROKEN = "The question or its choices were worded differently: the series is broken."
FEW = "Too few answers to compare."
NOT_BEFORE = "Not asked before."


def changes(
    later: list[SafeTable], exact_later: dict, earlier: list[SafeTable], exact_earlier: dict
) -> list[dict]:
    """One entry per finding and group that both waves show, as JSON-able dictionaries.

    `difference`, `low` and `high` are percentage points from the printed figures (Newcombe 1998, method 10; weighted:
    on the effective bases), rounded outward; `changed` is whether the exact figures differ by more than chance,
    Benjamini–Hochberg at 5 % over the questions of one group; None where the series is broken or bases are too small.
    """
    before = {(table.question, table.by, table.weighted): table for table in earlier}
    entries = [
        entry
        for table in later
        if table.headline and table.by in COMPARED_SPLITS
        for entry in _of_table(
            table, before.get((table.question, table.by, table.weighted)), exact_later, exact_earlier
        )
    ]
    return _decide(entries)


def _of_table(table, before, exact_later, exact_earlier):
    note = _break(table, before)
    for row in table.rows:
        now = row.shares.get(YES)
        then = before.row(**row.group) if before else None
        if row.hidden or now is None:
            continue
        entry = {
            "question": table.question,
            "by": list(table.by),
            "group": dict(row.group),
            "weighted": table.weighted,
            "later": {"wave": table.provenance.wave, "share": now, "base": row.base},
            "note": note or _too_few(row, then),
            "changed": None,
        }
        if then and not then.hidden and then.shares.get(YES) is not None:
            entry["earlier"] = {"wave": before.provenance.wave, "share": then.shares[YES], "base": then.base}
        if not entry["note"]:
            entry |= _difference(row, then)
            entry["p"] = _p(table, row, exact_later, exact_earlier)
        yield entry


def _break(table, before) -> str:
    if before is None:
        return NOT_BEFORE
    same = table.wording == before.wording and set(table.counting_choices) == set(before.counting_choices)
    return "" if same and _parts(table) == _parts(before) else BROKEN


def _parts(table) -> set[str]:
    return {part for name, _ in table.choices for part in name.split("+")}


def _too_few(row, then) -> str:
    if then is None or then.hidden or then.shares.get(YES) is None:
        return FEW
    return FEW if min(_effective(row), _effective(then)) < FEWEST_EFFECTIVE else ""


def _effective(row) -> int:
    return row.effective_base or row.base


def _difference(row, then) -> dict:
    n1, n2 = _effective(row), _effective(then)
    low, high = newcombe_difference(row.shares[YES] * n1 / 100, n1, then.shares[YES] * n2 / 100, n2)
    return {
        "difference": row.shares[YES] - then.shares[YES],
        "low": floor(100 * low + 1e-9),
        "high": ceil(100 * high - 1e-9),
    }


def _p(table, row, exact_later, exact_earlier) -> float:
    name = ("weighted|" if table.weighted else "") + row_name(table.by, row.group)
    now, then = (exact.get(table.question, {}).get(name) for exact in (exact_later, exact_earlier))
    if not now or not then:
        return nan
    if table.weighted:
        return two_sided_p(now[0] - then[0], sqrt(now[1] ** 2 + then[1] ** 2))
    pooled = (now[1] + then[1]) / (now[0] + then[0])
    error = sqrt(pooled * (1 - pooled) * (1 / now[0] + 1 / then[0]))
    return two_sided_p(now[1] / now[0] - then[1] / then[0], error)


def _decide(entries: list[dict]) -> list[dict]:
    groups: dict[tuple, list[dict]] = {}
    for entry in entries:
        if "p" in entry:
            key = (tuple(entry["by"]), tuple(entry["group"].values()), entry["weighted"])
            groups.setdefault(key, []).append(entry)
    for together in groups.values():
        for entry, rejected in zip(together, benjamini_hochberg([e["p"] for e in together]), strict=True):
            entry["changed"] = rejected
            del entry["p"]
    return entries
