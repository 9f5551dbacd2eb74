"""Counts a wave's encrypted blocks into one cube, vectorised; nothing but counts leaves this module.

Every response is counted once, by council and role together; every published cut is a sum of those cells.
"""

from collections.abc import Iterator

import numpy as np

from branches.models import CouncilArea
from surveys.cube import (
    CELLS,
    COUNCIL,
    NAMED_GROUP,
    NAMED_GROUP_ROLE,
    ROLE,
    SCOTLAND,
    Cube,
    CubeItem,
    Cut,
)
from surveys.frozen import frozen
from surveys.joint_tally import JointTally
from surveys.models import Wave
from surveys.question_base import MISSING_CODES
from surveys.store import open_blocks
from surveys.terms import require_intact

CODES = len(MISSING_CODES)
ROWS_AT_ONCE = 50_000
PLACES = (SCOTLAND, NAMED_GROUP, COUNCIL, ROLE, NAMED_GROUP_ROLE)
NOT_SAID = ""


def count_wave(wave, cuts: tuple[str, ...] | None = None) -> Cube:
    """Return the exact counts of a mixed wave.

    `cuts` names some of `cuts_of(wave)`, all when None. An audit also asks for `CELLS`, the cells of council × role;
    for `cells*first*second` of a declared pair, those times the first question's choices; and for
    `cells*first*other*second` where `second` is declared with both, which tells only the cells that hold a response.
    A group `('',)` holds those who did not say. Raises TermsBroken when terms or guards were tampered with,
    store.StoreShut or a keys error when the answers can't be read.
    """
    require_intact(wave)
    cuts = cuts_of(wave) if cuts is None else tuple(cuts)
    counter = _Counter(wave, cuts)
    for rows in _batches(wave):
        counter.add(rows)
    return counter.cube(cuts)


def cuts_of(wave) -> tuple[str, ...]:
    """Return the names of the wave's cuts; a declared pair is called `first*second`."""
    places = [cut for cut in PLACES if cut != COUNCIL or wave.geography == Wave.Geography.COUNCILS]
    return (*places, *("*".join(pair) for pair in wave.declared_pairs))


def _batches(wave) -> Iterator[np.ndarray]:
    """Yield the rows of many blocks at a time, items first: (items, n) of int16, to be read along the items."""
    held, size = [], 0
    for rows in open_blocks(wave):
        held.append(rows)
        size += len(rows)
        if size >= ROWS_AT_ONCE:
            yield _together(held)
            held, size = [], 0
    if held:
        yield _together(held)


def _together(held: list[np.ndarray]) -> np.ndarray:
    return np.ascontiguousarray(np.concatenate(held).T)


class _Counter:
    """Holds the cells (council × role, code or value) of each item, and of each declared pair."""

    def __init__(self, wave, cuts):
        form = frozen(wave)
        self.wave, self.questions = wave, form.definition.questions
        self.items = tuple(_cube_item(item, self.questions[item.question]) for item in form.layout.items)
        self.columns = {item.name: column for column, item in enumerate(self.items)}
        self.councils = self._names("council")
        self.roles = self._names("role")
        self.cells = {item.name: self._empty(item, self.groups) for item in self.items}
        self.pairs = {tuple(pair): self._pair_cells(*pair) for pair in wave.declared_pairs}
        self.joint = {parts: JointTally() for parts in _joint(cuts)}
        self.responses = 0

    def _names(self, question: str) -> tuple[str, ...]:
        asked = self.questions.get(question)
        return (*(asked.choice_names if asked else ()), NOT_SAID)

    @property
    def groups(self) -> int:
        return len(self.councils) * len(self.roles)

    def _empty(self, item: CubeItem, groups: int) -> np.ndarray:
        values = {"one": len(item.choices), "many": 2}.get(item.kind, 1)
        return np.zeros((groups, CODES + values), dtype=np.int64)

    def _pair_cells(self, first: str, second: str) -> np.ndarray:
        groups = self.groups * (len(self.questions[first].choice_names) + 1)
        return self._empty(self.items[self.columns[second]], groups)

    def add(self, rows: np.ndarray) -> None:
        """Count (items, n) rows."""
        self.responses += rows.shape[1]
        group = self._group(rows, "council") * len(self.roles) + self._group(rows, "role")
        for item in self.items:
            self.cells[item.name] = _tally(self.cells[item.name], group, rows[self.columns[item.name]])
        for first, second in self.pairs:
            cells = self.pairs[first, second]
            inner = group * (len(self.questions[first].choice_names) + 1) + self._group(rows, first)
            self.pairs[first, second] = _tally(cells, inner, rows[self.columns[second]])
        for (*firsts, second), tally in self.joint.items():
            sizes = [len(self.questions[first].choice_names) + 1 for first in firsts]
            inner = [self._group(rows, first) for first in firsts]
            tally.add(
                np.ravel_multi_index((group, *inner), (self.groups, *sizes)), rows[self.columns[second]]
            )

    def _group(self, rows: np.ndarray, question: str) -> np.ndarray:
        """Return each row's choice of a question, the last group for those who named none."""
        if question not in self.columns:
            return np.zeros(rows.shape[1], dtype=np.int32)
        values = rows[self.columns[question]].astype(np.int32)
        return np.where(values < 0, len(self.questions[question].choice_names), values)

    def cube(self, names: tuple[str, ...]) -> Cube:
        made = {name: self._cut(name) for name in names}
        return Cube(
            wave=self.wave.slug,
            responses=self.responses,
            simulated=self.wave.simulated,
            items=self.items,
            cuts={name: cut for name, (cut, _) in made.items()},
            counts={name: counts for name, (_, counts) in made.items()},
        )

    def _cut(self, name: str) -> tuple[Cut, dict[str, np.ndarray]]:
        if "*" in name:
            parts = tuple(name.split("*"))
            return self._joint_cut(*parts[1:]) if parts[1:] in self.joint else self._pair_cut(*parts)
        by, keys = self._keys(name)
        groups = tuple(sorted(set(keys), key=_order))
        places = np.array([groups.index(key) for key in keys])
        counts = {item.name: _sum_groups(self.cells[item.name], places, len(groups)) for item in self.items}
        return Cut(name, by, groups), counts

    def _pair_cut(self, *parts: str) -> tuple[Cut, dict[str, np.ndarray]]:
        *inner, first, second = parts
        choices = (*self.questions[first].choice_names, NOT_SAID)
        cells = self.pairs[first, second]
        if inner:
            by, keys = self._keys(CELLS)
            groups = tuple((*key, choice) for key in keys for choice in choices)
            return Cut("*".join(parts), (*by, first), groups, second), {second: cells}
        places = np.tile(np.arange(len(choices)), self.groups)
        groups = tuple((choice,) for choice in choices)
        return Cut("*".join(parts), (first,), groups, second), {
            second: _sum_groups(cells, places, len(groups))
        }

    def _joint_cut(self, *parts: str) -> tuple[Cut, dict[str, np.ndarray]]:
        *firsts, second = parts
        by, keys = self._keys(CELLS)
        names = [(*self.questions[first].choice_names, NOT_SAID) for first in firsts]
        codes, cells = self.joint[parts].cells(len(self.questions[second].choice_names))
        places = zip(*np.unravel_index(codes, (self.groups, *map(len, names))), strict=True)
        groups = tuple(
            (*keys[cell], *(of[at] for of, at in zip(names, inner, strict=True))) for cell, *inner in places
        )
        return Cut("*".join((CELLS, *parts)), (*by, *firsts), groups, second), {second: cells}

    def _keys(self, name: str) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
        """Return what the cut divides by, and the group that each council × role cell falls into."""
        codes, named = self._codes(), self.wave.named_groups
        pairs = [(codes[council], role) for council in self.councils for role in self.roles]
        group = {code: str(named.get(code, NOT_SAID)) for code in codes.values()}
        return {
            SCOTLAND: ((), [() for _ in pairs]),
            NAMED_GROUP: (("named_group",), [(group[code],) for code, _ in pairs]),
            COUNCIL: (("council",), [(code,) for code, _ in pairs]),
            ROLE: (("role",), [(role,) for _, role in pairs]),
            CELLS: (("council", "role"), pairs),
            NAMED_GROUP_ROLE: (("named_group", "role"), [(group[code], role) for code, role in pairs]),
        }[name]

    def _codes(self) -> dict[str, str]:
        """Return each council choice's GSS code; a choice is called by its code, its slug or its name."""
        known = {}
        for code, slug, name in CouncilArea.objects.values_list("gss_code", "slug", "name"):
            known |= dict.fromkeys((code, slug, slug.replace("-", "_"), name), code)
        return {choice: known.get(choice, NOT_SAID) for choice in self.councils}


def _joint(cuts) -> tuple[tuple[str, ...], ...]:
    """The questions of each cut that divides cells by more than one other."""
    parts = (tuple(cut.split("*")[1:]) for cut in cuts)
    return tuple(asked for asked in parts if len(asked) > 2)


def _order(key: tuple[str, ...]) -> tuple:
    return tuple((part == NOT_SAID, part) for part in key)


def _cube_item(item, question) -> CubeItem:
    choices = question.choice_names if item.kind == "one" else ()
    return CubeItem(item.name, item.question, item.kind, item.choice, tuple(choices), item.scale)


def _tally(cells: np.ndarray, group: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return the cells with these rows added, made wider where a number is greater than any before."""
    width = max(cells.shape[1], CODES + int(values.max(initial=0)) + 1)
    columns = np.where(values < 0, -1 - values, values + np.int32(CODES))
    found = np.bincount(group * width + columns, minlength=len(cells) * width).reshape(len(cells), width)
    found[:, : cells.shape[1]] += cells
    return found


def _sum_groups(cells: np.ndarray, places: np.ndarray, groups: int) -> np.ndarray:
    summed = np.zeros((groups, cells.shape[1]), dtype=np.int64)
    np.add.at(summed, places, cells)
    return summed
