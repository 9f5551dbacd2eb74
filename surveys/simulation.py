"""Makes up plausible responses to any questionnaire, vectorised and repeatable. Pure: no Django, no database.

Council sizes follow population, roles are unequal, questions lean as the published surveys did, councils differ a little,
waves drift, some skip or stop, and routing is obeyed. Every comment begins with the word Simulated.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from surveys.expressions import references
from surveys.frozen import Frozen
from surveys.question_types import (
    APART,
    DOES_NOT_APPLY,
    NOT_APPLICABLE,
    NOT_REACHED,
    NOT_SHOWN,
    PREFER_NOT,
    PREFERRED_NOT,
    SKIPPED,
)
from surveys.questionnaire import Question
from surveys.routing import pruned, route, shown
from surveys.simulation_leanings import PHRASES, SHARES, TYPICAL_NUMBERS

ROWS_AT_ONCE = 50_000
MOST_COMMENTS = 2_000
SKIPS, STOPS, PREFERS_NOT, DOES_NOT_FIT = 0.03, 0.05, 0.012, 0.025
COUNCILS_DIFFER, WAVES_DRIFT = 0.35, 0.07
COMMENTS_ARE_LEFT = 0.18


@dataclass(frozen=True)
class Batch:
    """Some made-up responses: rows (n, items) of int16 and, beside each, its comments by question."""

    rows: np.ndarray
    comments: tuple[Mapping[str, str], ...]


def simulate(form: Frozen, *, count: int, seed: int, populations: Mapping[str, int]) -> Iterator[Batch]:
    """Yield `count` responses in batches; the same seed gives the same responses.

    `populations` maps a choice of the question `council` to its people; a choice that is missing gets the mean.
    """
    maker = _Maker(form, seed, populations)
    for start in range(0, count, ROWS_AT_ONCE):
        yield maker.batch(min(ROWS_AT_ONCE, count - start))


class _Maker:
    def __init__(self, form: Frozen, seed: int, populations: Mapping[str, int]):
        self.form, self.questions = form, form.definition.questions
        self.random = np.random.default_rng(seed)
        self.populations = populations
        self.drift = {name: self.random.normal(0, WAVES_DRIFT) for name in self.questions}
        self.left = MOST_COMMENTS
        self.columns = _columns(form)

    def batch(self, count: int) -> Batch:
        rows = np.full((count, len(self.form.layout.items)), SKIPPED, dtype=np.int16)
        councils = self._councils(count)
        for name, columns in self.columns.items():
            rows[:, columns] = self._answers(self.questions[name], councils, count)
        hidden = self._route(rows)
        stopped = self._stop(rows)
        return Batch(rows, self._comments(count, hidden, stopped))

    def _councils(self, count: int) -> np.ndarray:
        question = self.questions.get("council")
        if question is None:
            return np.zeros(count, dtype=np.int64)
        known = [self.populations.get(name) for name in question.choice_names]
        mean = np.mean([people for people in known if people] or [1])
        people = np.array([people or mean for people in known], dtype=float)
        return self.random.choice(len(people), size=count, p=people / people.sum())

    def _answers(self, question: Question, councils: np.ndarray, count: int) -> np.ndarray:
        if question.name == "council":
            made = councils[:, None]
        elif question.type == "rank":
            made = np.argsort(self.random.random((count, len(question.choices))), axis=1) + 1
        elif question.kind.kind == "one":
            made = self._one(question, councils)[:, None]
        elif question.kind.kind == "many":
            made = self._many(question, count)
        else:
            made = self._number(question, councils)[:, None]
        return self._without_some(question, made.astype(np.int16))

    def _one(self, question: Question, councils: np.ndarray) -> np.ndarray:
        """Draw one choice each: a lean of the question, moved along its choices by council and wave."""
        scores = np.log(_shares(question))
        along = np.linspace(-1, 1, len(scores))
        moved = self.drift[question.name] + COUNCILS_DIFFER * _own(question.name, 64).standard_normal(64)
        if question.name == "role":
            moved[:] = 0
        weights = np.exp(scores[None, :] + moved[:, None] * along[None, :])
        steps = np.cumsum(weights / weights.sum(axis=1, keepdims=True), axis=1)[councils % 64]
        return (self.random.random(len(councils))[:, None] > steps[:, :-1]).sum(axis=1)

    def _many(self, question: Question, count: int) -> np.ndarray:
        chances = _own(question.name, 1).uniform(0.08, 0.6, len(question.choices))
        ticked = self.random.random((count, len(chances))) < chances
        ticked[np.arange(count), self.random.integers(0, len(chances), count)] |= ~ticked.any(axis=1)
        return ticked

    def _number(self, question: Question, councils: np.ndarray) -> np.ndarray:
        least, most = question.kind.bounds(question)
        scale = getattr(question.kind, "scale", 1)
        typical = TYPICAL_NUMBERS.get(question.name, least + 0.3 * min(most - least, 40))
        typical = max(typical - least, 0.5) * np.exp(self.drift[question.name])
        drawn = least + self.random.gamma(4, typical / 4, len(councils))
        step = (question.step or 1) if question.type == "range" else 1 / scale
        values = least + np.round((np.clip(drawn, least, most) - least) / step) * step
        return np.round(np.minimum(values, most) * scale)

    def _without_some(self, question: Question, made: np.ndarray) -> np.ndarray:
        """Let some skip the question, or choose what stands apart from its scale."""
        luck = self.random.random(len(made))
        chances = [(SKIPPED, SKIPS)]
        chances += [(PREFERRED_NOT, PREFERS_NOT)] if PREFER_NOT in question.apart else []
        chances += [(NOT_APPLICABLE, DOES_NOT_FIT)] if DOES_NOT_APPLY in question.apart else []
        low = 0.0
        for code, chance in chances:
            made[(luck >= low) & (luck < low + chance)] = code
            low += chance
        return made

    def _route(self, rows: np.ndarray) -> dict[str, np.ndarray]:
        """Mark what the answers don't lead to; return for each comment question who isn't asked it."""
        asked_about = self._asked_about()
        columns = [column for name in asked_about for column in self.columns[name]]
        kinds, which = np.unique(rows[:, columns], axis=0, return_inverse=True)
        which = which.reshape(-1)
        seen = [self._shown(dict(zip(columns, kind, strict=True)), asked_about) for kind in kinds.tolist()]
        hidden = {}
        for name in (*self.columns, *self.form.layout.comments):
            hidden[name] = np.array([name not in names for names in seen])[which]
            if name in self.columns:
                rows[np.ix_(hidden[name], self.columns[name])] = NOT_SHOWN
        return hidden

    def _asked_about(self) -> list[str]:
        """Return the questions that any condition asks about, through calculations too."""
        pages = self.form.definition.pages
        sources = [page.relevant for page in pages] + [q.relevant for q in self.questions.values()]
        sources += [q.calculation for q in self.questions.values()]
        return sorted({name for source in sources for name in references(source)} & set(self.columns))

    def _shown(self, values: dict[int, int], names: list[str]) -> set[str]:
        answers = {}
        for name in names:
            answer = _decoded(self.questions[name], [values[column] for column in self.columns[name]])
            if answer is not None:
                answers[name] = answer
        return shown(self.form.definition, pruned(self.form.definition, answers))

    def _stop(self, rows: np.ndarray) -> np.ndarray:
        """Let some stop at a random screen; return the screen each stopped on, or the number of screens."""
        screens = route(self.form.definition).screens
        place = np.full(len(rows), len(screens))
        stops = self.random.random(len(rows)) < STOPS
        place[stops] = self.random.integers(min(1, len(screens) - 1), len(screens), stops.sum())
        for number, screen in enumerate(screens):
            for question in screen.questions:
                if question.name in self.columns:
                    rows[np.ix_(place < number, self.columns[question.name])] = NOT_REACHED
        return place

    def _comments(self, count: int, hidden, stopped) -> tuple[Mapping[str, str], ...]:
        found = [{} for _ in range(count)]
        places = {q.name: n for n, s in enumerate(route(self.form.definition).screens) for q in s.questions}
        for name in self.form.layout.comments:
            if name.endswith("_other"):
                continue
            may = ~hidden[name] & (stopped >= places[name]) & (self.random.random(count) < COMMENTS_ARE_LEFT)
            for row in np.flatnonzero(may)[: self.left]:
                phrase = PHRASES[self.random.integers(len(PHRASES))]
                found[row][name] = f"Simulated: {phrase}"[: self.questions[name].longest]
            self.left -= min(self.left, int(may.sum()))
        return tuple(found)


def _columns(form: Frozen) -> dict[str, list[int]]:
    columns = {}
    for column, item in enumerate(form.layout.items):
        columns.setdefault(item.question, []).append(column)
    return columns


def _own(name: str, salt: int) -> np.random.Generator:
    """Return a source of chance that belongs to a question, the same in each wave."""
    digest = hashlib.sha256(f"{salt}|{name}".encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:8], "big"))


def _shares(question: Question) -> np.ndarray:
    """Return what share takes each choice: as published where it was, else a lean of the question's own."""
    known = SHARES.get(question.name, {})
    count = len(question.choices)
    if question.name == "role":
        guessed = 0.62 ** np.arange(count)
    else:
        guessed = (
            np.exp(-0.9 * np.abs(np.arange(count) - _own(question.name, 2).uniform(0, count - 1))) + 0.03
        )
    guessed = (
        guessed / guessed.sum() * max(1 - sum(known.get(name, 0) for name in question.choice_names), 0.02)
    )
    pairs = zip(question.choice_names, guessed, strict=True)
    shares = np.array([known.get(name, guess) for name, guess in pairs]).clip(1e-12)
    return shares / shares.sum()


def _decoded(question: Question, values: list[int]):
    """Return an answer as routing reads it, or None."""
    if not values or values[0] in (SKIPPED, NOT_SHOWN, NOT_REACHED):
        return None
    if values[0] < 0:
        return next(name for name, code in APART.items() if code == values[0])
    if question.kind.kind == "one":
        return question.choice_names[values[0]]
    if question.kind.kind == "many":
        return [name for name, value in zip(question.choice_names, values, strict=True) if value > 0]
    scale = getattr(question.kind, "scale", 1)
    return str(values[0]) if scale == 1 else f"{values[0] / scale:g}"
