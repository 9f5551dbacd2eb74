"""The cube of counts that a freeze works on: pure numbers, no Django; it never leaves the freezing process but into a release."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from surveys.question_base import MISSING_CODES

SCOTLAND, NAMED_GROUP, COUNCIL, ROLE = "scotland", "named_group", "council", "role"
NAMED_GROUP_ROLE = "named_group_role"
CELLS = "council_role"  # the smallest cells, for audits only: never published


@dataclass(frozen=True)
class Cut:
    """One way to divide the responses: `groups` holds one tuple of values for each row, '' where a person did not say."""

    name: str
    by: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    second: str | None = None


@dataclass(frozen=True)
class CubeItem:
    """One counted item: a choice's index, zero or one, or a number."""

    name: str
    question: str
    kind: str
    choice: str | None
    choices: tuple[str, ...] = ()
    scale: int = 1


@dataclass(frozen=True)
class Cube:
    """Exact counts of one wave.

    `counts[cut][item]` is an int64 array (groups of the cut, 5 + values): columns 0–4 are the missing codes −1 to −5,
    column 5 + v is value v. A declared pair's cut holds only the items of its second question.
    """

    wave: str
    responses: int
    simulated: bool
    items: tuple[CubeItem, ...]
    cuts: Mapping[str, Cut]
    counts: Mapping[str, Mapping[str, np.ndarray]] = field(repr=False)

    def values(self, cut: str, item: str) -> np.ndarray:
        """Return counts (groups, values) of those who answered."""
        return self.counts[cut][item][:, len(MISSING_CODES) :]

    def missing(self, cut: str, item: str) -> np.ndarray:
        """Return counts (groups, 5) of skipped, not shown, not reached, prefer not to say, does not apply."""
        return self.counts[cut][item][:, : len(MISSING_CODES)]

    def sizes(self, cut: str) -> np.ndarray:
        """Return how many responses each group of the cut holds."""
        return next(iter(self.counts[cut].values())).sum(axis=1)

    def items_of(self, question: str) -> tuple[CubeItem, ...]:
        return tuple(item for item in self.items if item.question == question)
