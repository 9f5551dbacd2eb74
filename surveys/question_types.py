"""The kinds of question: how each reads what was posted, and what it stores. Pure: no Django, no database.

A type is one class here, one template under `templates/surveys/questions/`, and one line in `TYPES`.
"""

import datetime
import math
from dataclasses import dataclass

SKIPPED, NOT_SHOWN, NOT_REACHED, PREFERRED_NOT, NOT_APPLICABLE = -1, -2, -3, -4, -5
PREFER_NOT, DOES_NOT_APPLY = "prefer_not_to_say", "does_not_apply"
APART = {PREFER_NOT: PREFERRED_NOT, DOES_NOT_APPLY: NOT_APPLICABLE}
LARGEST = 32767
EPOCH = datetime.date(1970, 1, 1)
LONGEST_NUMBER = 20


class BadAnswer(ValueError):
    """What was posted can't be an answer: `code` names the sentence to show, `details` fill it."""

    def __init__(self, code, **details):
        super().__init__(code)
        self.code, self.details = code, details


@dataclass(frozen=True)
class Item:
    """One column of the store. `kind` is one, many or number; a number is stored times `scale`."""

    name: str
    question: str
    kind: str
    choice: str | None = None
    scale: int = 1


class QuestionType:
    """What every type can do. An answer is a string, a list of strings, or None for no answer."""

    name = ""
    kind = ""
    template = ""
    has_choices = False
    asks = True

    def faults(self, question):
        """Return what is wrong with a question of this type, as sentences."""
        if self.has_choices and len(question.choices) < 2:
            yield "needs at least two choices"
        if not self.has_choices and question.choices:
            yield f"a {self.name} question has no choices"

    def parse(self, question, values):
        """Return the answer in the posted `values` (a list of strings), or None. Raises `BadAnswer`."""
        raise NotImplementedError

    def items(self, question):
        return (Item(question.name, question.name, self.kind),)

    def encode(self, question, answer):
        """Return the answer as one int an item, in the order of `items`."""
        raise NotImplementedError

    def words(self, question, answer):
        """Return the answer in the question's own words, for reading back."""
        return answer

    def posted(self, answer):
        """Return the answer as the list of values that its boxes post: what `parse` reads."""
        return [answer] if isinstance(answer, str) else list(answer)

    def chosen(self, answer):
        """Return the choices in an answer, as a list."""
        return [answer] if isinstance(answer, str) else list(answer)

    def for_expressions(self, answer):
        """Return the answer as XLSForm's expressions see it: one string."""
        return "" if answer is None or answer in APART else answer

    def _apart(self, question, values):
        """Return the apart option among the values, or None; refuse one that isn't offered or isn't alone."""
        given = [value for value in values if value.strip()]
        chosen = {value for value in given if value in APART}
        if not chosen:
            return None
        if not chosen <= set(question.apart):
            raise BadAnswer("not_offered")
        if len(set(given)) > 1:
            raise BadAnswer("apart_alone")
        return chosen.pop()


class SelectOne(QuestionType):
    name, kind, template, has_choices = "select_one", "one", "select_one.html", True

    def parse(self, question, values):
        given = {value.strip() for value in values} - {""}
        if len(given) > 1:
            raise BadAnswer("choose_one")
        answer = given.pop() if given else None
        if answer is not None and answer not in question.choice_names and answer not in question.apart:
            raise BadAnswer("not_offered")
        return answer

    def encode(self, question, answer):
        return [APART[answer] if answer in APART else question.choice_names.index(answer)]

    def words(self, question, answer):
        return question.label_of(answer)


class Likert(SelectOne):
    name, template = "likert", "likert.html"


class SelectMultiple(QuestionType):
    name, kind, template, has_choices = "select_multiple", "many", "select_multiple.html", True

    def parse(self, question, values):
        apart = self._apart(question, values)
        if apart:
            return apart
        given = {value for value in values if value.strip()}
        if not given <= set(question.choice_names):
            raise BadAnswer("not_offered")
        return [name for name in question.choice_names if name in given] or None

    def items(self, question):
        return tuple(
            Item(f"{question.name}/{c.name}", question.name, "many", c.name) for c in question.choices
        )

    def encode(self, question, answer):
        if isinstance(answer, str):
            return [APART[answer]] * len(question.choices)
        return [int(name in answer) for name in question.choice_names]

    def words(self, question, answer):
        if isinstance(answer, str):
            return question.label_of(answer)
        return "; ".join(question.label_of(name) for name in answer)

    def for_expressions(self, answer):
        return " ".join(answer) if isinstance(answer, list) else ""


class Rank(SelectMultiple):
    """Choices put in order. Posted as `choice=place`; the answer is the list of choices, first place first."""

    name, kind, template = "rank", "number", "rank.html"

    def parse(self, question, values):
        places = {}
        for value in filter(str.strip, values):
            choice, _, place = value.rpartition("=")
            if choice not in question.choice_names or place not in map(
                str, range(1, len(question.choices) + 1)
            ):
                raise BadAnswer("not_offered")
            if int(place) in places:
                raise BadAnswer("same_place", place=place)
            places[int(place)] = choice
        return [places[place] for place in sorted(places)] or None

    def posted(self, answer):
        return [f"{choice}={place}" for place, choice in enumerate(answer, 1)]

    def items(self, question):
        return tuple(
            Item(f"{question.name}/{c.name}", question.name, "number", c.name) for c in question.choices
        )

    def encode(self, question, answer):
        return [answer.index(name) + 1 if name in answer else SKIPPED for name in question.choice_names]

    def words(self, question, answer):
        return "; ".join(f"{place}. {question.label_of(name)}" for place, name in enumerate(answer, 1))


class Number(QuestionType):
    """Numbers from nought up: negatives are taken by the codes."""

    name, kind, template = "integer", "number", "number.html"
    scale = 1
    wrong = "whole_number"

    def bounds(self, question):
        """Return the least and greatest value that may be given."""
        most = LARGEST // self.scale
        least = 0 if question.minimum is None else question.minimum
        return least, most if question.maximum is None else question.maximum

    def faults(self, question):
        yield from super().faults(question)
        least, most = self.bounds(question)
        if not 0 <= least <= most <= LARGEST / self.scale:
            yield f"numbers must lie between 0 and {LARGEST // self.scale}"

    def parse(self, question, values):
        apart = self._apart(question, values)
        if apart:
            return apart
        given = [value.strip() for value in values if value.strip()]
        if not given:
            return None
        if len(given) > 1:
            raise BadAnswer("choose_one")
        return self._in_bounds(question, self._canonical(given[0]))

    def _canonical(self, text):
        text = text.replace(",", "")
        if len(text) > LONGEST_NUMBER or not (text.isascii() and text.isdigit()):
            raise BadAnswer(self.wrong)
        return str(int(text))

    def _in_bounds(self, question, text):
        least, most = self.bounds(question)
        if not least <= float(text) <= most:
            raise BadAnswer("out_of_range", least=f"{least:g}", most=f"{most:g}")
        return text

    def items(self, question):
        return (Item(question.name, question.name, "number", None, self.scale),)

    def encode(self, question, answer):
        return [APART[answer] if answer in APART else round(float(answer) * self.scale)]

    def words(self, question, answer):
        return question.label_of(answer) if answer in APART else answer


class Decimal(Number):
    """A number with at most one decimal place."""

    name, scale, wrong = "decimal", 10, "decimal_number"

    def _canonical(self, text):
        text = text.replace(",", "")
        whole, dot, part = text.partition(".")
        digits = whole + part
        if len(text) > LONGEST_NUMBER or not (digits.isascii() and digits.isdigit()):
            raise BadAnswer(self.wrong)
        if len(part.rstrip("0")) > 1:
            raise BadAnswer("one_decimal")
        return f"{float(text):g}"


class Range(Number):
    """A number from a scale with a first value, a last and a step."""

    name, template = "range", "range.html"

    def steps(self, question):
        """Return every value on the scale, as strings."""
        step = question.step or 1
        least, most = self.bounds(question)
        count = math.floor((most - least) / step + 1e-9) + 1
        return [f"{least + i * step:g}" for i in range(count)]

    def faults(self, question):
        yield from super().faults(question)
        if question.minimum is None or question.maximum is None:
            yield "needs a start and an end"
        if question.step is not None and (question.step <= 0 or question.step != int(question.step)):
            yield "its step must be a whole number above nought"

    def _in_bounds(self, question, text):
        text = super()._in_bounds(question, text)
        if text not in self.steps(question):
            raise BadAnswer("not_offered")
        return text


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


class Date(QuestionType):
    """A day, posted as day, month, year; stored as days since 1 January 1970."""

    name, kind, template = "date", "number", "date.html"

    def parse(self, question, values):
        apart = self._apart(question, values)
        if apart:
            return apart
        given = [value.strip() for value in values]
        if not any(given):
            return None
        if len(given) == 1:
            given = given[0].split("-")[::-1]
        return self._day(given)

    def _day(self, parts):
        if (
            len(parts) < 3
            or any(parts[3:])
            or not all(part.isascii() and part.isdigit() and len(part) < 5 for part in parts[:3])
        ):
            raise BadAnswer("real_date")
        day, month, year = map(int, parts[:3])
        try:
            date = datetime.date(year, month, day)
        except ValueError:
            raise BadAnswer("real_date") from None
        if not 0 <= (date - EPOCH).days <= LARGEST:
            raise BadAnswer("date_range")
        return date.isoformat()

    def encode(self, question, answer):
        return [APART[answer] if answer in APART else (datetime.date.fromisoformat(answer) - EPOCH).days]

    def posted(self, answer):
        if answer in APART:
            return [answer]
        year, month, day = answer.split("-")
        return [str(int(part)) for part in (day, month, year)]

    def words(self, question, answer):
        if answer in APART:
            return question.label_of(answer)
        date = datetime.date.fromisoformat(answer)
        return f"{date.day} {date:%B %Y}"

    def for_expressions(self, answer):
        if answer is None or answer in APART:
            return ""
        return str((datetime.date.fromisoformat(answer) - EPOCH).days)


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


def is_strange(character):
    """Return whether a character can hide or break a text: controls, direction marks, lone surrogates."""
    point = ord(character)
    if point < 32 or 0x7F <= point < 0xA0:
        return character not in "\n\t"
    return (
        0xD800 <= point <= 0xDFFF
        or 0xE000 <= point <= 0xF8FF
        or 0x202A <= point <= 0x202E
        or 0x2066 <= point <= 0x2069
        or point in (0x200E, 0x200F, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF)
    )


def without_strange(text):
    """Return the text without the characters that `is_strange` names."""
    return "".join(character for character in text if not is_strange(character))


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
