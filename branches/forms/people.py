"""Forms about people: invitations, seats, roles, one's own account."""

from django import forms
from django.contrib.auth import password_validation

from branches.forms.base import PromiseForm
from branches.models import Branch, Role


class InviteForm(PromiseForm):
    email = forms.EmailField(
        label="Email address", help_text="The link goes here; only this person can use it, and only once."
    )
    name = forms.CharField(label="Name", required=False, max_length=120)
    branch = forms.ModelChoiceField(
        label="Branch (for a secretary)",
        queryset=Branch.objects.all(),
        required=False,
        empty_label="No branch",
    )
    role = forms.ChoiceField(
        label="Role (for staff)", choices=[("", "No role"), *Role.choices], required=False
    )

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("branch")) == bool(cleaned.get("role")):
            self.add_error("branch", "Choose either a branch or a role. For both, invite twice.")
        return cleaned


class SeatForm(PromiseForm):
    """One more branch or role for a person who has an account."""

    branch = forms.ModelChoiceField(
        label="One more branch", queryset=Branch.objects.all(), required=False, empty_label="No branch"
    )
    role = forms.ChoiceField(label="One more role", choices=[("", "No role"), *Role.choices], required=False)

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("branch")) == bool(cleaned.get("role")):
            self.add_error("branch", "Choose either a branch or a role.")
        return cleaned


class HandOverForm(PromiseForm):
    email = forms.EmailField(
        label="Your successor's email address",
        help_text="They get a link that works once. You keep your seat until they use it.",
    )
    name = forms.CharField(label="Their name", required=False, max_length=120)


class NameForm(PromiseForm):
    name = forms.CharField(label="Name", max_length=120, help_text="Shown beside what this person logs.")


class WeeklyMailForm(PromiseForm):
    wanted = forms.BooleanField(
        label="Send me an email each Monday with what is due and what is new",
        help_text="Reminders of what is due tomorrow are always sent.",
        required=False,
    )


class JoinForm(PromiseForm):
    """For a new person only: whoever has an account keeps name and password."""

    name = forms.CharField(label="Your name", max_length=120, help_text="Shown beside what you log.")
    password = forms.CharField(
        label="A password",
        help_text="At least 12 characters. Without one you sign in with a code that we email you.",
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self):
        password = self.cleaned_data["password"]
        if password:
            password_validation.validate_password(password)
        return password
