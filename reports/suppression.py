"""Which rows of a question may be shown: bases under ten hidden, then whatever an audit needs hidden. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from reports.audit import LARGEST_SMALL_GROUP
from reports.draft_rows import THRESHOLD, draft_tables
from reports.question_audit import QuestionAudit, audit_question

# Hiding one person's worth of base costs more the more readers rely on a split; Scotland comes last.
_COST = {("named_group", "role"): 1, ("council",): 2, ("role",): 6, ("named_group",): 50, (): 10**6}
_OTHER_SPLIT = 4


@dataclass
class Memory:
    """What earlier questions of the same wave taught: rows to hide first, and sums that gave a small group away.

    A remembered sum is checked on the new question's own counts, so memory saves time and changes no verdict.
    """

    hidden: frozenset = frozenset()
    sums: list[tuple[frozenset, np.ndarray]] = field(default_factory=list)

    def recall(self, shown: frozenset, people: np.ndarray) -> frozenset | None:
        """Rows that give 1 to 9 people away by a sum known before; None when none of those does."""
        for rows, touched in self.sums:
            if (
                rows <= shown
                and touched.shape == people.shape
                and 1 <= people[touched].sum() <= LARGEST_SMALL_GROUP
            ):
                return rows
        return None


@dataclass
class Chosen:
    shown: set
    hidden_base: int
    secondary: frozenset = frozenset()
    audit: QuestionAudit = field(default_factory=QuestionAudit)


def choose_rows(exact, counts, rows, published, provenance, memory=None, barred=frozenset()) -> Chosen:
    """`exact`: the counts before rare choices were merged, which the audits read; `counts`: those that get printed.

    Hides until both audits find nothing, then shows again whatever wasn't needed. `rows`: {key: (by, group)}.
    `memory` is read and added to. `barred` rows stay hidden.
    """
    memory = memory if memory is not None else Memory()
    sizes = {key: int(counts.people[counts.members(group)].sum()) for key, (_, group) in rows.items()}
    large = frozenset(key for key, size in sizes.items() if size >= THRESHOLD)
    barred &= large
    large -= barred
    chooser = _Chooser(exact, counts, rows, published, provenance, sizes, memory)
    hidden = chooser.enough_hidden(large, memory.hidden & large)
    hidden = chooser.shown_again(large, hidden)
    memory.hidden = hidden
    audit = chooser.audit(large - hidden)
    if audit.faults:
        raise CannotProtect("; ".join(audit.faults))
    base_hidden = len(rows) - len(large) - len(barred)
    return Chosen(large - hidden, base_hidden, hidden | barred, audit)


class CannotProtect(RuntimeError):
    """What is already published gives a small group away, whatever else is hidden."""


class _Chooser:
    def __init__(self, exact, counts, rows, published, provenance, sizes, memory):
        self.exact, self.counts, self.rows, self.published = exact, counts, rows, list(published)
        self.provenance, self.sizes, self.memory, self.seen = provenance, sizes, memory, {}

    def enough_hidden(self, large, hidden) -> frozenset:
        """`hidden` and whatever else must go until nothing is given away."""
        while rows := self.giving_away(large - hidden):
            hidden |= {self.cheapest(rows)}
        return hidden

    def shown_again(self, large, hidden) -> frozenset:
        """`hidden` without the rows that give nothing away after all, dearest first."""
        for key in sorted(hidden, key=self.cost, reverse=True):
            if not self.giving_away(large - hidden | {key}):
                hidden -= {key}
        return hidden

    def giving_away(self, shown):
        """Rows among which one must be hidden; empty when both audits find nothing."""
        remembered = self.memory.recall(shown, self.exact.people)
        if remembered:
            return remembered
        found = self.audit(shown)
        if found.touched is not None and found.rows <= self.rows.keys():
            self.memory.sums.append((frozenset(found.rows), found.touched))
        if found.faults and not found.rows:
            raise CannotProtect("; ".join(found.faults))
        return found.rows if found.faults else frozenset()

    def audit(self, shown) -> QuestionAudit:
        if shown not in self.seen:
            drafts = draft_tables(self.counts, self.rows, shown, self.provenance)
            own = [(table, self.exact) for table in drafts]
            self.seen[shown] = audit_question(self.exact, own, self.published)
        return self.seen[shown]

    def cheapest(self, candidates):
        mine = [key for key in candidates if key in self.rows]
        if not mine:
            raise CannotProtect(
                f"{self.counts.question}: what is published already gives a small group away."
            )
        return min(mine, key=self.cost)

    def cost(self, key):
        return _COST.get(key[0], _OTHER_SPLIT) * self.sizes[key], key
