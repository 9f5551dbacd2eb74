"""“Show this if …” for people who write no expressions: one earlier question and one of its choices. Pure: no Django."""

import re
from dataclasses import dataclass

MOST_CHOICES = 40
PATTERNS = (
    (re.compile(r"\$\{(\w+)\}\s*=\s*'([^']*)'\Z"), True),
    (re.compile(r"\$\{(\w+)\}\s*!=\s*'([^']*)'\Z"), False),
    (re.compile(r"selected\(\s*\$\{(\w+)\}\s*,\s*'([^']*)'\s*\)\Z"), True),
    (re.compile(r"not\(\s*selected\(\s*\$\{(\w+)\}\s*,\s*'([^']*)'\s*\)\s*\)\Z"), False),
)


@dataclass(frozen=True)
class Condition:
    """That somebody chose, or did not choose, one choice of one question."""

    question: str
    choice: str
    chosen: bool = True


def simple(definition, source: str) -> Condition | None:
    """Return what an expression says, when it asks about one choice of one question and nothing else."""
    for pattern, chosen in PATTERNS:
        found = pattern.match(source.strip())
        question = found and definition.questions.get(found[1])
        if question and found[2] in (*question.choice_names, *question.apart):
            return Condition(found[1], found[2], chosen)
    return None


def expression(definition, condition: Condition) -> str:
    """Return the condition as an XLSForm expression."""
    about = f"${{{condition.question}}}"
    if definition.questions[condition.question].kind.kind == "many":
        asked = f"selected({about}, '{condition.choice}')"
        return asked if condition.chosen else f"not({asked})"
    return f"{about} {'=' if condition.chosen else '!='} '{condition.choice}'"


def in_words(definition, source: str) -> str:
    """Return a condition as a person would say it; the expression itself where it is not a simple one."""
    found = simple(definition, source)
    if found is None:
        return source
    question = definition.questions[found.question]
    verb = "is" if found.chosen else "is not"
    return f"“{question.label}” {verb} “{question.label_of(found.choice)}”"


def askable(definition, before: str):
    """Return [(question's words, [("question|choice", choice's words)])] of the questions that come before a name."""
    found = []
    for page in definition.pages:
        if page.name == before:
            break
        for question in page.questions:
            if question.name == before:
                return found
            if question.choices and question.type != "rank" and len(question.choices) <= MOST_CHOICES:
                words = [(f"{question.name}|{c.name}", c.label) for c in question.choices]
                found.append((question.label, words))
    return found
