"""Form for one file of a campaign's pack."""

from django import forms

from branches.forms.base import PromiseForm
from branches.forms.papers import UploadField


class CampaignFileForm(PromiseForm):
    title = forms.CharField(
        label="What is it?", help_text="Such as: Letter to councillors, to fill in.", max_length=120
    )
    file = UploadField(
        label="The file",
        help_text="PDF, Word, OpenDocument, PNG or JPEG, up to 25 MB. Its author's name and other hidden data are removed.",
        max_length=200,
    )

    def pack_file(self):
        """The action's values."""
        upload = self.cleaned_data["file"]
        return {"title": self.cleaned_data["title"], "name": upload.name, "data": upload.read()}
