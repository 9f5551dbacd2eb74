"""From a wave's cube to one question's exact counts by atom, in pandas frames; nothing here is shown to anybody."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from reports.exact_counts import Headline, QuestionCounts, Split
from surveys.counts import count_wave
from surveys.cube import CELLS, Cube
from surveys.frozen import frozen

CUT_QUESTIONS = ("role", "council")
ALL_RESPONDENTS = Split((), ((),))


@dataclass(frozen=True)
class Pair:
    """A declared second question: the table of `second` by the answers to `first`.

    `beside`: every question by whose answers `second` is told, this one too; their tables are audited together.
    """

    first: str
    second: str
    beside: tuple[str, ...] = ()

    @property
    def cut(self) -> str:
        return "*".join(("cells", *(self.beside or (self.first,)), self.second))


def counted(wave) -> Cube:
    """Opens the wave's store and counts it into the cells that releases are made of.

    Raises what `surveys.counts.count_wave` raises when the answers can't be read (any more).
    """
    return count_wave(wave, (CELLS, *(pair.cut for pair in pairs_of(wave))))


def pairs_of(wave) -> tuple[Pair, ...]:
    """The declared pairs that aren't a split of their own already, read one way only.

    The same answers read the other way would tell the groups that the first table hides.
    """
    kept: dict[frozenset, Pair] = {}
    for names in wave.declared_pairs:
        if not set(names) & set(CUT_QUESTIONS):
            kept.setdefault(frozenset(names), Pair(*names))
    beside: dict[str, tuple[str, ...]] = {}
    for pair in kept.values():
        beside[pair.second] = (*beside.get(pair.second, ()), pair.first)
    return tuple(replace(pair, beside=beside[pair.second]) for pair in kept.values())


def geography_of(wave) -> dict[str, str]:
    """GSS code to the number of its named group, as the wave froze it."""
    return {code: str(number) for code, number in wave.named_groups.items()}


def splits_of(wave) -> tuple[Split, ...]:
    """Every split of a wave's tables, with all its groups, also those that nobody answered from."""
    geography = geography_of(wave)
    groups = tuple(sorted(set(geography.values())))
    asked = frozen(wave).definition.questions
    roles = tuple(asked["role"].choice_names) if "role" in asked else ()
    splits = [ALL_RESPONDENTS, Split(("named_group",), tuple((group,) for group in groups))]
    if wave.geography == wave.Geography.COUNCILS:
        splits.append(Split(("council",), tuple((code,) for code in sorted(geography))))
    if roles:
        splits.append(Split(("role",), tuple((role,) for role in roles)))
        both = tuple((group, role) for group in groups for role in roles)
        splits.append(Split(("named_group", "role"), both))
    return tuple(split for split in splits if split.groups)


def splits_for(counts: QuestionCounts, splits) -> tuple[Split, ...]:
    """The role question is told for Scotland only: by council it would be the size of each small group."""
    return splits[:1] if counts.question in CUT_QUESTIONS else tuple(splits)


def pair_split(wave, pair: Pair) -> Split:
    choices = frozen(wave).definition.questions[pair.first].choice_names
    return Split((pair.first,), tuple((choice,) for choice in choices))


def sizes(cube: Cube) -> np.ndarray:
    """How many responses each atom holds."""
    return cube.sizes(CELLS)


def atoms(cube: Cube, geography: dict[str, str], cut: str = CELLS) -> pd.DataFrame:
    """A row an atom with its council, named group, role and, of a pair's cut, the first questions' answers."""
    frame = pd.DataFrame(cube.cuts[cut].groups, columns=list(cube.cuts[cut].by))
    frame.insert(1, "named_group", frame["council"].map(geography).fillna(""))
    return frame


def questions(wave, cube: Cube, findings: dict, weights=None, weight_note: str = "") -> list[QuestionCounts]:
    """The exact counts of every question that gets a table, in the questionnaire's order.

    `findings`: {question: Finding}; `weights`: a person's weight an atom, or None.
    """
    frame = atoms(cube, geography_of(wave))
    asked = frozen(wave).definition.questions
    found = (
        _counts(asked[name], cube, CELLS, frame, findings.get(name)) for name in asked if name != "council"
    )
    kept = [counts for counts in found if counts is not None]
    return [_weighted(counts, weights, weight_note) for counts in kept]


def pair_counts(wave, cube: Cube, pair: Pair, findings: dict) -> QuestionCounts:
    """The exact counts of a pair's second question by atoms that also hold the first questions' answers."""
    frame = atoms(cube, geography_of(wave), pair.cut)
    asked = frozen(wave).definition.questions[pair.second]
    return _counts(asked, cube, pair.cut, frame, findings.get(pair.second))


def _weighted(counts, weights, note) -> QuestionCounts:
    return QuestionCounts(**{**vars(counts), "weights": weights, "weight_note": note})


def _counts(question, cube, cut, frame, finding) -> QuestionCounts | None:
    items = cube.items_of(question.name)
    if not items or items[0].kind == "text" or (items[0].kind == "number" and len(items) > 1):
        return None
    table, people, choices = _table(question, cube, cut, items)
    return QuestionCounts(
        question=question.name,
        wording=question.label,
        kind=items[0].kind,
        choices=choices,
        atoms=frame,
        counts=table,
        people=people,
        headline=_headline(finding, items[0].kind, choices),
        scale=getattr(items[0], "scale", 1) or 1,
    )


def _table(question, cube, cut, items):
    if items[0].kind == "many":
        columns = [cube.values(cut, item.name) for item in items]
        table = np.stack([column[:, 1] for column in columns], axis=1)
        names = [item.choice for item in items]
        people = columns[0].sum(axis=1)
    else:
        table = cube.values(cut, items[0].name)
        names = list(items[0].choices) if items[0].kind == "one" else []
        people = table.sum(axis=1)
    return table, people, tuple((name, question.label_of(name)) for name in names)


def _headline(finding, kind, choices) -> Headline | None:
    """The finding's split, if all its choices are asked about and they leave somebody on the other side.

    Where a person may tick several choices only one can count: whoever ticked two would be counted twice.
    """
    names = {name for name, _ in choices}
    counting = tuple(finding.counting_choices) if finding else ()
    if not counting or not set(counting) < names or (kind == "many" and len(counting) > 1):
        return None
    return Headline(counting, finding.title, finding.no_label or "All others")
