"""The chase ladder as a page shows it: each step with its letter, its counted day in words, and why not yet."""

from dataclasses import dataclass
from datetime import date

from branches import unanswered
from branches.actions import letters as actions
from branches.deadlines import CountedDate
from branches.models import ChaseStep, Letter


@dataclass(frozen=True)
class Rung:
    """One step: the newest letter written for it, when its answer is due, the last day for the step after it."""

    step: ChaseStep
    letter: Letter | None
    due: CountedDate | None
    last_day: CountedDate | None
    why_not: str
    is_next: bool

    @property
    def draft(self) -> Letter | None:
        return self.letter if self.letter and self.letter.state == Letter.State.DRAFT else None

    @property
    def draft_is_needless(self) -> bool:
        """Whether no question of the draft waits for an answer any more."""
        return self.draft is not None and unanswered.since(self.draft).nothing_left


def ladder(*, branch, campaign, council, employer, today: date) -> tuple[Rung, ...]:
    """Every step that is open with this employer, lowest first."""
    about = {"branch": branch, "campaign": campaign, "council": council, "employer": employer}
    written = list(Letter.objects.filter(**about).exclude(state=Letter.State.DROPPED))
    sent = [letter for letter in written if letter.state == Letter.State.SENT]
    following = actions.next_step(**about)
    return tuple(
        _rung(step, _newest(step, written), _why_not(step, sent, today, about), today, step == following)
        for step in actions.steps_for(employer)
    )


def _why_not(step, sent, today, about):
    if any(letter.step == step for letter in sent):
        return actions.why_not(step, sent, today)
    return (
        actions.NOTHING_WAITS if actions.nothing_waits(step, **about) else actions.why_not(step, sent, today)
    )


def _rung(step, letter, why_not, today, is_next):
    went = letter if letter and letter.state == Letter.State.SENT else None
    return Rung(
        step=step,
        letter=letter,
        due=actions.letter_due(went) if went and not went.answered_on else None,
        last_day=actions.next_deadline(went, today) if went else None,
        why_not=why_not,
        is_next=is_next,
    )


def _newest(step, letters):
    return max((letter for letter in letters if letter.step == step), key=lambda each: each.pk, default=None)
