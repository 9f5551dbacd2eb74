"""The form with which a person follows something or stops following it."""

from django import forms

from branches.forms.base import PromiseForm
from reports import following


class FollowForm(PromiseForm):
    """What to follow, out of everything this person could."""

    subject = forms.ChoiceField(label="Follow a council area, a question or a finding")

    def __init__(self, *args, viewer, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = [("", "Choose one"), *following.offered(viewer)]
