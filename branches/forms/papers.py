"""Forms for papers: uploading one, and saying what a paragraph bears on."""

from django import forms
from django.utils import timezone

from branches.actions import IN_THE_FUTURE
from branches.documents import MAX_BYTES
from branches.forms.base import PromiseForm
from branches.forms.meetings import AudienceField
from branches.models import CouncilArea, Paper, QuestionPart


class UploadField(forms.FileField):
    """A file that is kept; one that is too large is told of before it is held in memory."""

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        if upload and upload.size > MAX_BYTES:
            raise forms.ValidationError(
                f"This file is {upload.size / 1024 / 1024:.0f} MB. Files can be up to {MAX_BYTES // 1024 // 1024} MB."
            )
        return upload


class PaperForm(PromiseForm):
    file = UploadField(
        label="The file",
        help_text="PDF, Word, OpenDocument, web page, saved email (.eml), PNG or JPEG, up to 25 MB.",
        max_length=200,
    )
    title = forms.CharField(label="What is it called?", max_length=200)
    kind = forms.ChoiceField(label="What kind of paper is it?", choices=Paper.Kind, widget=forms.RadioSelect)
    dated = forms.DateField(label="What date is on it?")
    council = forms.ModelChoiceField(
        label="Which council area?", queryset=CouncilArea.objects.none(), empty_label=None
    )
    source = forms.CharField(
        label="Where does it come from?",
        help_text="The committee, the sender or the web address.",
        max_length=300,
        required=False,
    )
    typed = forms.CharField(
        label="The words in the picture",
        help_text="Only for PNG and JPEG. You can type them later.",
        widget=forms.Textarea,
        max_length=20_000,
        required=False,
    )
    audience = AudienceField()

    def __init__(self, *args, councils, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["council"].queryset = councils

    def clean_dated(self):
        if self.cleaned_data["dated"] > timezone.localdate():
            raise forms.ValidationError(IN_THE_FUTURE)
        return self.cleaned_data["dated"]


class WordsForm(PromiseForm):
    typed = forms.CharField(
        label="The words that matter in the picture",
        help_text="An empty line starts a new paragraph. No names of children or families.",
        widget=forms.Textarea(attrs={"rows": "12"}),
        max_length=20_000,
    )


class BearingForm(PromiseForm):
    part = forms.ModelChoiceField(
        label="Which question does it bear on?", queryset=QuestionPart.objects.none()
    )
    summary = forms.CharField(
        label="What does it mean for the question?", help_text="In your own words.", max_length=300
    )

    def __init__(self, *args, parts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["part"].queryset = parts
