"""The form for the outlines of the geographic map; a file with faults is refused with all of them."""

from django import forms
from django.core.exceptions import ValidationError

from branches.forms.base import PromiseForm
from branches.models import CouncilArea
from reports.shapes import MOST_BYTES, ShapesRefused, read_shapes


class ShapesForm(PromiseForm):
    """A GeoJSON file and the words that stand below the map."""

    file = forms.FileField(
        label="GeoJSON file with the outlines of the 32 council areas",
        help_text="Degrees of longitude and latitude; each feature has the area’s code (S12…) or name. At most 12 MB.",
    )
    source = forms.CharField(
        label="Where are the outlines from, and under which licence?",
        max_length=200,
        help_text="It is shown below the map. The Office for National Statistics asks for its copyright line.",
    )

    def clean_file(self):
        """The file's bytes, once they were read without a fault."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError("The file is bigger than 12 MB. Simplify its outlines first.")
        data = file.read()
        try:
            read_shapes(data, CouncilArea.objects.all())
        except ShapesRefused as refused:
            raise ValidationError([ValidationError(fault) for fault in refused.faults]) from None
        return data
