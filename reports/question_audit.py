"""Runs both audits over everything published about one question, from the tables as readers get them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from reports.audit import Figure, World, exactly_known, smallest_exposed
from reports.draft_rows import WEIGHTED_SPLITS
from reports.exact_counts import QuestionCounts
from reports.safe_tables import NO, YES, SafeRow, SafeTable


@dataclass
class QuestionAudit:
    """What the audits of one question found: `faults` in words, `rows` (keys) that take part in them."""

    faults: list[str] = field(default_factory=list)
    rows: set = field(default_factory=set)
    smallest: int | None = None
    touched: np.ndarray | None = None  # bool (atoms): whom the combination that audit A found speaks of
    known: int = 0


@dataclass(frozen=True)
class _Shown:
    key: tuple
    table: SafeTable
    row: SafeRow
    atoms: np.ndarray
    weights: np.ndarray | None = None


def audit_question(
    counts: QuestionCounts,
    published: Sequence[tuple[SafeTable, QuestionCounts]],
    fixed: Sequence[tuple[SafeTable, QuestionCounts]] = (),
) -> QuestionAudit:
    """Audits A and B. `published`: each table with the counts by whose atoms its groups are read (a named group may have
    had other members in another release); all have the atoms of `counts` in the same order. `fixed`: the same for tables
    that can't be changed any more; their rows' keys stand under "fixed" in the result.

    A weighted figure is read by the weights of its counts. A fixed one, or one whose counts have no weights (a stored
    release's, whose totals may have been replaced since), is read as its group's exact unweighted count instead."""
    shown = [*_shown_rows(published), *_shown_rows(fixed, ("fixed",))]
    result = QuestionAudit()
    if shown:
        _adding_and_subtracting(counts, shown, result)
        if not result.faults:
            _bounding(counts, shown, result)
    return result


def _shown_rows(published, mark=()):
    for table, geography in published:
        for row in table.rows:
            if row.hidden or row.base is None:
                continue
            key = (*mark, table.by, tuple(row.group[column] for column in table.by))
            atoms = geography.members(row.group)
            yield _Shown(key, table, row, atoms, geography.weights if table.weighted and not mark else None)
            if table.weighted and table.by not in WEIGHTED_SPLITS:
                yield from _weight_classes(key, table, row, atoms, geography)


def _weight_classes(key, table, row, atoms, geography):
    """A weighted figure beside the unweighted one gives back each weight class of a group: they count as published."""
    weights = geography.weights if geography.weights is not None else np.ones(len(atoms))
    for weight in np.unique(np.round(weights[atoms], 9)):
        yield _Shown(key, table, row, atoms & (np.round(weights, 9) == weight))


def _adding_and_subtracting(counts, shown, result) -> None:
    found = smallest_exposed(np.array([row.atoms for row in shown]), counts.people)
    if found is None:
        return
    result.smallest = found.people
    value = sum(factor * shown[i].atoms for i, factor in zip(found.rows, found.factors, strict=True))
    result.touched = np.abs(value) > 1e-6
    result.rows = {shown[i].key for i in found.rows}
    result.faults.append(
        f"{counts.question}: the figures of {found.people} "
        f"{'person' if found.people == 1 else 'people'} follow from {_named(result.rows)}"
    )


def _bounding(counts, shown, result) -> None:
    world, figures, choice_sets = _world(counts, shown)
    groups = _natural_groups(counts)
    for known in exactly_known(world, figures, groups, choice_sets):
        keys = {shown[i].key for i in known.rows} or {
            row.key for row in shown if (row.atoms & groups[known.test]).any()
        }
        result.rows |= keys
        result.known += 1
        result.faults.append(
            f"{counts.question}: that {known.count} of a group of {known.people} gave one answer "
            f"is certain from {_named(keys)}"
        )


def _named(keys) -> str:
    names = sorted({" × ".join(values) or "Scotland" for *_, values in keys})
    return ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")


def _world(counts, shown) -> tuple[World, list[Figure], list[tuple[int, ...]]]:
    if counts.kind == "number":
        values = np.arange(counts.counts.shape[1])
        sums = (counts.counts @ values)[:, None]
        world = World(sums, counts.people, False, (counts.people * max(1, values.max(initial=1)))[:, None])
        means = [
            (i, row.atoms) for i, row in enumerate(shown) if row.row.mean is not None and row.weights is None
        ]
        figures = [Figure(i, atoms, (0,), *(2 * [float(sums[atoms].sum())])) for i, atoms in means]
        return world, figures, [(0,)]
    figures = [figure for i, row in enumerate(shown) for figure in _figures(counts, i, row)]
    world = World(counts.counts, counts.people, counts.kind == "one")
    return world, figures, _choice_sets(counts)


def _choice_sets(counts) -> list[tuple[int, ...]]:
    sets = [(i,) for i in range(len(counts.choices))]
    if counts.headline and counts.kind == "one":
        sets += [counts.choice_set(YES), counts.choice_set(NO)]
    return list(dict.fromkeys(sets))


def _figures(counts, index, shown):
    """What a row tells: the exact count behind each printed share, and for a [u] that it is under 3 or all but.

    The 3 is not read from `draft_rows`: the audit is an independent check and knows what [u] means by itself.
    """
    people = int(counts.people[shown.atoms].sum())
    for key, share in shown.row.shares.items():
        choices = _choices(counts, shown.table, key)
        if not choices or (counts.kind == "many" and key == NO):
            continue
        if shown.weights is not None:
            if share is not None:
                yield _weighted(counts, index, shown, choices, share)
            continue
        count = int(counts.counts[shown.atoms][:, list(choices)].sum())
        if share is not None:
            yield Figure(index, shown.atoms, choices, count, count)
        elif count < 3:
            yield Figure(index, shown.atoms, choices, 0, 2)
        elif people - count < 3:
            yield Figure(index, shown.atoms, choices, people - 2, people)


def _weighted(counts, index, shown, choices, share) -> Figure:
    """What a printed weighted share tells: half a percent either way, of the group's known weighted base."""
    base = float((shown.weights * counts.people)[shown.atoms].sum())
    low, high = ((share + off) / 100 * base for off in (-0.5, 0.5))
    return Figure(index, shown.atoms, choices, low - 1e-6, high + 1e-6, shown.weights)


def _choices(counts, table, key) -> tuple[int, ...]:
    """Columns of `counts` for a key of this table, whose finding may count other choices than today's."""
    if key not in (YES, NO):
        return counts.choice_set(key)
    counting = counts.choice_set("+".join(table.counting_choices)) if table.counting_choices else ()
    if key == YES:
        return counting
    return tuple(i for i in range(len(counts.choices)) if i not in counting)


def _natural_groups(counts) -> list[np.ndarray]:
    """Groups a reader would ask about: each atom and each council, role, named group × role and second answer."""
    atoms = counts.atoms
    keys = [list(atoms.columns)] + [[column] for column in atoms.columns]
    if {"named_group", "role"} <= set(atoms.columns):
        keys.append(["named_group", "role"])
    masks = {}
    for columns in keys:
        codes = atoms.groupby(columns, sort=False, dropna=False).ngroup().to_numpy()
        for code in np.unique(codes):
            mask = codes == code
            masks[mask.tobytes()] = mask
    return list(masks.values())
