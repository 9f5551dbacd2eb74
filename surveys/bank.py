"""The question bank: questions to take into a questionnaire, from those that ship with the software and those kept here."""

import functools
from dataclasses import dataclass, replace
from pathlib import Path

from surveys import editing
from surveys.expressions import references
from surveys.models import Questionnaire
from surveys.xlsform import read_workbook

SHIPPED = Path(__file__).with_name("questionnaires")
ABOUT = {
    "starter": "The starter questions, in the words of the survey of 2021 where they are known",
    "one-day": "Social Work Watch’s one day in social work, in our own words",
}


@dataclass(frozen=True)
class Entry:
    """One question of the bank and where it comes from."""

    source: str
    source_title: str
    question: object


@functools.cache
def shipped(name: str):
    """Return the definition of a questionnaire that ships with the software."""
    return read_workbook((SHIPPED / f"{name}.xlsx").read_bytes())


def shipped_names() -> list[str]:
    return [name for name in ABOUT if (SHIPPED / f"{name}.xlsx").exists()]


def sources():
    """Yield (key, title, definition): first what ships, then the newest version of each questionnaire."""
    for name in shipped_names():
        yield f"shipped:{name}", ABOUT[name], shipped(name)
    for kept in Questionnaire.objects.filter(archived_at=None):
        version = kept.latest_version()
        if version:
            yield f"kept:{kept.slug}", kept.title, version.loaded


def entries(words: str = "", source: str = "") -> list[Entry]:
    """Return the questions whose text has every one of the words, the same question once."""
    wanted, seen, found = words.lower().split(), set(), []
    for key, title, definition in sources():
        if source and key != source:
            continue
        for question in definition.questions.values():
            text = f"{question.label} {question.hint} {question.name}".lower()
            same = (question.label, question.type, tuple(choice.label for choice in question.choices))
            if question.kind.asks and same not in seen and all(word in text for word in wanted):
                seen.add(same)
                found.append(Entry(key, title, question))
    return found


def question_of(source: str, name: str):
    """Return one question of the bank, or None."""
    return next(
        (q for key, _, d in sources() if key == source for q in d.questions.values() if q.name == name), None
    )


def taken_into(definition, after: str, question):
    """Return (definition with the question after another, whether its condition was left behind)."""
    name = (
        question.name if _is_free(definition, question.name) else editing.free_name(definition, question.name)
    )
    asked = {
        *references(question.relevant),
        *references(question.choice_filter),
        *references(question.constraint),
    }
    strange = bool(asked - set(definition.questions) - {question.name})
    if strange:
        question = replace(question, relevant="", choice_filter="", constraint="")
    return editing.with_new(definition, after, replace(question, name=name)), strange


def _is_free(definition, name):
    return name not in definition.questions and name not in {page.name for page in definition.pages}
