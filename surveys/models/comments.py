"""What staff decided about comments: which were released and how they read then, what they are about, who quotes them.

A comment that was not released stands nowhere here but as a keyed fingerprint. Nothing leads to a respondent.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

LONGEST = 6000


class CommentDecision(models.Model):
    """One comment of a closed wave, released in the words kept here or held back without any."""

    class State(models.TextChoices):
        RELEASED = "released", "Released"
        HELD = "held", "Held back"

    wave = models.ForeignKey("surveys.Wave", on_delete=models.CASCADE, related_name="comment_decisions")
    fingerprint = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State)
    question = models.CharField(max_length=60)
    role = models.CharField(max_length=60, blank=True)
    text = models.TextField(max_length=LONGEST, blank=True)
    quotable = models.BooleanField(default=False, help_text="Its question said that answers may be quoted.")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["fingerprint"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "fingerprint"], name="one_decision_a_comment"),
            models.CheckConstraint(
                name="held_comments_keep_no_words",
                condition=(Q(state="released") & ~Q(text="")) | Q(state="held", text="", role=""),
            ),
        ]

    def __str__(self):
        return self.text[:60] or "held back"


class CommentTheme(models.Model):
    """One theme of the codebook: its name, and what counts as it."""

    name = models.CharField(max_length=60, unique=True)
    meaning = models.CharField(max_length=300)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Coding(models.Model):
    """One coder's word that a released comment is about a theme."""

    comment = models.ForeignKey(CommentDecision, on_delete=models.CASCADE, related_name="codings")
    theme = models.ForeignKey(CommentTheme, on_delete=models.PROTECT, related_name="codings")
    coder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "theme", "coder"], name="one_coding_a_coder"),
        ]

    def __str__(self):
        return f"{self.theme}"


class CodingDone(models.Model):
    """That one coder has coded a released comment, with themes or with none."""

    comment = models.ForeignKey(CommentDecision, on_delete=models.CASCADE, related_name="coded")
    coder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "coder"], name="coded_once_a_coder"),
        ]

    def __str__(self):
        return "coded"


class Quote(models.Model):
    """Words of a released comment that may be printed once a second person has agreed, until they are withdrawn."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "Waiting for a second person"
        APPROVED = "approved", "May be quoted"
        WITHDRAWN = "withdrawn", "Withdrawn"

    comment = models.ForeignKey(CommentDecision, on_delete=models.PROTECT, related_name="quotes")
    words = models.TextField(max_length=600)
    tells_role = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=200, blank=True, help_text="Why it was withdrawn.")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="quote_approved_by_another",
                condition=Q(approved_by=None) | ~Q(approved_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="quote_in_use_has_a_second_person",
                condition=~Q(state="approved") | Q(approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="quote_withdrawn_with_a_reason", condition=~Q(state="withdrawn") | ~Q(reason="")
            ),
        ]

    def __str__(self):
        return self.words[:60]
