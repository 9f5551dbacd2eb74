"""What a questionnaire is: pages of questions with choices, loaded from JSON, checked and dumped. Pure: no Django.

`Layout` says which columns a stored response has; waves freeze it with the definition.
"""

import hashlib
import json
import re
from dataclasses import dataclass, field, fields
from functools import cached_property

from surveys.question_types import (
    APART,
    DOES_NOT_APPLY,
    NOT_REACHED,
    NOT_SHOWN,
    PREFER_NOT,
    SKIPPED,
    TYPES,
    Item,
    is_strange,
)
from surveys.routing_faults import faults as routing_faults

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,59}\Z")
LONGEST_TEXT = 1000
LONGEST_TITLE = 200
MOST_QUESTIONS = 2000
MOST_CHOICES = 200
APART_WORDS = {PREFER_NOT: "Prefer not to say", DOES_NOT_APPLY: "Does not apply to me"}


class DefinitionFaults(ValueError):
    """A definition that can't be used; `faults` holds every reason as a sentence."""

    def __init__(self, faults):
        self.faults = list(faults)
        super().__init__("; ".join(self.faults))


@dataclass(frozen=True)
class Choice:
    """One choice of a question; `columns` are further cells that a choice filter may ask about."""

    name: str
    label: str
    columns: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """One question. `relevant`, `constraint`, `calculation` and `choice_filter` are XLSForm expressions."""

    name: str
    type: str
    label: str = ""
    hint: str = ""
    guidance: str = ""
    choices: tuple[Choice, ...] = ()
    apart: tuple[str, ...] = ()
    required: bool = False
    relevant: str = ""
    constraint: str = ""
    constraint_message: str = ""
    required_message: str = ""
    calculation: str = ""
    choice_filter: str = ""
    appearance: str = ""
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    longest: int = LONGEST_TEXT
    finding: str = ""
    statements: tuple[int, ...] = ()
    quotable: bool = False  # a comment that whoever wrote it was told may be quoted

    @cached_property
    def kind(self):
        return TYPES[self.type]

    @cached_property
    def choice_names(self):
        return tuple(choice.name for choice in self.choices)

    @cached_property
    def _labels(self):
        return {choice.name: choice.label for choice in self.choices}

    def label_of(self, choice):
        """Return the words of a choice or of an apart option."""
        return self._labels.get(choice) or APART_WORDS.get(choice, choice)


@dataclass(frozen=True)
class Page:
    """Questions shown together. An `exit` page ends the survey for those who reach it."""

    name: str
    title: str = ""
    questions: tuple[Question, ...] = ()
    relevant: str = ""
    exit: bool = False


@dataclass(frozen=True)
class Definition:
    """A whole questionnaire. `translations` is {language: {"question:NAME:label": words, …}}, see `translations`."""

    title: str
    pages: tuple[Page, ...]
    language: str = "en"
    translations: dict = field(default_factory=dict)

    @cached_property
    def questions(self):
        """Every question by its name, in order."""
        return {question.name: question for page in self.pages for question in page.questions}

    @cached_property
    def hash(self):
        """SHA-256 of what is asked: equal for equal questionnaires, however they were written down."""
        plain = json.dumps(dump(self), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(plain.encode()).hexdigest()


def load(data):
    """Return the `Definition` in JSON-able `data`. Raises `DefinitionFaults` with every fault at once."""
    definition = _read(data)
    found = list(faults(definition))
    if found:
        raise DefinitionFaults(found)
    return definition


def dump(definition):
    """Return a definition as JSON-able dictionaries, leaving out whatever has its usual value."""
    return _plain(definition)


def _plain(thing):
    if isinstance(thing, (Definition, Page, Question, Choice)):
        kept = {f.name: _plain(getattr(thing, f.name)) for f in fields(thing) if _is_set(thing, f)}
        return kept
    if isinstance(thing, (tuple, list)):
        return [_plain(part) for part in thing]
    return dict(thing) if isinstance(thing, dict) else thing


def _is_set(thing, f):
    value = getattr(thing, f.name)
    if isinstance(value, (str, tuple, dict)):
        return bool(value)
    return value is not None and value is not False and value != f.default


def _read(data):
    try:
        pages = tuple(_page(page) for page in data["pages"])
        rest = {key: value for key, value in data.items() if key != "pages"}
        return Definition(pages=pages, **rest)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise DefinitionFaults([f"not a questionnaire: {error}"]) from None


def _page(data):
    questions = tuple(_question(question) for question in data.get("questions", ()))
    return Page(**{**data, "questions": questions})


def _question(data):
    lists = {"choices": tuple(Choice(**choice) for choice in data.get("choices", ()))}
    for key in ("apart", "statements"):
        lists[key] = tuple(data.get(key, ()))
    return Question(**{**data, **lists})


def faults(definition):
    """Yield every fault of a definition as a sentence that names the page, question or choice."""
    yield from _name_faults(definition)
    if not all(isinstance(words, dict) for words in definition.translations.values()):
        yield "its translations are not words by name"
    if len(definition.title) > LONGEST_TITLE:
        yield f"its title is longer than {LONGEST_TITLE} characters"
    if not definition.pages:
        yield "has no pages"
    if len(definition.questions) > MOST_QUESTIONS:
        yield f"has more than {MOST_QUESTIONS} questions"
    for page in definition.pages:
        for question in page.questions:
            yield from (f"{question.name}: {fault}" for fault in question_faults(question))
    yield from routing_faults(definition)


def _name_faults(definition):
    seen = set()
    for page in definition.pages:
        if not NAME.match(page.name):
            yield f"page “{page.name}”: a name is letters, digits and _, beginning with a letter"
        for name in (page.name, *(question.name for question in page.questions)):
            if name in seen and name != page.name:
                yield f"{name}: used twice"
            seen.add(name)
    names = [page.name for page in definition.pages]
    yield from (f"page “{name}”: used twice" for name in sorted({n for n in names if names.count(n) > 1}))


def question_faults(question):
    """Yield what is wrong with one question by itself."""
    if not NAME.match(question.name):
        yield "a name is letters, digits and _, beginning with a letter"
    if question.type not in TYPES:
        yield f"unknown type “{question.type}”"
        return
    if not question.label.strip() and question.type != "calculate":
        yield "has no words"
    if any(is_strange(c) for text in _texts(question) for c in text):
        yield "has characters that can't be shown"
    yield from _choice_faults(question)
    yield from question.kind.faults(question)


def _choice_faults(question):
    names = question.choice_names
    if len(names) > MOST_CHOICES:
        yield f"has more than {MOST_CHOICES} choices"
    yield from (f"choice “{name}” used twice" for name in sorted({n for n in names if names.count(n) > 1}))
    for choice in question.choices:
        if choice.name in APART:
            yield f"choice “{choice.name}” stands apart from the scale, not on it"
        elif not re.match(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}\Z", choice.name):
            yield f"choice “{choice.name}”: a name is letters, digits, _, - and ."
        if not choice.label.strip():
            yield f"choice “{choice.name}” has no words"
    yield from (f"unknown option “{name}”" for name in question.apart if name not in APART)


def _texts(question):
    yield from (question.label, question.hint, question.guidance)
    yield from (choice.label for choice in question.choices)


@dataclass(frozen=True)
class Layout:
    """The columns of a stored response, one int16 an item, in the order of the questions."""

    items: tuple[Item, ...]
    comments: tuple[str, ...] = ()
    comment_bytes: int = 0

    @classmethod
    def of(cls, definition):
        """Return the layout of a definition; `comment_bytes` is the most that all comments can hold in UTF-8."""
        questions = definition.questions.values()
        items = tuple(item for question in questions for item in question.kind.items(question))
        texts = [question for question in questions if question.kind.kind == "text"]
        return cls(items, tuple(q.name for q in texts), sum(2 * q.longest for q in texts))

    @cached_property
    def names(self):
        return tuple(item.name for item in self.items)


def encode(definition, answers, *, shown, reached):
    """Return a response as a list of ints, one for each item of the layout.

    `answers` maps a question to its answer, `shown` is the set of questions that the answers lead to, `reached`
    the set of questions on pages that the person got to. Codes: −1 skipped, −2 not shown, −3 not reached,
    −4 prefer not to say, −5 does not apply.
    """
    row = []
    for name, question in definition.questions.items():
        kind, answer = question.kind, answers.get(name)
        if name not in reached:
            row += [NOT_REACHED] * len(kind.items(question))
        elif name not in shown:
            row += [NOT_SHOWN] * len(kind.items(question))
        elif answer is None:
            row += [SKIPPED] * len(kind.items(question))
        else:
            row += kind.encode(question, answer)
    return row
