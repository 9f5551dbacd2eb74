"""Reads what one posted page says into a draft: answers, errors, one gentle prompt. Asks no database, keeps nothing."""

from dataclasses import dataclass, field

from surveys import personal_details, wording
from surveys.question_types import BadAnswer


@dataclass
class Reading:
    """What a posted page gave: what was typed, errors by question, questions left empty, personal details found."""

    typed: dict = field(default_factory=dict)
    errors: dict = field(default_factory=dict)
    empty: dict = field(default_factory=dict)
    details: dict = field(default_factory=dict)
    notice: str = ""

    @property
    def has_words(self):
        return bool(self.errors or self.empty or self.details or self.notice)

    @property
    def stops(self):
        """Return whether the person should look at the page once more."""
        return bool(self.errors or self.empty or self.details)


def read_page(way, place, draft, post):
    """Put the page's answers into the draft and return the `Reading`; prompts come once a page and a text."""
    reading, screen = Reading(), way.screens[place]
    for question in screen.questions:
        if question.kind.asks and _stands_there(way, question, draft):
            _read_question(way, question, draft, post.getlist(question.name), reading)
    if not reading.errors:
        _prompt(way, place, draft, reading)
    return reading


def _stands_there(way, question, draft):
    return question.name in way.box_owner or way.is_shown(question.name, draft.answers)


def _read_question(way, question, draft, values, reading):
    try:
        answer = question.kind.parse(question, values)
        _check(way, question, answer, draft)
    except BadAnswer as error:
        reading.errors[question.name] = wording.message_of(error)
    except BrokenConstraint:
        reading.errors[question.name] = wording.constraint_message(question)
    else:
        draft.answer(question.name, answer)
        return
    reading.typed[question.name] = values
    draft.answer(question.name, None)
    draft.keep_raw(question.name, values)


class BrokenConstraint(ValueError):
    """An answer that the questionnaire's own rule refuses."""


def _check(way, question, answer, draft):
    if question.choice_filter and answer is not None:
        offered = {*way.offered(question, draft.answers), *question.apart}
        if not offered.issuperset(question.kind.chosen(answer)):
            raise BadAnswer("not_offered")
    if not way.keeps_constraint(question, answer, draft.answers):
        raise BrokenConstraint


def _prompt(way, place, draft, reading):
    questions = [q for q in way.on_screen(way.screens[place], draft.answers) if q.kind.asks]
    if place not in draft.prompted:
        empty = [q for q in questions if q.required and q.name not in draft.answers]
        reading.empty = {q.name: wording.prompt_for(q) for q in empty}
        draft.prompted += [place] if empty else []
    for question in questions:
        _warn_of_details(question, draft, reading)


def _warn_of_details(question, draft, reading):
    text = draft.answers.get(question.name)
    if question.kind.kind != "text" or not text:
        return
    found = [f"{question.name}:{words}" for words in personal_details.found_in(text)]
    new = [words for words in found if words not in draft.prompted]
    draft.prompted += new
    if new:
        reading.details[question.name] = [words.partition(":")[2] for words in new]
