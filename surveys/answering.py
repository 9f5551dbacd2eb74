"""Reads what one posted page says into a draft: answers, errors, one gentle prompt. Asks no database, keeps nothing."""

from dataclasses import dataclass, field

from surveys import personal_details, wording
from surveys.question_types import BadAnswer


@dataclass
class Reading:
    """What a posted page gave: what was typed, errors by question, questions left empty, personal details found.

    `kept` says that the draft alone holds all that was typed.
    """

    typed: dict = field(default_factory=dict)
    errors: dict = field(default_factory=dict)
    empty: dict = field(default_factory=dict)
    details: dict = field(default_factory=dict)
    notice: str = ""
    kept: bool = True

    @property
    def has_words(self):
        return bool(self.errors or self.empty or self.details or self.notice)

    @property
    def stops(self):
        """Return whether the person should look at the page once more."""
        return bool(self.errors or self.empty or self.details)


class BrokenConstraint(ValueError):
    """An answer that the questionnaire's own rule refuses."""


def read_page(way, place, draft, post):
    """Put the page's answers into the draft and return the `Reading`; prompts come once a page and a text."""
    reading = Reading()
    draft.pending = -1
    for question in way.screens[place].questions:
        if question.kind.asks and _stands_there(way, question, draft):
            _read_question(way, question, draft, post.getlist(question.name), reading)
    if not reading.errors:
        _prompt_once(way, place, draft, reading)
    return reading


def review(way, place, draft):
    """Return the `Reading` of a page that waits for a second look, made again from the draft alone."""
    reading = Reading()
    if draft.pending != place:
        return reading
    for question in way.screens[place].questions:
        if question.name in draft.raw:
            _read_question(way, question, draft, draft.raw[question.name], reading)
    if not reading.errors:
        _look_over(way, place, draft, reading)
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
    reading.kept &= draft.keep_raw(question.name, values)


def _check(way, question, answer, draft):
    if question.choice_filter and answer is not None:
        offered = {*way.offered(question, draft.answers), *question.apart}
        if not offered.issuperset(question.kind.chosen(answer)):
            raise BadAnswer("not_offered")
    if not way.keeps_constraint(question, answer, draft.answers):
        raise BrokenConstraint


def _prompt_once(way, place, draft, reading):
    """Put into the reading what this person was not yet asked to look at again."""
    _look_over(way, place, draft, reading)
    if place in draft.prompted:
        reading.empty = {}
    new = {
        name: [words for words in found if words not in draft.prompted]
        for name, found in reading.details.items()
    }
    reading.details = {name: reading.details[name] for name, words in new.items() if words}
    draft.prompted += [place] if reading.empty else []
    draft.prompted += [words for found in new.values() for words in found]


def _look_over(way, place, draft, reading):
    questions = [q for q in way.on_screen(way.screens[place], draft.answers, with_boxes=True) if q.kind.asks]
    empty = [q for q in questions if q.required and q.name not in draft.answers]
    reading.empty = {q.name: wording.prompt_for(q) for q in empty}
    texts = [q.name for q in questions if q.kind.kind == "text" and q.name in draft.answers]
    found = {name: personal_details.found_in(draft.answers[name]) for name in texts}
    reading.details = {name: words for name, words in found.items() if words}
