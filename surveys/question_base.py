"""What every type of question shares: the codes of the store, its columns, refusing bad answers. Pure: no Django."""

from dataclasses import dataclass

MISSING_CODES = (-1, -2, -3, -4, -5)
SKIPPED, NOT_SHOWN, NOT_REACHED, PREFERRED_NOT, NOT_APPLICABLE = MISSING_CODES
PREFER_NOT, DOES_NOT_APPLY = "prefer_not_to_say", "does_not_apply"
APART = {PREFER_NOT: PREFERRED_NOT, DOES_NOT_APPLY: NOT_APPLICABLE}
LARGEST = 32767


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
        """Return the answer as one int for each item, in the order of `items`."""
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
        or point in (0x200E, 0x200F, 0x2028, 0x2029, 0xFEFF, 0xFFFD, 0xFFFE, 0xFFFF)
    )


def without_strange(text):
    """Return the text without the characters that `is_strange` names."""
    return "".join(character for character in text if not is_strange(character))
