"""Forms of the release pages: which wave, why withdrawn, a finding, a workforce file."""

from django import forms

from branches.forms.base import PromiseForm, PromiseModelForm
from branches.models import Statement
from reports.models import Finding
from reports.release_pages import ready_waves


class ProposeForm(PromiseForm):
    wave = forms.ModelChoiceField(
        label="Which survey are the figures from?",
        queryset=None,
        to_field_name="slug",
        help_text="Surveys that are closed and mixed, and have no release yet.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["wave"].queryset = ready_waves()


class WithdrawForm(PromiseForm):
    reason = forms.CharField(
        label="Why is it withdrawn?",
        max_length=500,
        help_text="Everyone can read this.",
        widget=forms.Textarea({"rows": 3}),
    )


class FindingForm(PromiseModelForm):
    counting = forms.CharField(
        label="Which choices count?",
        help_text="The names of the choices in the questionnaire, one per line.",
        widget=forms.Textarea({"rows": 4}),
    )

    class Meta:
        model = Finding
        fields = [
            "title",
            "slug",
            "sentence",
            "question",
            "no_label",
            "wording",
            "base_rule",
            "statements",
            "order",
        ]
        labels = {
            "title": "What is the finding called?",
            "slug": "Which short name stands for it in addresses?",
            "sentence": "How does the sentence go on after the share?",
            "question": "Which question does it count?",
            "no_label": "What are the others called?",
            "wording": "What was asked, word for word?",
            "base_rule": "Who is in the base?",
            "statements": "Which statements of The Promise does it bear on?",
            "order": "Where does it come in the list?",
        }
        help_texts = {
            "slug": "Small letters and hyphens, such as team-has-enough-staff.",
            "sentence": "For example: say their team does not have enough staff.",
            "question": "Its name in the questionnaire, such as team_has_enough_staff.",
            "order": "Smaller numbers come first.",
        }
        widgets = {"statements": forms.SelectMultiple({"size": 8})}

    field_order = ["title", "slug", "sentence", "question", "counting"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["statements"].queryset = Statement.objects.order_by("number")
        if self.instance.pk:
            self.fields["counting"].initial = "\n".join(self.instance.counting_choices)

    def clean_counting(self):
        return self.cleaned_data["counting"].split()

    def _post_clean(self):
        # Without any, the form's own field has said so already; the model must not say it of a field it lacks here.
        self.instance.counting_choices = self.cleaned_data.get("counting") or ["missing"]
        super()._post_clean()


class WorkforceForm(PromiseForm):
    file = forms.FileField(
        label="Which file holds the totals?",
        help_text="A CSV with the columns column, category, total: column is named_group or role.",
    )
    source = forms.CharField(label="Where are the figures from?", max_length=300)
    as_of = forms.DateField(label="Which day do they hold for?")
