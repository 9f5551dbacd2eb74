"""Staff's forms about a wave: making one, adding simulated colleagues, asking for codes. They read; actions write."""

from django import forms
from django.utils import timezone
from django.utils.text import slugify

from branches.forms.base import PromiseForm
from surveys import pair_forms
from surveys.models import Questionnaire, Wave
from surveys.waves import KEPT_FOR, retention_fault

GEOGRAPHY_BY_SIZE = 200


class ScottishMoment(forms.DateTimeField):
    """A moment in Scottish time; the hour that comes twice or never when the clocks change is asked for anew."""

    default_error_messages = {"invalid": "Write a day and a time, such as 02/03/2026 09:00"}

    def clean(self, value):
        try:
            return super().clean(value)
        except forms.ValidationError as error:
            if error.error_list[0].code != "ambiguous_timezone":
                raise
            raise forms.ValidationError(
                "The clocks change in that hour: it comes twice in October and not at all in March. "
                "Choose a time before 01:00 or from 02:00"
            ) from None


class VersionChoice(forms.ModelChoiceField):
    """Questionnaires by title, short name and version: two may share a title."""

    def label_from_instance(self, questionnaire):
        return (
            f"{questionnaire.title} ({questionnaire.slug}, version {questionnaire.latest_version().number})"
        )


class WaveForm(PromiseForm):
    """Everything that can't be changed once the wave is open."""

    title = forms.CharField(
        label="What is this survey called?",
        max_length=60,
        help_text="Respondents see it, and reports name it: “Autumn 2026”.",
    )
    questionnaire = VersionChoice(
        Questionnaire.objects.none(), label="Which questionnaire does it use?", empty_label="Choose one"
    )
    mode = forms.ChoiceField(
        label="Who can answer?",
        choices=[
            ("invitation", "Those with an invitation: one person, one response"),
            ("open", "Everyone with the link: every figure says “open link, not verified”"),
        ],
        widget=forms.RadioSelect,
    )
    opens_at = ScottishMoment(
        label="When does it open?",
        required=False,
        help_text="Scottish time, such as 02/03/2026 09:00. Empty: when it is approved.",
    )
    closes_at = ScottishMoment(
        label="When does it close?",
        required=False,
        help_text="Such as 30/03/2026 17:00. Empty: when you close it.",
    )
    results_due = forms.DateField(
        label="When will results be out?", required=False, help_text="Shown after the thank-you."
    )
    expected_size = forms.IntegerField(
        label="How many responses do you expect?",
        min_value=20,
        max_value=1_000_000,
        help_text="In 2021 there were 261. Under 200, results are given for groups of councils, not for each council.",
    )
    retention_until = forms.DateField(
        label="On which day are the answers destroyed?",
        help_text="The published tables stay. It can't be changed later.",
    )

    def __init__(self, *args, like=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = pair_forms.layout(list(self.fields))
        self.fields.update(pair_forms.fields())
        self.fields["questionnaire"].queryset = Questionnaire.objects.filter(
            archived_at=None, versions__gt=0
        ).distinct()
        self.fields["retention_until"].initial = timezone.localdate() + KEPT_FOR
        if like:
            self._start_like(like)

    def _start_like(self, like):
        """Fill what a questionnaire or an earlier wave named in the address says: the next wave starts as its copy."""
        wave = Wave.objects.filter(slug=like.get("wave", "")).first()
        if wave:
            self.initial |= {
                "questionnaire": wave.questionnaire_version.questionnaire_id,
                "mode": wave.mode,
                "expected_size": wave.expected_size,
                **pair_forms.initial(wave.declared_pairs),
            }
        elif (
            found := self.fields["questionnaire"].queryset.filter(slug=like.get("questionnaire", "")).first()
        ):
            self.initial["questionnaire"] = found.pk

    def clean_title(self):
        title = self.cleaned_data["title"].strip()
        if not slugify(title):
            raise forms.ValidationError("Use letters or numbers in the name, such as “Autumn 2026”.")
        if Wave.objects.filter(slug=slugify(title)).exists():
            raise forms.ValidationError("There is a survey of this name already: choose another.")
        return title

    def clean(self):
        cleaned = super().clean()
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", "It must close after it opens.")
        day = cleaned.get("retention_until")
        if fault := day and retention_fault(day, opens, closes):
            self.add_error("retention_until", f"{fault.capitalize()}.")
        cleaned["declared_pairs"] = pair_forms.taken(self)
        return cleaned

    @property
    def declares_pairs(self) -> bool:
        """Return whether a box of the pairs was filled, so that they are not folded away."""
        told = self.data or self.initial
        return any(told.get(name) for name in self.fields if name.startswith("pair_"))

    def terms(self) -> dict:
        """Return the keyword arguments of `waves.new_wave`."""
        terms = dict(self.cleaned_data)
        few = terms["expected_size"] < GEOGRAPHY_BY_SIZE
        terms["geography"] = Wave.Geography.NAMED_GROUPS if few else Wave.Geography.COUNCILS
        terms["version"] = terms.pop("questionnaire").latest_version()
        return {**terms, "slug": slugify(terms["title"])}


class ColleaguesForm(PromiseForm):
    """How many simulated colleagues answer a practice wave."""

    count = forms.IntegerField(
        label="How many simulated colleagues should answer?", min_value=1, max_value=2000, initial=260
    )


class CodesForm(PromiseForm):
    """How many invitation codes to make."""

    count = forms.IntegerField(
        label="How many codes do you need?",
        min_value=1,
        max_value=50_000,
        help_text="Make some spare ones. The file is made once and can't be had again: we keep no code.",
    )
