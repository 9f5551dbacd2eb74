"""Forms for commitments and their verdicts."""

from django import forms
from django.utils import timezone

from branches.actions import IN_THE_FUTURE
from branches.forms.base import PromiseForm
from branches.forms.meetings import AudienceField
from branches.models import Commitment, CouncilArea, Paper, QuestionPart


class CommitmentForm(PromiseForm):
    acts_once = True
    council = forms.ModelChoiceField(
        label="Which council area?", queryset=CouncilArea.objects.none(), empty_label=None
    )
    what = forms.CharField(label="What did they say they will do?", max_length=300)
    who = forms.CharField(label="Who will do it?", help_text="A job, not a name.", max_length=120)
    made_on = forms.DateField(label="When did they say so?", initial=timezone.localdate)
    due_on = forms.DateField(label="By when?", required=False)
    how_we_know = forms.CharField(
        label="How will we know that it was done?",
        help_text="Such as: the group's first minute is published.",
        max_length=300,
    )
    part = forms.ModelChoiceField(
        label="Which question is it about?",
        queryset=QuestionPart.objects.none(),
        required=False,
        empty_label="None",
    )
    outcome = forms.ChoiceField(
        label="What did a committee decide?",
        choices=[("", "Nothing yet"), *Commitment.Outcome.choices],
        required=False,
    )
    audience = AudienceField()

    def __init__(self, *args, councils, parts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["council"].queryset = councils
        self.fields["part"].queryset = parts

    def clean(self):
        cleaned = super().clean()
        made, due = cleaned.get("made_on"), cleaned.get("due_on")
        if made and due and due < made:
            self.add_error("due_on", "It cannot be due before it was promised.")
        if made and made > timezone.localdate():
            self.add_error("made_on", IN_THE_FUTURE)
        return cleaned


class VerdictForm(PromiseForm):
    verdict = forms.ChoiceField(label="Was it kept?", choices=Commitment.Verdict, widget=forms.RadioSelect)
    words = forms.CharField(label="What shows it?", help_text="One sentence.", max_length=300)
    paper = forms.ModelChoiceField(
        label="Which file shows it?",
        help_text="Upload the minute, paper or email first.",
        empty_label="Choose a file",
        queryset=Paper.objects.none(),
    )
    on = forms.DateField(label="When did you find out?", initial=timezone.localdate)

    def __init__(self, *args, papers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["paper"].queryset = papers

    def clean_on(self):
        if self.cleaned_data["on"] > timezone.localdate():
            raise forms.ValidationError(IN_THE_FUTURE)
        return self.cleaned_data["on"]
