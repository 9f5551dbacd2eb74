"""The exact counts of one question, by atom; they stay inside the freezing process. Pure: no Django, no rounding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from reports.safe_tables import NO, YES

MERGED = "+"
RARE = 10  # people across Scotland under whom a choice is merged with its neighbour


@dataclass(frozen=True)
class Headline:
    """A finding's split of a question: the choices that count, and words for both sides."""

    counting: tuple[str, ...]
    yes: str
    no: str


@dataclass(frozen=True)
class Split:
    """One way to divide Scotland: `by` names columns of the atoms, `groups` every group, also the empty ones."""

    by: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]

    def named(self) -> tuple[dict[str, str], ...]:
        return tuple(dict(zip(self.by, group, strict=True)) for group in self.groups)


_MOST_MASKS = 4096
_masks: dict[tuple, tuple[pd.DataFrame, np.ndarray]] = {}  # all questions of a wave share one frame of atoms


def _mask(atoms: pd.DataFrame, group: Mapping[str, str]) -> np.ndarray:
    inside = np.ones(len(atoms), bool)
    for column, value in group.items():
        inside &= (atoms[column] == value).to_numpy()
    inside.flags.writeable = False
    return inside


@dataclass(frozen=True)
class QuestionCounts:
    """One question's answers. `atoms`: frame with a column a dimension (council, named_group, role, perhaps a second
    question) and a row an atom; `counts` (atoms, choices), for a number (atoms, values 0, 1, …); `people` (atoms) who
    answered; `headline` only where a finding names one; `weights` (atoms) each person's weight there, None when
    unweighted, with the reason in `weight_note`."""

    question: str
    wording: str
    kind: str
    choices: tuple[tuple[str, str], ...]
    atoms: pd.DataFrame
    counts: np.ndarray
    people: np.ndarray
    headline: Headline | None = None
    weights: np.ndarray | None = None
    weight_note: str = ""
    scale: int = 1  # a number's counted value is its answer times this

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.choices)

    def members(self, group: Mapping[str, str]) -> np.ndarray:
        """Bool mask of the atoms in a group, not to be written to; everyone for Scotland, {}."""
        key = (id(self.atoms), *group.items())
        frame, inside = _masks.get(key, (None, None))
        if frame is not self.atoms:
            inside = _mask(self.atoms, group)
            if len(_masks) >= _MOST_MASKS:
                _masks.clear()
            _masks[key] = (self.atoms, inside)
        return inside

    def choice_set(self, key: str) -> tuple[int, ...]:
        """Which columns of `counts` a published share's key stands for, merged and finding keys too."""
        if key in (YES, NO):
            counting = {part for name in self.headline.counting for part in name.split(MERGED)}
            return tuple(
                i
                for i, name in enumerate(self.names)
                if (set(name.split(MERGED)) <= counting) == (key == YES)
            )
        wanted = set(key.split(MERGED))
        return tuple(i for i, name in enumerate(self.names) if set(name.split(MERGED)) <= wanted)

    def total(self, members: np.ndarray, key: str) -> int:
        """How many of these people gave the answer `key`; of a many-choice question the other side is the rest."""
        if self.kind == "many" and key == NO:
            return int(self.people[members].sum()) - self.total(members, YES)
        return int(self.counts[members][:, list(self.choice_set(key))].sum())

    def with_groups(self, named_group: Mapping[str, str]) -> QuestionCounts:
        """The same atoms with councils put into the named groups of another day."""
        groups = self.atoms["council"].map(named_group).fillna("")
        return replace(self, atoms=self.atoms.assign(named_group=groups))

    def national(self) -> np.ndarray:
        return self.counts.sum(axis=0)


def merge_rare(counts: QuestionCounts, rare: int = RARE) -> QuestionCounts:
    """The same with choices given by under `rare` people joined to their smaller neighbour on the same headline side.

    Only for one-choice questions: sums of a many-choice question's choices count people twice. Two choices stay two.
    """
    while counts.kind == "one" and len(counts.choices) > 2:
        pair = _pair_to_merge(counts, rare)
        if pair is None:
            break
        counts = _merged(counts, *pair)
    return counts


def _pair_to_merge(counts, rare) -> tuple[int, int] | None:
    national, yes = counts.national(), set(counts.choice_set(YES)) if counts.headline else set()
    for i in np.argsort(national, kind="stable"):
        beside = [j for j in range(len(national)) if j != i and (j in yes) == (int(i) in yes)]
        if national[i] < rare and beside:
            near = min(beside, key=lambda j: (abs(j - i), national[j]))
            return min(int(i), near), max(int(i), near)
    return None


def _merged(counts, first, second) -> QuestionCounts:
    (a, a_label), (b, b_label) = counts.choices[first], counts.choices[second]
    choices = list(counts.choices)
    choices[first] = (a + MERGED + b, f"{a_label} or {_inside(b_label)}")
    del choices[second]
    table = counts.counts.copy()
    table[:, first] += table[:, second]
    headline = counts.headline
    if headline:
        kept = [name for name in headline.counting if name not in (a, b)]
        counted = a in headline.counting
        headline = replace(headline, counting=tuple([*kept, a + MERGED + b] if counted else kept))
    return replace(counts, choices=tuple(choices), counts=np.delete(table, second, axis=1), headline=headline)


def _inside(label: str) -> str:
    """A label as it reads inside a sentence: small first letter, but for "I" and names in capitals."""
    first = label.split(" ")[0]
    return (
        label
        if first[:1] == "I" and first[1:2] in ("", "’", "'") or first.isupper()
        else label[:1].lower() + label[1:]
    )
