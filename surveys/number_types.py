"""Questions answered with a number or a day, stored as one whole number from zero up. Pure: no Django."""

import datetime
import math

from branches.days import day_in_words
from surveys.question_base import APART, LARGEST, BadAnswer, Item, QuestionType

EPOCH = datetime.date(1970, 1, 1)
LONGEST_NUMBER = 20


class Number(QuestionType):
    """Numbers from zero up: negatives are taken by the codes."""

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
            yield "its step must be a whole number above zero"

    def _in_bounds(self, question, text):
        text = super()._in_bounds(question, text)
        if text not in self.steps(question):
            raise BadAnswer("not_offered")
        return text


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
        return day_in_words(date)

    def for_expressions(self, answer):
        if answer is None or answer in APART:
            return ""
        return str((datetime.date.fromisoformat(answer) - EPOCH).days)
