"""Examples for the demonstration's page of components, which the accessibility and markup checks read."""

from django import forms
from django.core.paginator import Paginator

from branches.forms.base import PromiseForm

STATES = (
    ("yes", "Yes"),
    ("partly", "Partly"),
    ("planned", "Planned"),
    ("no", "No"),
    ("waiting", "Waiting"),
    ("overdue", "Overdue"),
    ("none", "Not asked"),
)


class ExampleForm(PromiseForm):
    """One question of each kind."""

    name = forms.CharField(label="What is your name?", widget=forms.TextInput(attrs={"autocomplete": "name"}))
    stance = forms.ChoiceField(
        label="What did they say?",
        choices=[("yes", "Yes"), ("partly", "Partly"), ("no", "No"), ("unclear", "They would not say")],
        widget=forms.RadioSelect,
        help_text="Their answer at the meeting, not what you think of it.",
    )
    ways = forms.MultipleChoiceField(
        label="How do we know?",
        choices=[("said", "Said in a meeting"), ("letter", "Email or letter"), ("minute", "Minute")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    council = forms.ChoiceField(
        label="Which council area?",
        choices=[("", "Choose one"), ("S12000033", "Aberdeen City"), ("S12000034", "Aberdeenshire")],
    )
    asked_on = forms.DateField(label="When did you ask?")
    posts = forms.IntegerField(label="How many posts?", min_value=0, required=False)
    note = forms.CharField(
        label="What else was said?",
        help_text="Leave out names of children and colleagues.",
        widget=forms.Textarea,
        required=False,
    )
    paper = forms.FileField(
        label="The committee paper", help_text="PDF or Word, up to 20 MB.", required=False
    )
    checked = forms.BooleanField(label="I have read this through")


ROWS = (
    {"key": "Council area", "value": "South Lanarkshire", "url": "#main"},
    {"key": "Asked on", "value": "12 November 2026", "url": "#main"},
    {"key": "What they said", "value": "Partly: two posts of the five asked for"},
)
COLUMNS = ("Council area", "Asked?", "What they said")
TABLE = (("Falkirk", "Asked", "Yes"), ("Fife", "Replied", "Partly"), ("Moray", "Not asked", "–"))
STEPS = (
    {"title": "Ask", "text": "The question goes to management.", "done": True},
    {"title": "Write it down", "text": "What they said, and how we know.", "current": True},
    {"title": "Watch", "text": "Was the promise kept?", "url": "#main", "link": "See the commitments"},
)


def examples(query):
    """Everything the page shows; `query` is the form's data when the page was asked for with answers."""
    return {
        "form": ExampleForm(query or None),
        "states": STATES,
        "page": Paginator(range(50), 10).page(2),
        "rows": ROWS,
        "columns": COLUMNS,
        "table_rows": TABLE,
        "steps": STEPS,
    }
