"""Forms of the second mark and of settling a difference."""

from django import forms

from branches.forms.base import PromiseForm


class MarkForm(PromiseForm):
    """`choices` are the question's own words for each stance."""

    stance = forms.ChoiceField(label="What does this answer come to?", widget=forms.RadioSelect)

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stance"].choices = choices


class SettleForm(MarkForm):
    stance = forms.ChoiceField(label="What does the answer come to?", widget=forms.RadioSelect)
    words = forms.CharField(
        label="Why?", help_text="A sentence that both can follow. No names.", max_length=300
    )
