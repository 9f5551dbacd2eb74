"""What changed between two versions of a questionnaire, and which changes break a question's series. Pure: no Django."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """One question's change in words; `breaks` says that figures before and after can't be compared."""

    question: str
    words: str
    breaks: bool


def changes(before, after):
    """Return the `Change`s from one definition to the next, in the newer one's order, then what was taken out."""
    found = []
    for name, question in after.questions.items():
        if name not in before.questions:
            found.append(Change(name, "new", False))
        else:
            found += _changed(before.questions[name], question)
    gone = [name for name in before.questions if name not in after.questions]
    return found + [Change(name, "taken out: its series ends", True) for name in gone]


def _changed(old, new):
    pairs = (
        ("its words", old.label, new.label, True),
        ("its type", old.type, new.type, True),
        ("its choices", _choices(old), _choices(new), True),
        ("what stands apart from the choices", old.apart, new.apart, True),
        ("who is asked", old.relevant, new.relevant, True),
        ("its hint", old.hint, new.hint, False),
        ("the finding it serves", old.finding, new.finding, False),
    )
    return [Change(new.name, f"changed {what}", breaks) for what, was, now, breaks in pairs if was != now]


def _choices(question):
    return tuple((choice.name, choice.label) for choice in question.choices)
