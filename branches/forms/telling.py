"""The form by which anybody tells a branch of an unsafe caseload; it is not anonymous and belongs to no survey."""

from django import forms
from django.conf import settings

from branches.actions.registers import readers_of
from branches.forms.base import PromiseForm
from branches.identifying import identifying
from branches.models import CouncilArea


class TellBranchForm(PromiseForm):
    """A council area, the concern, whom one has told already, and how the branch can answer."""

    council = forms.ModelChoiceField(
        label="Which council area do you work in?",
        queryset=CouncilArea.objects.all(),
        empty_label="Choose",
        to_field_name="slug",
    )
    about = forms.CharField(
        label="What makes your caseload unsafe?",
        help_text="How many, how complex, what you can't do. No names, ages, dates or places of children or families.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    raised_with = forms.CharField(
        label="Who have you told at work?",
        help_text="A job, not a name: my team manager.",
        max_length=120,
        required=False,
    )
    contact = forms.CharField(
        label="How can your branch reach you?",
        help_text="Your own email or phone, rather than your employer's. Without it nobody can answer you.",
        max_length=200,
        required=False,
    )
    looked_through = forms.BooleanField(
        label="I have checked: no child or family can be identified from this", required=False
    )

    def clean_council(self):
        council = self.cleaned_data["council"]
        if not readers_of(council):
            raise forms.ValidationError(
                f"Nobody from the branch in {council} reads messages here yet. "
                f"Write to {settings.SWIG_EMAIL} instead; nothing was kept."
            )
        return council

    def clean(self):
        cleaned = super().clean()
        if not cleaned.pop("looked_through", False):
            for name in ("about", "raised_with"):
                found = identifying(cleaned.get(name) or "")
                if found:
                    words = f"This may identify somebody: {', '.join(found)}."
                    self.add_error(name, f"{words} Remove it, or tick the box at the end.")
        return cleaned
