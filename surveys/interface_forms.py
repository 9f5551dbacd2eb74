"""The form that takes in a translation of the survey's own pages. It reads the file; the view saves it."""

from django import forms

from branches.forms.base import PromiseForm
from surveys import interface_words


class CatalogueForm(PromiseForm):
    """A PO file; its header names the language."""

    file = forms.FileField(
        label="Catalogue (.po)",
        help_text="As Poedit, Weblate and most translators’ tools save it. Texts may still be missing; a wrong one refuses the file.",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > interface_words.MOST_BYTES:
            raise forms.ValidationError(f"The file is larger than {interface_words.MOST_BYTES // 1000} KB.")
        try:
            self.words = interface_words.read(file.read())
        except interface_words.CatalogueFaults as error:
            raise forms.ValidationError([f"Not uploaded: {fault}." for fault in error.faults[:50]]) from None
        return file
