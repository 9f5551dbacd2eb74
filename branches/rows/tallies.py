"""How many of the 32 council areas stand where: one count and one sentence a part."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from branches.models import Campaign, QuestionPart, Stance
from branches.rows.states import State, is_simulated, on_record, state_grid
from branches.simulated import marked


@dataclass(frozen=True)
class PartTally:
    """How many of the 32 council areas stand in each state for one part, and the sentence that says it."""

    part: QuestionPart
    counts: dict[State, int]
    sentence: str
    simulated: bool
    amount: int = 0
    posts: Decimal = Decimal(0)
    named_by: int = 0


@dataclass(frozen=True)
class Named:
    """Pounds a year and posts that employers named, and how many employers did."""

    amount: int = 0
    posts: Decimal = Decimal(0)
    by: int = 0

    @property
    def words(self) -> str:
        """ "2 named £1,200,000 a year and 12.5 posts together"; empty when nobody did."""
        sums = [f"£{self.amount:,} a year"] if self.amount else []
        sums += [f"{self.posts.normalize():f} {'post' if self.posts == 1 else 'posts'}"] if self.posts else []
        return f"{self.by} named {' and '.join(sums)}{' together' if self.by > 1 else ''}" if sums else ""


def tally(campaign: Campaign, viewer, today: date) -> tuple[PartTally, ...]:
    """One count and one sentence a part, such as "9 of 32 have a working group, 4 with a union seat; 8 not asked"."""
    parts = list(campaign.parts())
    grid = state_grid(campaign, viewer, today)
    simulated = is_simulated(campaign, viewer)
    named = _named_sums(campaign, viewer) if any(part.asks_amount for part in parts) else {}
    return tuple(_part_tally(part, parts, grid, simulated, named.get(part.pk, Named())) for part in parts)


def _named_sums(campaign, viewer) -> dict[int, Named]:
    """Part → what employers named for it, from the newest answer of each council area that was no refusal."""
    sums = {}
    for found in on_record(campaign, viewer).values():
        for part, each in found.items():
            reply = each.reply
            if reply and reply.stance != Stance.NO and (reply.amount or reply.posts):
                before = sums.get(part, Named())
                sums[part] = Named(
                    before.amount + (reply.amount or 0), before.posts + (reply.posts or 0), before.by + 1
                )
    return sums


def _part_tally(part, parts, grid, simulated: bool, named: Named) -> PartTally:
    counts = Counter(row.states[part.ref] for row in grid)
    words = f"{counts[State.YES]} of {len(grid)} {part.phrase}"
    also = [
        f"{_both(part, other, grid)} {other.with_phrase}"
        for other in parts
        if other.depends_on_id == part.pk and other.with_phrase and counts[State.YES]
    ]
    rest = [f"{counts[state]} {said}" for state, said in SENTENCE_WORDS.items() if counts[state]]
    sentence = "; ".join(filter(None, [", ".join([words, *also]), ", ".join(rest), named.words]))
    sentence = marked(sentence, simulated)
    by_state = {state: counts[state] for state in State}
    return PartTally(part, by_state, sentence, simulated, named.amount, named.posts, named.by)


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
