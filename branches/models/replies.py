"""What was put to employers and what they said: contact, stance and grade of evidence, each a fact of its own."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from branches import deadlines
from branches.models.campaigns import Stance
from branches.models.sharing import Audience, OwnBranchQuerySet, SharedRecord, checked_by_another, known
from branches.simulated import marked

__all__ = ["Asked", "Audience", "ContactEvent", "Meeting", "Note", "Reply"]


class Meeting(SharedRecord):
    """A meeting with managers: when, and who was there by their jobs, never by name."""

    campaign = models.ForeignKey("branches.Campaign", on_delete=models.PROTECT, related_name="meetings")
    council = models.ForeignKey("branches.CouncilArea", on_delete=models.PROTECT, related_name="meetings")
    employer = models.ForeignKey("branches.Employer", on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField()
    present = ArrayField(
        models.CharField(max_length=80), default=list, blank=True, verbose_name="who was there"
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["-held_on", "-id"]

    def __str__(self):
        return f"Meeting with {self.employer}, {deadlines.in_words(self.held_on)}"

    def get_absolute_url(self):
        return reverse("branches:meeting", args=[self.pk])


class Asked(SharedRecord):
    """One part put to one employer: how far the contact has come."""

    class Contact(models.TextChoices):
        ASKED = "asked", "Asked"
        ACKNOWLEDGED = "acknowledged", "Acknowledged"
        HOLDING = "holding", "Holding reply"
        REPLIED = "replied", "Replied"
        REFUSED = "refused", "Refused to answer"
        WITHDRAWN = "withdrawn", "Withdrawn by us"

    part = models.ForeignKey("branches.QuestionPart", on_delete=models.PROTECT, related_name="asked")
    council = models.ForeignKey("branches.CouncilArea", on_delete=models.PROTECT, related_name="asked")
    employer = models.ForeignKey("branches.Employer", on_delete=models.PROTECT, related_name="asked")
    asked_on = models.DateField()
    contact = models.CharField(max_length=12, choices=Contact, default=Contact.ASKED)
    extended_until = models.DateField(null=True, blank=True)
    extension_reason = models.CharField(max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["council", "part"]
        verbose_name_plural = "asked"
        constraints = [
            models.UniqueConstraint(
                fields=["part", "council", "employer", "branch"],
                condition=Q(taken_back_at__isnull=True),
                name="asked_once_a_part_and_employer",
            ),
            models.CheckConstraint(
                condition=Q(
                    contact__in=["asked", "acknowledged", "holding", "replied", "refused", "withdrawn"]
                ),
                name="asked_contact_known",
            ),
            models.CheckConstraint(
                condition=Q(extended_until__isnull=True, extension_reason="")
                | (Q(extended_until__gt=F("asked_on")) & ~Q(extension_reason="")),
                name="extension_with_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.part} put to {self.employer}"

    @property
    def due(self):
        """When the answer should come, counted and never typed, with the words that say how."""
        due = deadlines.reply_due(self.asked_on, self.part.question.campaign.reply_working_days)
        if self.extended_until and self.extended_until > due.on:
            return deadlines.extended(due, self.extended_until, self.extension_reason)
        return due

    @property
    def is_open(self):
        return self.contact in {self.Contact.ASKED, self.Contact.ACKNOWLEDGED, self.Contact.HOLDING}


class ContactEvent(models.Model):
    """The contact moved on a day: the history of the first of the three facts."""

    asked = models.ForeignKey(Asked, on_delete=models.CASCADE, related_name="events")
    contact = models.CharField(max_length=12, choices=Asked.Contact)
    on = models.DateField()
    by = models.ForeignKey("branches.User", null=True, on_delete=models.PROTECT, related_name="+")
    logged_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["asked", "on", "id"]
        constraints = [known("contact_event", "contact", Asked.Contact)]

    def __str__(self):
        return f"{self.get_contact_display()} on {deadlines.in_words(self.on)}"


class Reply(SharedRecord):
    """What an employer said to one part, how firmly it is known, and where it can be read."""

    class Grade(models.TextChoices):
        SAID = "said", "Said in a meeting"
        WRITTEN = "written", "Letter or email"
        MINUTE = "minute", "Minute"
        PUBLISHED = "published", "Published paper"

    asked = models.ForeignKey(Asked, on_delete=models.PROTECT, related_name="replies")
    said_on = models.DateField(verbose_name="date of the answer")
    stance = models.CharField(max_length=14, choices=Stance)
    label = models.ForeignKey(
        "branches.AnswerLabel", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    grade = models.CharField(max_length=9, choices=Grade, verbose_name="how we know")
    said = models.TextField(max_length=2000, blank=True, verbose_name="what they said")
    amount = models.PositiveIntegerField(null=True, blank=True, help_text="Pounds a year")
    posts = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    paper = models.ForeignKey(
        "branches.Paper", null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    paragraph = models.ForeignKey(
        "branches.PaperParagraph", null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    statements = models.ManyToManyField("branches.Statement", blank=True, related_name="replies")
    checked_by = models.ForeignKey(
        "branches.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    employers_comment = models.TextField(max_length=2000, blank=True)
    employers_comment_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-said_on", "-id"]
        verbose_name_plural = "replies"
        constraints = [
            known("reply", "stance", Stance),
            models.CheckConstraint(
                condition=Q(grade__in=["said", "written", "minute", "published"]), name="reply_grade_known"
            ),
            models.CheckConstraint(
                condition=~Q(grade__in=["minute", "published"]) | Q(paper__isnull=False),
                name="reply_from_a_paper_has_it",
            ),
            models.CheckConstraint(
                condition=Q(paragraph__isnull=True) | Q(paper__isnull=False),
                name="reply_paragraph_of_a_paper",
            ),
            *checked_by_another("reply", "logged_by"),
        ]

    def __str__(self):
        return f"{self.asked.employer} on {self.asked.part}"

    def get_absolute_url(self):
        return reverse("branches:reply", args=[self.pk])

    @property
    def stance_label(self):
        """The part's own word where it has one ("Granted"), else the common one."""
        return self.label.label if self.label else self.get_stance_display()

    @property
    def sentence(self):
        """What they said, with the word Simulated inside where nobody said it."""
        return marked(self.said, self.simulated) if self.said else ""

    @property
    def checked(self):
        return self.checked_by_id is not None


class Note(models.Model):
    """A branch's own note or draft; nobody else ever reads it."""

    branch = models.ForeignKey("branches.Branch", on_delete=models.PROTECT, related_name="notes")
    council = models.ForeignKey(
        "branches.CouncilArea", null=True, blank=True, on_delete=models.PROTECT, related_name="notes"
    )
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="notes"
    )
    text = models.TextField(max_length=5000)
    written_by = models.ForeignKey("branches.User", null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)
    simulated = models.BooleanField(default=False)
    history = HistoricalRecords()

    objects = OwnBranchQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-id"]

    def __str__(self):
        return self.text[:60]

    def get_absolute_url(self):
        return reverse("branches:note", args=[self.pk])
