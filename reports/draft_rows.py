"""Turns exact counts of chosen rows into rounded SafeTables, for `disclosure` and its audits only. Pure."""

from __future__ import annotations

import numpy as np

from reports.exact_counts import Split
from reports.rounding import half_up, percent, rounded_base, rounded_range
from reports.safe_tables import _MAKER, FEW, HIDDEN, NO, YES, SafeRow, SafeTable
from reports.statistics import kish

THRESHOLD = 10
FEWEST_COUNT = 3
EVERY_CHOICE = 50
WEIGHTED_BASE = 100
WEIGHTED_SPLITS = ((), ("named_group",), ("role",))
MEAN_BASE, MEDIAN_BASE, QUARTILES_BASE = 50, 20, 40


def row_key(by, group) -> tuple:
    """A row's identity across questions: the split and the group's values."""
    return (tuple(by), tuple(group[column] for column in by))


def draft_tables(counts, rows, shown, provenance) -> list[SafeTable]:
    """The tables as they'd be published with just the rows in `shown`, weighted ones too; for the audits while choosing."""
    by_split: dict[tuple, list] = {}
    for key, (by, group) in rows.items():
        if key in shown:
            by_split.setdefault(by, []).append(tuple(group.values()))
    splits = [Split(by, tuple(groups)) for by, groups in by_split.items()]
    weighted = [split for split in splits if counts.weights is not None and split.by in WEIGHTED_SPLITS]
    return [
        safe_table(counts, split, provenance, shown, weighted=which)
        for which, some in ((False, splits), (True, weighted))
        for split in some
    ]


def safe_table(counts, split, provenance, shown, weighted) -> SafeTable:
    rows = tuple(
        _row(counts, group, weighted) if row_key(split.by, group) in shown else _hidden_row(group)
        for group in split.named()
    )
    headline = counts.headline
    return SafeTable(
        question=counts.question,
        wording=counts.wording,
        kind=counts.kind,
        by=split.by,
        weighted=weighted,
        rows=rows,
        choices=counts.choices if counts.kind != "number" else (),
        provenance=provenance,
        headline=((YES, headline.yes), (NO, headline.no)) if headline else None,
        counting_choices=headline.counting if headline else (),
        weight_note=counts.weight_note,
        maker=_MAKER,
    )


def _hidden_row(group) -> SafeRow:
    return SafeRow(group=group, base=None, shares={}, low={}, high={}, note=HIDDEN, maker=_MAKER)


def _row(counts, group, weighted) -> SafeRow:
    members = counts.members(group)
    people = int(counts.people[members].sum())
    if people < (WEIGHTED_BASE if weighted else THRESHOLD):
        return _hidden_row(group)
    weights = counts.weights if weighted else np.ones(len(members))
    if counts.kind == "number":
        return _number_row(counts, group, members, people, weights, weighted)
    return _share_row(counts, group, members, people, weights, weighted)


def _share_row(counts, group, members, people, weights, weighted) -> SafeRow:
    base = rounded_base(people)
    effective = _effective_base(counts, members, weights) if weighted else None
    shares, low, high = {}, {}, {}
    keys = shown_keys(counts, people)
    few = too_few(counts, members, people, keys)
    for key in dict.fromkeys([*keys, *([YES, NO] if counts.headline else [])]):
        if key in few:
            shares[key] = low[key] = high[key] = None
        else:
            shares[key] = percent(*_weighted_count(counts, members, weights, key))
            low[key], high[key] = rounded_range(shares[key], effective or base)
    return SafeRow(
        group, base, shares, low, high, note=FEW if few else None, effective_base=effective, maker=_MAKER
    )


def _weighted_count(counts, members, weights, key) -> tuple[float, float]:
    people = float((weights * counts.people)[members].sum())
    if counts.kind == "many" and key == NO:
        return people - _weighted_count(counts, members, weights, YES)[0], people
    columns = counts.counts[:, list(counts.choice_set(key))].sum(axis=1)
    return float((weights * columns)[members].sum()), people


def _effective_base(counts, members, weights) -> int:
    return max(THRESHOLD, rounded_base(kish(weights[members], counts.people[members])))


def shown_keys(counts, people) -> tuple[str, ...]:
    """Which shares a group of so many prints: every choice from 50 on or where a finding parts the only two, else the
    finding's split; without a finding none, so that what is printed never depends on what was answered most."""
    if people >= EVERY_CHOICE:
        return counts.names
    if not counts.headline:
        return ()
    return counts.names if counts.kind == "one" and len(counts.choices) == 2 else (YES, NO)


def too_few(counts, members, people, keys) -> set[str]:
    """The keys that print as [u]: a count under 3 or all but under 3, and a partner for one that would stand alone."""
    few = {
        key for key in {*keys, YES, NO} if _known(counts, key) and _is_few(counts.total(members, key), people)
    }
    if YES in few or NO in few:
        few |= {YES, NO} if counts.headline else set()
    if counts.kind != "one" or not set(keys) & set(counts.names):
        return few & ({*keys, YES, NO} if counts.headline else set(keys))
    for side in _sides(counts, few):
        lone = [key for key in side if key in few]
        rest = [key for key in side if key not in few]
        if len(lone) == 1 and rest:
            few.add(min(rest, key=lambda key: counts.total(members, key)))
    return few


def _known(counts, key) -> bool:
    return key not in (YES, NO) or counts.headline is not None


def _is_few(count, people) -> bool:
    return count < FEWEST_COUNT or people - count < FEWEST_COUNT


def _sides(counts, few) -> list[list[str]]:
    """The choices whose sum a reader knows: each side of a printed finding, else all choices together."""
    if not counts.headline or YES in few:
        return [list(counts.names)]
    return [[counts.names[i] for i in counts.choice_set(side)] for side in (YES, NO)]


def _number_row(counts, group, members, people, weights, weighted) -> SafeRow:
    values = (counts.counts * weights[:, None])[members].sum(axis=0)
    few = people < MEDIAN_BASE
    return SafeRow(
        group=group,
        base=rounded_base(people),
        shares={},
        low={},
        high={},
        mean=half_up(float(values @ np.arange(len(values))) / values.sum() / counts.scale, 1)
        if people >= MEAN_BASE
        else None,
        median=int(half_up(_quantile(values, 0.5) / counts.scale)) if people >= MEDIAN_BASE else None,
        quartiles=tuple(int(half_up(_quantile(values, q) / counts.scale)) for q in (0.25, 0.75))
        if people >= QUARTILES_BASE
        else None,
        note=FEW if few else None,
        effective_base=_effective_base(counts, members, weights) if weighted else None,
        maker=_MAKER,
    )


def _quantile(values: np.ndarray, share: float) -> float:
    """The least value at or below which `share` of the (weighted) people lie; halfway to the next when it falls
    exactly between two. Source: Hyndman and Fan 1996, definition 2."""
    reached = np.cumsum(values) / values.sum()
    first = int(np.searchsorted(reached, share - 1e-12))
    if abs(reached[first] - share) > 1e-12:
        return float(first)
    return (first + int(np.flatnonzero(values[first + 1 :])[0]) + first + 1) / 2
