"""Reports being written and their published editions; an edition's content is frozen and can only be superseded or withdrawn."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

__all__ = ["Correction", "Edition", "Report"]


class Report(models.Model):
    """A document that staff prepare: its outline, its own words, and what it is about."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    template = models.SlugField(max_length=60, help_text="The shipped outline that it began from.")
    outline = models.JSONField(default=list, help_text="Blocks in reading order; each names its kind.")
    council = models.ForeignKey(
        "branches.CouncilArea", null=True, blank=True, on_delete=models.PROTECT, related_name="reports"
    )
    release = models.ForeignKey(
        "reports.Release",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reports",
        help_text="Empty: the newest published release.",
    )
    language = models.CharField(
        max_length=8, default="en-GB", validators=[RegexValidator(r"^[a-z]{2}-[A-Z]{2}$")]
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["title"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("reports:report-edit", args=[self.slug])

    @property
    def next_number(self):
        return (self.editions.aggregate(last=models.Max("number"))["last"] or 0) + 1


class Edition(models.Model):
    """One frozen version of a report: proposed by one person, approved by another, then published for good."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "Waiting for a second person"
        SCHEDULED = "scheduled", "Approved, to be published at its time"
        PUBLISHED = "published", "Published"
        SUPERSEDED = "superseded", "Replaced by a newer edition"
        WITHDRAWN = "withdrawn", "Withdrawn"
        REFUSED = "refused", "Sent back"

    PUBLIC = ("published", "superseded", "withdrawn")

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    publish_at = models.DateTimeField(null=True, blank=True, help_text="Embargo: not before this moment.")
    published_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True, help_text="Why it was withdrawn or sent back.")

    class Meta:
        ordering = ["report", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="edition_number_once_a_report"),
            models.CheckConstraint(
                name="edition_approved_by_another",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="edition_public_only_when_approved",
                condition=Q(state__in=["proposed", "refused"]) | Q(approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="edition_withdrawn_with_a_reason",
                condition=~Q(state__in=["withdrawn", "refused"]) | ~Q(reason=""),
            ),
        ]

    def __str__(self):
        return f"{self.report}, edition {self.number}"

    def get_absolute_url(self):
        return reverse("reports:published-edition", args=[self.report.slug, self.number])

    @property
    def is_public(self):
        return self.state in self.PUBLIC


class Correction(models.Model):
    """What was wrong in a published edition, said beside it; the edition itself stays as it was."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="corrections")
    text = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField()

    class Meta:
        ordering = ["made_on", "id"]

    def __str__(self):
        return f"Correction of {self.edition}, {self.made_on}"
