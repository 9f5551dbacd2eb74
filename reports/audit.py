"""The audit of a release: can figures of fewer than ten people, or the answer of a small group, be worked out? Pure.

The attacker. A reader knows the exact counts behind every shown figure (as if nothing were rounded) and how many
people stand in each atom, the smallest cells that the published splits cut people into (council × role, and a second
question's answer where one was declared).

Audit A, adding and subtracting. Whatever a reader gets by adding and subtracting published figures is Σ λ_g·figure_g,
that is a figure of the people in atoms a with weight v_a = Σ_g λ_g·[a in g]. It speaks of the atoms with v_a ≠ 0 and of
nobody else, so the release is safe when no v other than zero lives on 1 to 9 people. Scaling v so that its largest
entry is exactly 1 loses nothing and bounds the rest by 1, so the integer programme needs no arbitrary "big M".
For each atom k of under ten people as that entry:

    min Σ n_a z_a   with  −z_a ≤ v_a ≤ z_a,  v_k = 1,  Σ n_a z_a ≤ 9,  z binary, λ free.

Its linear relaxation, min Σ n_a |v_a|, is a lower bound and nearly always 0, 1 or −1 in each entry; so one warm linear
programme an atom settles it, and the integer programme is only called for where the bound leaves a doubt.
Atoms alike in every published row are one atom; atoms of 10 and more are fixed to v_a = 0; empty atoms are left free
(their people, none, can't be exposed; the reader knows that they are empty), which only helps the attacker. Each row of
a question is taken as telling everything about its base: rows that show fewer choices span a part of that space, so
one programme per question covers all its choices.

Audit B, bounding. Counts also lie between 0 and the people of their atom. The polytope of all counts x[atom, choice]
that agree with every shown figure holds the truth; a group of 1 to 9 is exposed when its count of a choice is above
zero and can take no other whole value there. "All of them gave this answer" is the case where that count is the
whole group. A weighted figure adds that its weighted sum lies within half a percent of what is printed, every weight
being known; in audit A it tells no more than its group does, for there it would take the exact weighted sum, which is
never printed. A handful of linear programmes with random aims finds other possible worlds and clears most groups at
once; each group left is settled by its own least and greatest value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil, floor

import numpy as np

from reports.solver import INFINITY, NotSolved, Programme

LARGEST_SMALL_GROUP = 9
_EPS = 1e-6
_ROUNDS = 6


@dataclass(frozen=True)
class Exposed:
    """What audit A found: `people` whose figures follow, the `atoms` they stand in and the `rows` that it takes,
    each with its factor."""

    people: int
    atoms: tuple[int, ...]
    rows: tuple[int, ...]
    factors: tuple[float, ...]


@dataclass(frozen=True)
class Known:
    """What audit B found: in the group `test` the count of `choices` is known to be `count`; `rows` prove it."""

    test: int
    choices: tuple[int, ...]
    count: int
    people: int
    rows: tuple[int, ...]


@dataclass(frozen=True)
class Figure:
    """A published count: the people of `atoms` (bool mask) who gave one of `choices` (indices) are `low` to `high`.

    `weights` (atoms): what each of them counts for in a weighted figure; None for one each."""

    row: int
    atoms: np.ndarray
    choices: tuple[int, ...]
    low: float
    high: float
    weights: np.ndarray | None = None


@dataclass(frozen=True)
class World:
    """The truth of one question: `counts` (atoms, choices), `people` (atoms) who answered; `exclusive` for one choice
    a person; `limit` (atoms, choices) the most that a count can be."""

    counts: np.ndarray
    people: np.ndarray
    exclusive: bool
    limit: np.ndarray = field(default=None)

    def most(self) -> np.ndarray:
        if self.limit is not None:
            return self.limit
        return np.repeat(self.people[:, None], self.counts.shape[1], axis=1)


def smallest_exposed(
    members: np.ndarray, people: np.ndarray, limit: int = LARGEST_SMALL_GROUP
) -> Exposed | None:
    """Audit A: the smallest set of 1 to `limit` people whose figures follow from the rows; None when there is none.

    `members`: bool (rows, atoms), who is in each published row; `people`: how many stand in each atom.
    """
    _, first = np.unique(members, axis=0, return_index=True)
    members, first = members[np.sort(first)], np.sort(first)
    atoms = _distinct_atoms(members, people)
    if not atoms:
        return None
    sizes = np.array([people[list(same)].sum() for same in atoms])
    columns = members[:, [same[0] for same in atoms]].astype(float)
    small = np.flatnonzero(sizes <= limit)
    if not small.size or _rank(columns[:, sizes > limit]) == _rank(columns):
        return None
    return _solve_smallest(columns, sizes, small, atoms, limit, first)


def _distinct_atoms(members, people) -> list[tuple[int, ...]]:
    alike: dict[bytes, list[int]] = {}
    for atom in np.flatnonzero(people > 0):
        if members[:, atom].any():
            alike.setdefault(np.packbits(members[:, atom]).tobytes(), []).append(int(atom))
    return [tuple(same) for same in alike.values()]


def _rank(matrix) -> int:
    return int(np.linalg.matrix_rank(matrix)) if matrix.size else 0


def _solve_smallest(columns, sizes, small, atoms, limit, rows) -> Exposed | None:
    """Each small atom in turn as the largest entry: a linear bound settles nearly all, the integer programme the rest."""
    bound = _LinearBound(columns, sizes, small, limit)
    for i in range(len(small)):
        combination, people = bound.least_people(i)
        if people > limit + _EPS:
            continue
        found = _exposed(combination, columns, sizes, atoms, rows)
        if found.people > limit:
            combination = _fewest_people(columns, sizes, small, limit, i)
            found = None if combination is None else _exposed(combination, columns, sizes, atoms, rows)
        if found:
            return found
    return None


class _LinearBound:
    """The least Σ n_a |v_a| with one atom's v at 1: no set of people that holds v can be smaller."""

    def __init__(self, columns, sizes, small, limit):
        few = len(small)
        self.programme = Programme()
        self.combine = self.programme.add_variables(columns.shape[0], -INFINITY, INFINITY)
        self.above = self.programme.add_variables(few, 0, 1, cost=sizes[small])
        self.below = self.programme.add_variables(few, 0, 1, cost=sizes[small])
        for atom in np.flatnonzero(sizes > limit):
            self.programme.add_row(0, 0, [(self.combine, columns[:, atom])])
        for i, atom in enumerate(small):
            one = np.eye(1, few, i)[0]
            value = [(self.combine, columns[:, atom]), (self.above, -one), (self.below, one)]
            self.programme.add_row(0, 0, value)
        self.cost = sizes[small]

    def least_people(self, i: int) -> tuple[np.ndarray | None, float]:
        self.programme.set_bounds(self.above.start + i, 1, 1)
        self.programme.set_bounds(self.below.start + i, 0, 0)
        answer = self.programme.solve()
        self.programme.set_bounds(self.above.start + i, 0, 1)
        self.programme.set_bounds(self.below.start + i, 0, 1)
        if answer is None:
            return None, float("inf")
        return answer[self.combine], float(self.cost @ (answer[self.above] + answer[self.below]))


def _fewest_people(columns, sizes, small, limit, i) -> np.ndarray | None:
    """The integer programme with atom i's v at 1; the combination found, None when no 1 to `limit` people hold it."""
    few = len(small)
    programme = Programme()
    combine = programme.add_variables(columns.shape[0], -INFINITY, INFINITY)
    touched = programme.add_variables(few, np.eye(1, few, i)[0], 1, cost=sizes[small], whole=True)
    for atom in np.flatnonzero(sizes > limit):
        programme.add_row(0, 0, [(combine, columns[:, atom])])
    for k, atom in enumerate(small):
        value, one = (combine, columns[:, atom]), np.eye(1, few, k)[0]
        programme.add_row(-INFINITY, 0, [value, (touched, -one)])
        programme.add_row(0, INFINITY, [value, (touched, one)])
    programme.add_row(1, 1, [(combine, columns[:, small[i]])])
    programme.add_row(1, limit, [(touched, sizes[small].astype(float))])
    answer = programme.solve()
    return None if answer is None else answer[combine]


def _exposed(combination, columns, sizes, atoms, rows) -> Exposed:
    value = combination @ columns
    hit = np.flatnonzero(np.abs(value) > _EPS)
    members = tuple(atom for i in hit for atom in atoms[i])
    used = np.abs(combination) > _EPS
    factors = tuple(float(factor) for factor in combination[used])
    return Exposed(int(sizes[hit].sum()), members, tuple(int(row) for row in rows[used]), factors)


def exactly_known(
    world: World,
    figures: Sequence[Figure],
    groups: Sequence[np.ndarray],
    choice_sets: Sequence[tuple[int, ...]],
    seed: int = 1,
) -> list[Known]:
    """Audit B: the small groups whose count of a choice is certain. `groups`: bool masks over atoms;
    `choice_sets`: which sets of choices to test. Returns one `Known` a certain pair, in order of the groups."""
    tests = list(_open_tests(world, groups, choice_sets))
    if not tests or not figures:
        return []
    polytope = _Polytope(world, figures)
    aims = np.array([polytope.aim(groups[g], choices) for g, choices, _ in tests])
    left = _cleared_by_other_worlds(
        polytope, aims, [truth for *_, truth in tests], np.random.default_rng(seed)
    )
    return _settled(polytope, tests, aims, list(left), groups, world)


def _open_tests(world, groups, choice_sets):
    for g, members in enumerate(groups):
        if not 1 <= world.people[members].sum() <= LARGEST_SMALL_GROUP:
            continue
        for choices in choice_sets:
            truth = int(world.counts[members][:, list(choices)].sum())
            if truth > 0:
                yield g, choices, truth


class _Polytope:
    """Every table of counts that agrees with the published figures, as one linear programme kept warm."""

    def __init__(self, world: World, figures: Sequence[Figure]):
        self.inside = np.flatnonzero(world.people > 0)
        self.width = world.counts.shape[1]
        self.programme = Programme()
        most = world.most()[self.inside].astype(float).ravel()
        self.counts = self.programme.add_variables(most.size, 0, most)
        if world.exclusive:
            for i, atom in enumerate(self.inside):
                row = np.zeros((len(self.inside), self.width))
                row[i] = 1
                self.programme.add_row(world.people[atom], world.people[atom], [(self.counts, row.ravel())])
        self.first_figure = self.programme.rows
        self.figures = figures
        for figure in figures:
            self.programme.add_row(
                figure.low,
                figure.high,
                [(self.counts, self.aim(figure.atoms, figure.choices, figure.weights))],
            )

    def aim(self, atoms, choices, weights=None) -> np.ndarray:
        weight = np.zeros((len(self.inside), self.width))
        within = np.flatnonzero(atoms[self.inside])
        each = np.ones(len(within)) if weights is None else weights[self.inside][within]
        weight[np.ix_(within, list(choices))] = each[:, None]
        return weight.ravel()

    def extreme(self, aim, greatest: bool) -> np.ndarray:
        self.programme.set_costs(self.counts, -aim if greatest else aim)
        found = self.programme.solve()
        if found is None:
            raise NotSolved("The published figures contradict the counts they are said to come from.")
        return found[self.counts]

    def proving_rows(self) -> set[int]:
        duals = self.programme.duals()[self.first_figure :]
        return {figure.row for figure, dual in zip(self.figures, duals, strict=True) if abs(dual) > _EPS}


def _cleared_by_other_worlds(polytope, aims, truths, generator) -> np.ndarray:
    left, truths = np.arange(len(aims)), np.array(truths, float)
    for _ in range(_ROUNDS):
        if not left.size:
            break
        push = generator.choice([-1.0, 1.0], len(left)) * generator.uniform(0.5, 1.5, len(left))
        world = polytope.extreme(push @ aims[left], greatest=True)
        left = left[np.abs(aims[left] @ world - truths[left]) < 1 - _EPS]
    return left


def _settled(polytope, tests, aims, left, groups, world) -> list[Known]:
    """Each test left by its own least and greatest value; every world found on the way may clear others too."""
    found = []
    while left:
        i = left.pop(0)
        known, worlds = _settle(polytope, aims[i], tests[i], groups, world)
        found += [known] if known else []
        for other in worlds:
            left = [j for j in left if abs(aims[j] @ other - tests[j][2]) < 1 - _EPS]
    return found


def _settle(polytope, aim, test, groups, world) -> tuple[Known | None, list[np.ndarray]]:
    """What is certain of one test, and the worlds that were found; the truth is one of them, so a least value below
    it settles the matter."""
    group, choices, truth = test
    lowest = polytope.extreme(aim, greatest=False)
    rows = polytope.proving_rows()
    if ceil(aim @ lowest - _EPS) < truth:
        return None, [lowest]
    highest = polytope.extreme(aim, greatest=True)
    if floor(aim @ highest + _EPS) > truth:
        return None, [lowest, highest]
    rows |= polytope.proving_rows()
    people = int(world.people[groups[group]].sum())
    return Known(group, tuple(choices), truth, people, tuple(sorted(rows))), [lowest, highest]
