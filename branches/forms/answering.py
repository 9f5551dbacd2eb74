"""Forms of the right of reply."""

from django import forms

from branches.forms.base import PromiseForm


class OpenForm(PromiseForm):
    closes_on = forms.DateField(label="Until when can they comment?")


class CommentForm(PromiseForm):
    comment = forms.CharField(
        label="Your comment",
        help_text="It appears beside the record under your organisation's name, word for word. No names of children or families.",
        widget=forms.Textarea,
        max_length=2000,
    )
