"""Forms for whole questionnaires: taking one in, beginning one, a page. They give domain values; views save them."""

from pathlib import PurePath

from django import forms

from branches.forms.base import PromiseForm
from surveys import bank
from surveys.condition_fields import ConditionFields
from surveys.limesurvey import read_any
from surveys.models import Questionnaire
from surveys.short_names import LONGEST, PAGES, check_questionnaire_name, short_name_of
from surveys.xlsform import WorkbookFaults
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
    """A definition from another tool and the short name it is kept under; `not_carried` says what was left behind."""

    file = forms.FileField(
        label="XLSForm workbook (.xlsx), or LimeSurvey’s .lss or tab-separated .txt",
        help_text="A workbook is refused whole if anything in it can't be asked here. LimeSurvey’s is imported as far as it goes, with a list of what was left behind.",
    )
    slug = forms.SlugField(
        label="Short name",
        required=False,
        max_length=LONGEST,
        help_text="Letters, digits and hyphens. A known name adds a version; empty takes the file's name.",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
        try:
            self.definition, self.not_carried = read_any(file.name, file.read())
        except WorkbookFaults as error:
            raise forms.ValidationError([str(fault) for fault in error.faults[:100]]) from None
        return file

    def clean(self):
        """Take the short name from the file's where none was written, by the one rule for both."""
        cleaned = super().clean()
        if {"file", "slug"} <= cleaned.keys():
            cleaned["slug"] = cleaned["slug"] or short_name_of(PurePath(cleaned["file"].name).stem)
            try:
                check_questionnaire_name(cleaned["slug"])
            except forms.ValidationError as error:
                self.add_error("slug", f"{error.message} Write another under “Short name”.")
        return cleaned


class BeginForm(PromiseForm):
    """A new questionnaire: its name, and what it starts from."""

    title = forms.CharField(
        label="What is it called?", max_length=120, help_text="Respondents read it at the top of the survey."
    )
    source = forms.ChoiceField(label="What does it start from?", widget=forms.RadioSelect, initial="")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["source"].required = False
        self.fields["source"].choices = [
            ("", "One empty question"),
            *((key, f"A copy: {title}") for key, title, _ in bank.sources()),
        ]

    def clean_title(self):
        title = self.cleaned_data["title"].strip()
        slug = short_name_of(title)
        if not slug:
            raise forms.ValidationError("Use letters or numbers in the name.")
        if slug in PAGES or Questionnaire.objects.filter(slug=slug).exists():
            raise forms.ValidationError("There is a questionnaire of this name: choose another.")
        return title


class PageForm(ConditionFields, PromiseForm):
    """A page: its title, who sees it, and whether the survey ends on it."""

    title = forms.CharField(label="Title of the page", required=False, max_length=200)
    exit = forms.BooleanField(
        label="The survey ends here for those who see this page",
        required=False,
        help_text="For those whom the survey is not for: a page of words, shown by a condition.",
    )

    def __init__(self, *args, page, definition, **options):
        initial = {"title": page.title, "exit": page.exit}
        super().__init__(*args, initial=initial, **options)
        self.set_conditions(definition, page.name, page.relevant, before=["title"], after=["exit"])
