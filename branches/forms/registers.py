"""Forms of the registers; words that could identify somebody are warned of before they are kept."""

from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone

from branches.actions import IN_THE_FUTURE
from branches.forms.base import PromiseForm
from branches.identifying import identifying
from branches.models import CaseloadReturn, CouncilArea, UnmetNeed


class EntryForm(PromiseForm):
    """`words` are the fields that are looked through for names, ages, dates and numbers."""

    acts_once = True

    words: tuple[str, ...] = ()
    council = forms.ModelChoiceField(
        label="Which council area?", queryset=CouncilArea.objects.none(), empty_label=None
    )
    happened_on = forms.DateField(label="When was it?", initial=timezone.localdate)

    def __init__(self, *args, councils, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["council"].queryset = councils
        if self.words:
            self.fields["looked_through"] = forms.BooleanField(
                label="I have checked: nobody can be identified from this", required=False
            )
            self.helper.layout = Layout(*self.fields)

    def clean_happened_on(self):
        if self.cleaned_data["happened_on"] > timezone.localdate():
            raise forms.ValidationError(IN_THE_FUTURE)
        return self.cleaned_data["happened_on"]

    def clean(self):
        cleaned = super().clean()
        if not cleaned.pop("looked_through", False):
            for name in self.words:
                found = identifying(cleaned.get(name) or "")
                if found:
                    self.add_error(
                        name,
                        f"This may identify somebody: {', '.join(found)}. Remove it, or tick the box at the end.",
                    )
        return cleaned


class UnmetNeedForm(EntryForm):
    words = ("needed", "consequence", "later_cost")
    kind = forms.ChoiceField(label="What kind of help?", choices=UnmetNeed.Kind, widget=forms.RadioSelect)
    needed = forms.CharField(
        label="What was needed and not there?", help_text="No names, ages, dates or places.", max_length=300
    )
    consequence = forms.CharField(label="What followed?", max_length=300)
    later_cost = forms.CharField(label="What is it likely to cost later?", max_length=300, required=False)


class CaseloadForm(EntryForm):
    OTHER = "other"
    TEAMS = (
        "Duty and first response",
        "Children and families, area team",
        "Looked-after children",
        "Throughcare and aftercare",
        "Fostering, adoption and kinship",
        "Disabled children",
        "Residential care",
        "Youth justice",
    )
    team = forms.ChoiceField(
        label="What type of team?",
        choices=[("", "Choose"), *((team, team) for team in TEAMS), (OTHER, "Another type")],
    )
    other_team = forms.CharField(
        label="Which other type of team?",
        help_text="Only for another type. The type, not the team's own name.",
        max_length=80,
        required=False,
    )
    average = forms.DecimalField(label="Average caseload", min_value=0, max_value=999, decimal_places=1)
    lowest = forms.IntegerField(label="Lowest", min_value=0, max_value=999, required=False)
    highest = forms.IntegerField(label="Highest", min_value=0, max_value=999, required=False)
    publisher = forms.ChoiceField(
        label="Who published it?", choices=CaseloadReturn.Publisher, widget=forms.RadioSelect
    )

    def clean(self):
        cleaned = super().clean()
        other = (cleaned.pop("other_team", "") or "").strip()
        if cleaned.get("team") == self.OTHER:
            cleaned["team"] = other
            if not other:
                self.add_error("other_team", "Say which type of team it is.")
        low, mean, high = (cleaned.get(name) for name in ("lowest", "average", "highest"))
        if (low is None) != (high is None):
            self.add_error("highest", "Give both the lowest and the highest, or neither.")
        elif low is not None and mean is not None and not low <= mean <= high:
            self.add_error("average", "The average lies outside the range from lowest to highest.")
        return cleaned


class OverloadForm(EntryForm):
    words = ("about", "answer")
    about = forms.CharField(label="What was the concern?", help_text="No names.", max_length=300)
    raised_with = forms.CharField(
        label="With whom was it raised?", help_text="A job, not a name.", max_length=120
    )
    answer = forms.CharField(label="What came of it?", max_length=300, required=False)


class RegisterKeptForm(PromiseForm):
    YES_NO = [("", "Not known"), ("yes", "Yes"), ("no", "No")]
    keeps_register = forms.ChoiceField(
        label="Does the employer keep a register of unmet need?", choices=YES_NO, required=False
    )
    publishes_caseloads = forms.ChoiceField(
        label="Does it publish caseloads?", choices=YES_NO, required=False
    )
    source = forms.CharField(label="How do we know?", max_length=300)

    def facts(self):
        meant = {"yes": True, "no": False, "": None}
        cleaned = self.cleaned_data
        return {name: meant[cleaned[name]] for name in ("keeps_register", "publishes_caseloads")} | {
            "source": cleaned["source"]
        }
