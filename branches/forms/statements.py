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
    """`near`: the statements to show first, such as those that the question rests on."""

    statements = forms.ModelMultipleChoiceField(
        label="Tick what it is about",
        queryset=Statement.objects.exclude(kind=Statement.Kind.LEAD_IN).select_related("theme"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, near=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.near = {statement.pk for statement in near}

    def groups(self):
        """[(theme or None, [(statement, its box)])]: what is near or ticked first, under None; then by theme."""
        first, themes = [], {}
        for box in self["statements"]:
            statement = box.data["value"].instance
            shown_first = statement.pk in self.near or box.data["selected"]
            under = first if shown_first else themes.setdefault(statement.theme, [])
            under.append((statement, box))
        return [(None, first), *themes.items()] if first else list(themes.items())
