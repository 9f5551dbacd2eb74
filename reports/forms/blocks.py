"""Forms for one block of a report's outline: its words, its items, which finding or which question it shows."""

from django import forms
from django.core.exceptions import ValidationError

from branches.forms.base import PromiseForm
from reports.documents import quoting
from reports.outline_editing import SETTINGS, WORDED

LONGEST_TEXT = 20_000
MOST_ITEMS = 50
BY_NAME = "Figures by name: {share:…}, {range:…}, {base:…} or {benchmark:…} with a finding's name; {council}, {fieldwork}."


def _not_too_long(text):
    if len(text) > LONGEST_TEXT:
        raise ValidationError(
            f"This text has {len(text):,} characters. Shorten it to {LONGEST_TEXT:,}, or split it in two blocks."
        )
    return text


class TextForm(PromiseForm):
    """The words of a heading, a text or a boxed remark."""

    text = forms.CharField(label="Text", widget=forms.Textarea, help_text=BY_NAME)

    def clean_text(self):
        return _not_too_long(self.cleaned_data["text"])


class ItemsForm(PromiseForm):
    """A list, one item per line."""

    items = forms.CharField(label="The list, one item per line", widget=forms.Textarea, help_text=BY_NAME)

    def clean_items(self):
        items = [
            line.strip() for line in _not_too_long(self.cleaned_data["items"]).splitlines() if line.strip()
        ]
        if len(items) > MOST_ITEMS:
            raise ValidationError(
                f"This list has {len(items)} items. Keep the {MOST_ITEMS} that matter most."
            )
        return items


class FindingForm(PromiseForm):
    """Which finding a headline, chart or map shows, or how many at most."""

    finding = forms.ChoiceField(label="Which finding?", required=False)
    most = forms.IntegerField(
        label="How many at most?",
        required=False,
        min_value=1,
        max_value=50,
        help_text="When no single one is chosen.",
    )


class QuestionForm(PromiseForm):
    """Which question's answers a chart shows."""

    question = forms.ChoiceField(label="Which question?")


class QuotesForm(PromiseForm):
    """Which quotes of the bank stand here: named ones, or the newest on a theme."""

    quotes = forms.TypedMultipleChoiceField(
        label="Which quotes?",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="If none is ticked, the newest are used.",
    )
    theme = forms.ChoiceField(label="On which theme?", required=False)
    most = forms.IntegerField(
        label="How many at most?", required=False, min_value=1, max_value=50, help_text="When none is ticked."
    )


FORMS = {
    "text": TextForm,
    "items": ItemsForm,
    "finding": FindingForm,
    "question": QuestionForm,
    "quotes": QuotesForm,
}


def block_form(entry, data, shelf):
    """The form for this entry of an outline, filled in with its settings; choices come from what is published."""
    kind = SETTINGS[entry["kind"]]
    initial = dict(entry)
    if kind == "items":
        initial["items"] = "\n".join(entry.get("items", ()))
    form = FORMS[kind](data, initial=initial)
    if kind == "text":
        form.fields["text"].label = WORDED[entry["kind"]]
    if kind == "finding":
        choices = [(one.slug, one.title) for one in shelf.findings]
        form.fields["finding"].choices = [("", "As the outline chooses"), *choices]
    if kind == "quotes":
        _offer_quotes(form, shelf)
    if kind == "question":
        form.fields["question"].choices = shelf.readings[0].questions if shelf.readings else ()
    return form


def _offer_quotes(form, shelf):
    wave = shelf.readings[0].provenance.wave if shelf.readings else ""
    banked = quoting.bank(wave) if wave else ()
    form.fields["quotes"].choices = [(one.id, f"“{one.words}” {one.role}".strip()) for one in banked]
    themes = sorted({theme for one in banked for theme in one.themes})
    form.fields["theme"].choices = [("", "Any"), *((theme, theme) for theme in themes)]
