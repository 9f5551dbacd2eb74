"""Forms for one reply: the answer, how we know, where it stands."""

from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone

from branches.actions import IN_THE_FUTURE
from branches.forms.base import PromiseForm
from branches.forms.meetings import AudienceField
from branches.models import Paper, Reply, Stance


class ReplyForm(PromiseForm):
    """One answer to one part; `papers` are those of the council that this person may read."""

    acts_once = True

    answer = forms.ChoiceField(label="What was the answer?", widget=forms.RadioSelect)
    grade = forms.ChoiceField(label="How do we know?", choices=Reply.Grade, widget=forms.RadioSelect)
    said_on = forms.DateField(label="When did they answer?", initial=timezone.localdate)
    asked_on = forms.DateField(label="When was it asked?", required=False)
    said = forms.CharField(
        label="What did they say?",
        help_text="A sentence or two in plain words. No names.",
        widget=forms.Textarea,
        max_length=2000,
        required=False,
    )
    amount = forms.IntegerField(
        label="Amount in pounds a year", min_value=0, max_value=2_000_000_000, required=False
    )
    posts = forms.DecimalField(label="Posts", min_value=0, max_digits=6, decimal_places=1, required=False)
    paper = forms.ModelChoiceField(
        label="Which paper says so?",
        queryset=Paper.objects.none(),
        required=False,
        empty_label="No paper",
    )
    paragraph_ref = forms.CharField(
        label="Which paragraph?",
        help_text="The paper's own number, such as 5.1",
        max_length=10,
        required=False,
    )
    audience = AudienceField()

    def __init__(self, *args, part, papers, asked=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.part, self.asked = part, asked
        labels = [(f"label-{label.pk}", label.label) for label in part.labels.all()]
        unclear = [
            (Stance.NOT_KNOWN.value, Stance.NOT_KNOWN.label),
            (Stance.NOT_APPLICABLE.value, Stance.NOT_APPLICABLE.label),
        ]
        self.fields["answer"].choices = [*labels, *unclear]
        self.fields["paper"].queryset = papers
        if not part.asks_amount:
            del self.fields["amount"], self.fields["posts"]
        if asked:
            del self.fields["asked_on"]
        self.helper.layout = Layout(*self.fields)

    def clean(self):
        cleaned = super().clean()
        asked_on = self.asked.asked_on if self.asked else cleaned.get("asked_on") or cleaned.get("said_on")
        if cleaned.get("said_on") and asked_on and cleaned["said_on"] < asked_on:
            self.add_error(
                "said_on",
                "The answer is dated before the question. A paper dated before the question is relevant evidence but not an answer to it.",
            )
        if cleaned.get("said_on") and cleaned["said_on"] > timezone.localdate():
            self.add_error("said_on", IN_THE_FUTURE)
        cleaned["paragraph"] = self._paragraph(cleaned)
        if cleaned.get("grade") in (Reply.Grade.MINUTE, Reply.Grade.PUBLISHED) and not cleaned.get("paper"):
            self.add_error("paper", "Choose the minute or paper; upload it first if it is not in the list.")
        return cleaned

    def _paragraph(self, cleaned):
        paper, ref = cleaned.get("paper"), (cleaned.get("paragraph_ref") or "").strip().rstrip(".")
        if not paper:
            if ref:
                self.add_error("paper", "Choose the paper that the paragraph is in.")
            return None
        if not ref:
            if paper.has_numbers:
                self.add_error(
                    "paragraph_ref", "This paper numbers its paragraphs: name the one that says so."
                )
            return None
        found = paper.paragraphs.filter(ref=ref).first()
        if found is None:
            self.add_error("paragraph_ref", f"“{paper}” has no paragraph {ref}.")
        return found

    def reply(self):
        """What the action takes of this form."""
        cleaned = self.cleaned_data
        label = next(
            (each for each in self.part.labels.all() if f"label-{each.pk}" == cleaned["answer"]), None
        )
        names = ("grade", "said_on", "said", "paper", "paragraph", "audience")
        values = {name: cleaned[name] for name in names} | {
            name: cleaned[name] for name in ("amount", "posts") if name in cleaned
        }
        return values | {"label": label, "stance": label.stance if label else cleaned["answer"]}


def reply_initial(reply):
    """The form's starting values for a reply that is being revised."""
    names = ("grade", "said_on", "said", "amount", "posts", "paper", "audience")
    values = {name: getattr(reply, name) for name in names}
    answer = f"label-{reply.label_id}" if reply.label_id else reply.stance
    return values | {"answer": answer, "paragraph_ref": reply.paragraph.ref if reply.paragraph else ""}


class ContactForm(PromiseForm):
    contact = forms.ChoiceField(
        label="What happened?",
        widget=forms.RadioSelect,
        choices=[
            ("acknowledged", "They acknowledged the question"),
            ("holding", "They sent a holding reply"),
            ("refused", "They refused to answer"),
            ("withdrawn", "We withdrew the question"),
        ],
    )
    on = forms.DateField(label="When?", initial=timezone.localdate)


class ExtensionForm(PromiseForm):
    until = forms.DateField(label="Until when may they answer?")
    reason = forms.CharField(label="Why?", max_length=200)


class ReasonForm(PromiseForm):
    reason = forms.CharField(label="Why are you removing it?", max_length=200)
