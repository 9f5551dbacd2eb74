"""The registry of question types: how each reads what was posted, and what it stores. Pure: no Django, no database.

A type is one class, one template under `templates/surveys/questions/`, and one line in `TYPES`.
"""

from surveys.choice_types import Likert, Rank, SelectMultiple, SelectOne
from surveys.number_types import Date, Decimal, Number, Range
from surveys.question_base import (
    APART,
    DOES_NOT_APPLY,
    NOT_APPLICABLE,
    NOT_REACHED,
    NOT_SHOWN,
    PREFER_NOT,
    PREFERRED_NOT,
    SKIPPED,
    BadAnswer,
    Item,
    QuestionType,
    is_strange,
    without_strange,
)

__all__ = [
    "APART",
    "DOES_NOT_APPLY",
    "NOT_APPLICABLE",
    "NOT_REACHED",
    "NOT_SHOWN",
    "PREFERRED_NOT",
    "PREFER_NOT",
    "SKIPPED",
    "TYPES",
    "BadAnswer",
    "Item",
    "is_strange",
    "without_strange",
]


class Text(QuestionType):
    """The respondent's own words. They are stored as comments, never as items."""

    name, kind, template = "text", "text", "text.html"

    def parse(self, question, values):
        text = "\n".join(values).replace("\r\n", "\n").replace("\r", "\n").strip()
        if any(is_strange(character) for character in text):
            raise BadAnswer("strange_characters")
        if len(text) > question.longest or len(text.encode()) > 2 * question.longest:
            raise BadAnswer("too_long", longest=question.longest, length=len(text))
        return text or None

    def items(self, question):
        return ()

    def encode(self, question, answer):
        return []


class Note(QuestionType):
    """Words on the page that ask nothing."""

    name, kind, template, asks = "note", "", "note.html", False

    def parse(self, question, values):
        return None

    def items(self, question):
        return ()

    def encode(self, question, answer):
        return []


class Calculate(Note):
    """A value worked out from other answers, for routing only: never shown, never stored."""

    name, template = "calculate", ""


TYPES = {
    kind.name: kind()
    for kind in (
        SelectOne,
        Likert,
        SelectMultiple,
        Rank,
        Number,
        Decimal,
        Range,
        Text,
        Date,
        Note,
        Calculate,
    )
}
