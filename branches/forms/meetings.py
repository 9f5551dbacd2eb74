"""The meeting form: one row of taps a part, nothing else that must be typed."""

from django import forms
from django.utils import timezone

from branches.actions.meetings import NO_ANSWER, NOT_HELD_YET, NOT_RAISED
from branches.forms.base import PromiseForm
from branches.models import Audience, Stance

PRESENT = [
    "Head of service",
    "Chief Social Work Officer",
    "Service or team manager",
    "Human resources",
    "Elected member",
    "Finance",
    "Branch officer",
    "Social work rep",
]


class MeetingForm(PromiseForm):
    """`parts` are the campaign's parts in order; `cleaned_data["taps"]` maps each to a label, stance or no answer."""

    acts_once = True

    held_on = forms.DateField(label="When was the meeting?", initial=timezone.localdate)
    present = forms.MultipleChoiceField(
        label="Who was there?",
        help_text="By job, never by name.",
        choices=[(role, role) for role in PRESENT],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    others = forms.CharField(label="Anyone else, by job", max_length=80, required=False)
    note = forms.CharField(
        label="A note for your branch only", widget=forms.Textarea, max_length=5000, required=False
    )

    def __init__(self, *args, parts, **kwargs):
        super().__init__(*args, **kwargs)
        self.parts = list(parts)
        for part in self.parts:
            self.fields[f"part_{part.pk}"] = forms.ChoiceField(
                label=part.label,
                help_text=part.question_text,
                choices=_taps(part),
                widget=forms.RadioSelect,
                initial=NOT_RAISED,
                required=False,
            )

    def groups(self):
        """The parts' fields under the campaign's own headings, for the template."""
        groups = {}
        for part in self.parts:
            groups.setdefault(part.question.group, []).append((part, self[f"part_{part.pk}"]))
        return groups.items()

    def clean_held_on(self):
        held_on = self.cleaned_data["held_on"]
        if held_on > timezone.localdate():
            raise forms.ValidationError(NOT_HELD_YET)
        return held_on

    def clean(self):
        cleaned = super().clean()
        cleaned["taps"] = {part: _meant(part, cleaned.get(f"part_{part.pk}")) for part in self.parts}
        if self.is_valid_so_far() and set(cleaned["taps"].values()) == {NOT_RAISED}:
            raise forms.ValidationError(
                "Tap at least one question that came up, even if there was no answer."
            )
        return cleaned

    def is_valid_so_far(self):
        return not self.errors

    def meeting(self):
        """What the action takes of this form."""
        cleaned = self.cleaned_data
        others = [cleaned["others"].strip()] if cleaned["others"].strip() else []
        return {
            "held_on": cleaned["held_on"],
            "present": [*cleaned["present"], *others],
            "taps": cleaned["taps"],
            "note": cleaned["note"],
        }


def _taps(part):
    own = [(f"label-{label.pk}", label.label) for label in part.labels.all()] or [
        (stance.value, stance.label) for stance in (Stance.YES, Stance.PARTLY, Stance.PLANNED, Stance.NO)
    ]
    if not any(label.stance == Stance.PLANNED for label in part.labels.all()) and own[0][0].startswith(
        "label-"
    ):
        own.append((Stance.PLANNED.value, "Promised"))
    return [*own, (NO_ANSWER, "No answer"), (NOT_RAISED, "Not raised")]


def _meant(part, tapped):
    if not tapped:
        return NOT_RAISED
    labels = {f"label-{label.pk}": label for label in part.labels.all()}
    return labels.get(tapped, tapped)


class NoteForm(PromiseForm):
    acts_once = True
    text = forms.CharField(
        label="Note", help_text="Only your branch ever sees it.", widget=forms.Textarea, max_length=5000
    )


class AudienceField(forms.ChoiceField):
    """Who may read a record; shared with all branches unless said otherwise."""

    def __init__(self, **kwargs):
        defaults = {"label": "Who may see this?", "choices": Audience.choices, "initial": Audience.SHARED}
        super().__init__(**defaults | kwargs)
