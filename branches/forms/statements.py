"""Finding a statement of The Promise."""

from django import forms

from branches.forms.base import PromiseForm
from branches.models import Statement, Theme


class FindStatementForm(PromiseForm):
    words = forms.CharField(label="Words", required=False, max_length=100)
    theme = forms.ModelChoiceField(
        label="Theme", queryset=Theme.objects.all(), required=False, empty_label="Every theme"
    )
    page = forms.IntegerField(
        label="Page of The Promise",
        required=False,
        min_value=1,
        max_value=200,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": "Give the page as a number, such as 97"},
    )


class CiteForm(PromiseForm):
    statements = forms.ModelMultipleChoiceField(
        label="Tick what it is about",
        help_text="In the order of The Promise, each with its page.",
        queryset=Statement.objects.exclude(kind=Statement.Kind.LEAD_IN),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
