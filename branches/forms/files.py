"""The form for a list that was downloaded, edited and is uploaded again."""

from django import forms

from branches.forms.base import PromiseForm


class FileForm(PromiseForm):
    file = forms.FileField(label="The edited CSV file")
