"""Forms for getting a document and for writing, proposing and publishing a report."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from branches.forms.base import PromiseForm
from branches.models import CouncilArea
from reports.documents.outlines import OUTLINES

FORMATS = (
    ("pdf", "PDF, to print or send"),
    ("docx", "Word, to change"),
    ("pptx", "PowerPoint, one finding per slide"),
    ("html", "A page in one file"),
    ("xlsx", "Excel, the tables"),
    ("csv", "CSV, the tables"),
    ("json", "JSON, for programs"),
)

LANGUAGES = (("en-GB", "English"), ("gd-GB", "Gaelic (Gàidhlig)"))


def _documents():
    return [(one.slug, one.title.replace("{council}", "a council area")) for one in OUTLINES.values()]


class DocumentForm(PromiseForm):
    """Which document, about which council area, in which format."""

    document = forms.ChoiceField(
        label="Which document do you need?", choices=_documents, widget=forms.RadioSelect
    )
    council = forms.ModelChoiceField(
        CouncilArea.objects.all(),
        label="Which council area is it about?",
        required=False,
        help_text="National documents need none.",
        to_field_name="gss_code",
        empty_label="All of Scotland",
    )
    format = forms.ChoiceField(
        label="In which form?", choices=FORMATS, widget=forms.RadioSelect, initial="pdf"
    )

    def clean(self):
        data = super().clean()
        shape = OUTLINES.get(data.get("document"))
        if shape and shape.about == "council" and not data.get("council"):
            self.add_error("council", "Choose the council area that this document is about.")
        return data


class NewReportForm(PromiseForm):
    """A report begins as a copy of a shipped outline."""

    title = forms.CharField(label="What is the report called?", max_length=200)
    template = forms.ChoiceField(
        label="Which outline does it begin from?", choices=_documents, widget=forms.RadioSelect
    )
    council = forms.ModelChoiceField(
        CouncilArea.objects.all(),
        label="Is it about one council area?",
        required=False,
        empty_label="No, all of Scotland",
    )
    language = forms.ChoiceField(
        label="In which language are its headings?",
        choices=LANGUAGES,
        initial="en-GB",
        required=False,
        help_text="The file says so to screen readers. Headings can be changed in the outline.",
    )

    def clean(self):
        data = super().clean()
        shape = OUTLINES.get(data.get("template"))
        if shape and shape.about == "council" and not data.get("council"):
            self.add_error("council", "This outline is about one council area. Choose it.")
        data["language"] = data.get("language") or "en-GB"
        return data


class TokenForm(PromiseForm):
    """What a new API token is for, so that its owner knows which one to end."""

    label = forms.CharField(label="What will use it?", max_length=80, help_text="Such as “My notebook”.")


class ReasonForm(PromiseForm):
    """Why an edition is withdrawn or corrected; readers see it."""

    reason = forms.CharField(
        label="What should readers know?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One or two sentences. They are shown on the public page.",
    )


class SendBackForm(PromiseForm):
    """Why a proposed edition goes back to its author, who sees it beside the edition."""

    reason = forms.CharField(
        label="What should its author change?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ApprovalForm(PromiseForm):
    """Approve at once, or for a later moment."""

    publish_at = forms.DateTimeField(
        label="Not before (embargo)",
        required=False,
        help_text="Leave empty to publish now. Otherwise day and time in Scotland, such as 27/3/2027 09:00.",
        input_formats=["%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"],
        error_messages={"invalid": "Give day and time such as 27/3/2027 09:00."},
    )

    def clean_publish_at(self):
        moment = self.cleaned_data["publish_at"]
        if moment and moment <= timezone.now():
            raise ValidationError("This moment has passed. Leave the box empty to publish now.")
        return moment
