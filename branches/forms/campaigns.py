"""Forms for campaigns, their parts' own words, letters, and files that a user uploads."""

from django import forms
from django.utils import timezone

from branches.forms.base import PromiseForm
from branches.models import Branch, Campaign, Employer, QuestionPart


class CampaignForm(PromiseForm):
    title = forms.CharField(label="Title", max_length=120)
    summary = forms.CharField(label="What it is for", widget=forms.Textarea, max_length=600, required=False)
    budget_year = forms.RegexField(
        label="Budget year",
        regex=r"^20\d\d/\d\d$",
        help_text="Such as 2026/27",
        error_messages={"invalid": "Write the year as 2026/27"},
    )
    opens_on = forms.DateField(label="First day")
    reply_working_days = forms.IntegerField(
        label="Working days for a reply", min_value=1, max_value=120, initial=20
    )
    budget_after_days = forms.IntegerField(
        label="Days from the first day to the budget meeting", min_value=1, max_value=700, initial=110
    )
    closes_after_days = forms.IntegerField(
        label="Days from the first day to the last", min_value=1, max_value=1500, initial=150
    )
    branches = forms.ModelMultipleChoiceField(
        label="Only for these branches",
        help_text="None chosen means all.",
        queryset=Branch.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def campaign(self):
        """What the action takes of this form."""
        values = dict(self.cleaned_data)
        return values | {"open_to_all": not values["branches"]}


def campaign_initial(campaign: Campaign) -> dict:
    names = (
        "title",
        "summary",
        "budget_year",
        "opens_on",
        "reply_working_days",
        "budget_after_days",
        "closes_after_days",
    )
    return {name: getattr(campaign, name) for name in names} | {"branches": campaign.branches.all()}


class CopyForm(PromiseForm):
    title = forms.CharField(label="Title of the new campaign", max_length=120)
    slug = forms.SlugField(
        label="Short name for addresses", help_text="Small letters, numbers and dashes.", max_length=60
    )
    budget_year = forms.RegexField(
        label="Budget year",
        regex=r"^20\d\d/\d\d$",
        help_text="Such as 2026/27",
        error_messages={"invalid": "Write the year as 2026/27"},
    )
    opens_on = forms.DateField(label="First day", initial=timezone.localdate)


class PartForm(PromiseForm):
    label = forms.CharField(label="Short label", max_length=80)
    ask = forms.CharField(
        label="The question in our words", help_text="{year} becomes the budget year.", max_length=300
    )
    phrase = forms.CharField(label="Completes “9 of 32 …”", max_length=80)
    with_phrase = forms.CharField(
        label="Completes the sentence of the question it depends on", max_length=80, required=False
    )

    keywords = forms.CharField(
        label="Words that point to it in a paper",
        help_text="With commas between them. Paragraphs with these words are suggested.",
        max_length=400,
        required=False,
    )
    employer_kinds = forms.MultipleChoiceField(
        label="Which kinds of employer is it put to?",
        help_text="None chosen means all. This holds for the whole question.",
        choices=Employer.Kind,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def clean_keywords(self):
        words = [word.strip().lower() for word in self.cleaned_data["keywords"].split(",")]
        if any(len(word) > 40 for word in words):
            raise forms.ValidationError("Each word can have up to 40 letters: put commas between them.")
        return [word for word in words if word]

    def clean_ask(self):
        ask = self.cleaned_data["ask"]
        if ask.replace("{year}", "").count("{"):
            raise forms.ValidationError("Only {year} may stand in curly brackets.")
        return ask


def part_initial(part: QuestionPart) -> dict:
    words = {name: getattr(part, name) for name in ("label", "ask", "phrase", "with_phrase")}
    return words | {
        "keywords": ", ".join(part.keywords),
        "employer_kinds": part.question.employer_kinds,
    }


class ActionForm(PromiseForm):
    done_on = forms.DateField(label="When was it done?", initial=timezone.localdate)
    detail = forms.CharField(label="Anything to add?", max_length=200, required=False)


class LetterForm(PromiseForm):
    to_role = forms.CharField(label="To (a job)", max_length=120)
    subject = forms.CharField(label="Subject", max_length=200)
    body = forms.CharField(label="Letter", widget=forms.Textarea(attrs={"rows": 18}), max_length=10_000)
    send_by = forms.DateField(label="Send by", required=False)


class DayForm(PromiseForm):
    on = forms.DateField(label="On which day?", initial=timezone.localdate)


class LoadForm(PromiseForm):
    what = forms.ChoiceField(
        label="What is it?",
        choices=[
            ("campaign", "The branch pack of November 2021, as a table (CSV)"),
            ("statements", "The children's social care briefing of 2020, as plain text"),
        ],
        widget=forms.RadioSelect,
    )
    file = forms.FileField(label="The file", help_text="Up to 5 MB. It stays in your own database.")

    def clean_file(self):
        if self.cleaned_data["file"].size > 5 * 1024 * 1024:
            raise forms.ValidationError("The file is larger than 5 MB. Is it the right one?")
        return self.cleaned_data["file"]
