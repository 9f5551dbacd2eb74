"""Forms for questionnaires: taking a workbook in, changing one question. They give domain values; views save them."""

from dataclasses import replace

from django import forms

from branches.forms.base import PromiseForm
from surveys.question_types import APART, TYPES
from surveys.questionnaire import APART_WORDS, Choice, Question, question_faults
from surveys.xlsform import WorkbookFaults, read_workbook
from surveys.xlsform_sheets import MOST_BYTES

WORDS_OF_TYPES = {
    "select_one": "One of several choices",
    "likert": "One step of a scale",
    "select_multiple": "Several choices",
    "rank": "Choices put in order",
    "integer": "A whole number",
    "decimal": "A number with one decimal place",
    "range": "A number on a scale",
    "text": "Their own words (a comment)",
    "date": "A day",
    "note": "Words that ask nothing",
    "calculate": "Worked out, never shown",
}


class ImportForm(PromiseForm):
    """A workbook and the short name it is kept under."""

    file = forms.FileField(
        label="XLSForm workbook (.xlsx)", help_text="Refused whole if anything in it can't be asked here."
    )
    slug = forms.SlugField(
        label="Short name",
        required=False,
        max_length=60,
        help_text="Letters, digits and hyphens. A known name adds a version; empty takes the file's name.",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
        try:
            self.definition = read_workbook(file.read())
        except WorkbookFaults as error:
            raise forms.ValidationError([str(fault) for fault in error.faults[:100]]) from None
        return file


class QuestionForm(PromiseForm):
    """Everything about one question that people who know MS Forms would change."""

    label = forms.CharField(label="Question", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    hint = forms.CharField(
        label="Hint", required=False, max_length=500, help_text="Stands below the question."
    )
    type = forms.ChoiceField(label="Kind of answer", choices=list(WORDS_OF_TYPES.items()))
    choices = forms.CharField(
        label="Choices",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text="One a line: a short name, then | and the words. Example: yes | Yes, and it works",
    )
    apart = forms.MultipleChoiceField(
        label="Set apart from the choices",
        required=False,
        choices=list(APART_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    required = forms.BooleanField(label="Ask once more, kindly, when it is left empty", required=False)
    relevant = forms.CharField(
        label="Show this only if",
        required=False,
        max_length=2000,
        help_text="For example ${role} = 'social_worker'",
    )
    finding = forms.CharField(label="Finding it serves", required=False, max_length=60)

    def __init__(self, *args, question, **options):
        self.question = question
        super().__init__(*args, initial=_initial(question), **options)

    def clean_choices(self):
        lines = [line for line in self.cleaned_data["choices"].splitlines() if line.strip()]
        known = {choice.name: choice for choice in self.question.choices}
        made = []
        for number, line in enumerate(lines, 1):
            name, bar, words = (part.strip() for part in line.partition("|"))
            if not bar or not name or not words:
                raise forms.ValidationError(f"Line {number} needs a short name, then | and the words.")
            made.append(replace(known.get(name, Choice(name, words)), label=words))
        return tuple(made)

    def clean(self):
        values = super().clean()
        if not self.errors:
            for fault in question_faults(self.changed()):
                self.add_error(None, f"The question {fault}.")
        return values

    def changed(self):
        """Return the question as the form says it."""
        values = self.cleaned_data
        with_choices = TYPES[values["type"]].has_choices
        return replace(
            self.question,
            label=values["label"],
            hint=values["hint"],
            type=values["type"],
            choices=values["choices"] if with_choices else (),
            apart=tuple(name for name in APART if name in values["apart"]),
            required=values["required"],
            relevant=values["relevant"],
            finding=values["finding"],
            appearance="likert"
            if values["type"] == "likert"
            else self.question.appearance.replace("likert", "").strip(),
        )


def _initial(question: Question):
    return {
        "label": question.label,
        "hint": question.hint,
        "type": question.type,
        "choices": "\n".join(f"{choice.name} | {choice.label}" for choice in question.choices),
        "apart": list(question.apart),
        "required": question.required,
        "relevant": question.relevant,
        "finding": question.finding,
    }
