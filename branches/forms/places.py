"""Forms about branches, employers, who runs children's social work, and contacts."""

from django import forms

from branches.forms.base import PromiseForm, PromiseModelForm
from branches.models import Branch, Contact, CouncilArea, Employer


class BranchForm(PromiseModelForm):
    class Meta:
        model = Branch
        fields = ["name", "councils", "placeholder"]
        labels = {
            "name": "What is the branch called?",
            "councils": "In which council areas does it work?",
            "placeholder": "The name is a placeholder",
        }
        help_texts = {"placeholder": "Untick it once the branch's own name stands here."}
        widgets = {"councils": forms.CheckboxSelectMultiple}


class EmployerForm(PromiseModelForm):
    kind = forms.ChoiceField(
        label="What kind of body is it?", choices=Employer.Kind.choices, widget=forms.RadioSelect
    )

    class Meta:
        model = Employer
        fields = ["name", "kind", "code", "councils", "covered_by_foisa"]
        labels = {
            "name": "What is the employer called?",
            "code": "Official code",
            "councils": "In which council areas does it employ social workers?",
            "covered_by_foisa": "Freedom of information law covers it",
        }
        help_texts = {
            "code": "Such as S12000029 for a council or S37000028 for a partnership.",
            "covered_by_foisa": "Councils, partnerships and NHS boards yes; voluntary bodies no.",
        }
        widgets = {"councils": forms.CheckboxSelectMultiple}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == Employer.Kind.VOLUNTARY and cleaned.get("covered_by_foisa"):
            self.add_error("covered_by_foisa", "The law does not cover voluntary bodies: untick this.")
        return cleaned


class RunnerForm(PromiseForm):
    """Who runs children's social work from a day on."""

    employer = forms.ModelChoiceField(
        label="Who runs it?", queryset=Employer.objects.none(), empty_label="Choose an employer"
    )
    since = forms.DateField(label="Since when?")
    source = forms.CharField(
        label="How do we know?", max_length=300, help_text="A report, a page, a letter, with its date."
    )
    checked = forms.BooleanField(label="I have read that source myself", required=False)

    def __init__(self, *args, council: CouncilArea, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["employer"].queryset = council.employers.all()


class RunnerCorrectionForm(RunnerForm):
    """As above for what stands already, where the first day may be unknown."""

    since = forms.DateField(
        label="Since when?", required=False, help_text="Leave it empty when the day is not known."
    )


class ContactForm(PromiseModelForm):
    class Meta:
        model = Contact
        fields = ["employer", "role", "job_title", "name", "email", "address"]
        labels = {
            "employer": "Which employer?",
            "role": "Manager or elected member?",
            "job_title": "Job title",
            "name": "Name",
            "email": "Email address",
            "address": "Postal address",
        }
        help_texts = {
            "role": "Elected members are councillors, and members of an integration board.",
            "job_title": "Such as Chief Social Work Officer, or Convener.",
        }
        widgets = {"role": forms.RadioSelect, "address": forms.Textarea(attrs={"rows": 4})}
