"""Forms of moderators: a comment's words before release, its themes, a theme of the codebook, a quote, a withdrawal."""

from crispy_forms.layout import Layout
from django import forms

from branches.forms.base import PromiseForm
from surveys.models import CommentTheme
from surveys.models.comments import LONGEST


class ReleaseForm(PromiseForm):
    fingerprint = forms.CharField(widget=forms.HiddenInput, max_length=64)
    text = forms.CharField(
        label="How it should read",
        help_text="What may tell of whom or where it speaks is replaced by […] already. Look again: you decide.",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class ThemesForm(PromiseForm):
    themes = forms.ModelMultipleChoiceField(
        label="What is it about?",
        queryset=CommentTheme.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class ThemeForm(PromiseForm):
    name = forms.CharField(label="Name of the theme", max_length=60)
    meaning = forms.CharField(label="What counts as it?", max_length=300)

    def clean_name(self):
        if CommentTheme.objects.filter(name__iexact=self.cleaned_data["name"]).exists():
            raise forms.ValidationError("The codebook has a theme of this name.")
        return self.cleaned_data["name"]


class QuoteForm(PromiseForm):
    words = forms.CharField(
        label="Words to quote",
        help_text="Word for word as released. Mark what you leave out by “…”.",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    tells_role = forms.BooleanField(label="The job may stand beside it", required=False)

    def __init__(self, *args, role, **options):
        super().__init__(*args, **options)
        if not role:
            del self.fields["tells_role"]
            self.helper.layout = Layout("words")


class WithdrawForm(PromiseForm):
    reason = forms.CharField(label="Why is it withdrawn?", max_length=200)
