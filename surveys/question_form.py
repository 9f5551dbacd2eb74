"""The form of one question, for people who know other tools' editors: choices are lines of words, conditions are chosen."""

import re
from dataclasses import replace

from django import forms
from django.utils.text import slugify

from branches.forms.base import PromiseForm
from surveys import served
from surveys.condition_fields import ConditionFields, folded
from surveys.question_types import APART, TYPES
from surveys.questionnaire import APART_WORDS, LONGEST_TEXT, Choice, Question, question_faults
from surveys.questionnaire_forms import WORDS_OF_TYPES

NAMED = re.compile(r"([A-Za-z0-9][A-Za-z0-9_.-]{0,59})\s*\|\s*(.+)\Z")
NUMBERS = ("integer", "decimal", "range")


class QuestionForm(ConditionFields, PromiseForm):
    """Everything about one question that may be changed here."""

    label = forms.CharField(label="Question", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    hint = forms.CharField(
        label="Hint", required=False, max_length=500, help_text="Shown below the question."
    )
    type = forms.ChoiceField(label="Kind of answer", choices=list(WORDS_OF_TYPES.items()))
    choices = forms.CharField(
        label="Choices",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text="One per line, for questions with choices. New words on the same line keep the choice’s short name.",
    )
    apart = forms.MultipleChoiceField(
        label="Set apart from the choices",
        required=False,
        choices=list(APART_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    required = forms.BooleanField(label="Ask once more, gently, if it is left empty", required=False)
    minimum = forms.FloatField(
        label="Lowest number", required=False, help_text="For numbers; a scale needs both ends."
    )
    maximum = forms.FloatField(label="Highest number", required=False)
    longest = forms.IntegerField(
        label="Most characters of a comment", required=False, min_value=1, max_value=5000
    )
    quotable = forms.BooleanField(
        label="A comment that may be quoted",
        required=False,
        help_text="Only if the question itself says so: it is the consent of whoever answers.",
    )
    finding = forms.ChoiceField(label="Finding it serves", required=False)
    statements = forms.CharField(
        label="Statements of The Promise it bears on",
        required=False,
        max_length=200,
        help_text="Their numbers, such as 76 54.",
    )

    def __init__(self, *args, question, definition, **options):
        self.question = question
        super().__init__(*args, initial=_initial(question), **options)
        known = served.findings()
        known.setdefault(question.finding, question.finding)
        known.pop("", None)
        self.fields["finding"].choices = [("", "None"), *known.items()]
        self.set_conditions(
            definition,
            question.name,
            question.relevant,
            before=["label", "hint", "type", "choices", "apart", "required"],
            after=[
                *folded("Limits of numbers and comments", "minimum", "maximum", "longest", "quotable"),
                *folded("What it serves", "finding", "statements"),
            ],
        )

    def clean_choices(self):
        lines = [line.strip() for line in self.cleaned_data["choices"].splitlines() if line.strip()]
        return choices_of(self.question.choices, lines)

    def clean_statements(self):
        numbers = [int(found) for found in re.findall(r"\d+", self.cleaned_data["statements"])]
        strange = set(numbers) - set(served.statements()) - set(self.question.statements)
        if strange:
            raise forms.ValidationError(f"There is no statement {min(strange)}.")
        return tuple(dict.fromkeys(numbers))

    def clean(self):
        values = super().clean()
        if not self.errors:
            for fault in question_faults(self.changed()):
                self.add_error(None, f"The question {fault}.")
        return values

    def changed(self) -> Question:
        """Return the question as the form says it."""
        values = self.cleaned_data
        kind = values["type"]
        apart = tuple(name for name in APART if name in values["apart"])
        told = {name: values[name] for name in ("label", "hint", "type", "required", "relevant", "finding")}
        return replace(
            self.question,
            **told,
            choices=values["choices"] if TYPES[kind].has_choices else (),
            apart=apart if TYPES[kind].asks else (),
            minimum=_number(values["minimum"]) if kind in NUMBERS else None,
            maximum=_number(values["maximum"]) if kind in NUMBERS else None,
            step=self.question.step if kind == "range" else None,
            longest=(values["longest"] or LONGEST_TEXT) if kind == "text" else LONGEST_TEXT,
            quotable=values["quotable"] and kind == "text",
            statements=values["statements"],
            appearance=_appearance(self.question.appearance, kind),
        )


def _appearance(appearance, kind):
    return "likert" if kind == "likert" else appearance.replace("likert", "").strip()


def _number(value):
    return int(value) if value is not None and value == int(value) else value


def choices_of(known, lines) -> tuple[Choice, ...]:
    """Return the choices that lines of words say. A line “name | words” names its choice itself.

    Known words keep their name, and new words on the line of a choice that went keep that choice's.
    """
    by_label = {choice.label: choice for choice in known}
    by_name = {choice.name: choice for choice in known}
    kept = {line for line in lines if line in by_label}
    taken = {by_label[line].name for line in kept} | {
        NAMED.match(line)[1] for line in lines if NAMED.match(line)
    }
    made = []
    for place, line in enumerate(lines):
        named = NAMED.match(line)
        there = known[place] if len(lines) == len(known) else None
        if named:
            made.append(replace(by_name.get(named[1], Choice(named[1], named[2])), label=named[2]))
        elif line in kept:
            made.append(by_label[line])
        elif there and there.label not in kept and there.name not in taken:
            made.append(replace(there, label=line))
        else:
            made.append(Choice(_free(line, taken | {choice.name for choice in made}), line))
    return tuple(made)


def _free(line, taken) -> str:
    base = slugify(line).replace("-", "_")[:50].strip("_") or "choice"
    names = (base, *(f"{base}_{number}" for number in range(2, 1000)))
    return next(name for name in names if name not in taken and name not in APART)


def _initial(question: Question) -> dict:
    return {
        "label": question.label,
        "hint": question.hint,
        "type": question.type,
        "choices": "\n".join(choice.label for choice in question.choices),
        "apart": list(question.apart),
        "required": question.required,
        "minimum": question.minimum,
        "maximum": question.maximum,
        "longest": question.longest if question.type == "text" else None,
        "quotable": question.quotable,
        "finding": question.finding,
        "statements": " ".join(map(str, question.statements)),
    }
