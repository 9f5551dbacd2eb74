"""How many of the 32 council areas stand where: one count and one sentence a part."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from branches.models import Campaign, QuestionPart
from branches.rows.states import State, is_simulated, state_grid


@dataclass(frozen=True)
class PartTally:
    """How many of the 32 council areas stand in each state for one part, and the sentence that says it."""

    part: QuestionPart
    counts: dict[State, int]
    sentence: str
    simulated: bool


def tally(campaign: Campaign, viewer, today: date) -> tuple[PartTally, ...]:
    """One count and one sentence a part, such as "9 of 32 have a working group, 4 with a union seat; 8 not asked"."""
    parts = list(campaign.parts())
    grid = state_grid(campaign, viewer, today)
    simulated = is_simulated(campaign, viewer)
    return tuple(_part_tally(part, parts, grid, simulated) for part in parts)


def _part_tally(part, parts, grid, simulated: bool) -> PartTally:
    counts = Counter(row.states[part.ref] for row in grid)
    words = f"{counts[State.YES]} of {len(grid)} {part.phrase}"
    also = [
        f"{_both(part, other, grid)} {other.with_phrase}"
        for other in parts
        if other.depends_on_id == part.pk and other.with_phrase and counts[State.YES]
    ]
    rest = [f"{counts[state]} {said}" for state, said in SENTENCE_WORDS.items() if counts[state]]
    sentence = "; ".join(filter(None, [", ".join([words, *also]), ", ".join(rest)]))
    sentence = f"Simulated: {sentence}" if simulated else sentence
    return PartTally(part, {state: counts[state] for state in State}, sentence, simulated)


def _both(part, other, grid) -> int:
    """Only among those who said yes to the first: "9 have a working group, 4 with a union seat"."""
    return sum(row.states[part.ref] is State.YES and row.states[other.ref] is State.YES for row in grid)


SENTENCE_WORDS = {
    State.PARTLY: "partly",
    State.PLANNED: "promised",
    State.NO: "no",
    State.REFUSED: "refused to answer",
    State.UNCLEAR: "no clear answer",
    State.NOT_APPLICABLE: "where it does not apply",
    State.OVERDUE: "overdue",
    State.WAITING: "waiting",
    State.NOT_ASKED: "not asked",
}
