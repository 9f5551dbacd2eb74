"""Releases: numbered, dated sets of safe tables of one wave, immutable once audited; holds no exact count in the open."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

__all__ = ["Release"]


class ReleaseQuerySet(models.QuerySet):
    """Business words for lists of releases."""

    def published(self):
        return self.filter(state=Release.State.PUBLISHED)

    def given_out(self):
        """Those whose tables are fixed, and so may be known to someone, withdrawn ones too."""
        return self.filter(state__in=Release.FIXED)

    def newest_first(self):
        """Real waves before simulated ones, then by the wave's close (a wave without a date: the proposal)."""
        closed = Coalesce("wave__closes_at", "proposed_at")
        return self.order_by("simulated", closed.desc(), "-wave_id", "-number")


class Release(models.Model):
    """A set of tables of one wave: proposed by one person, audited, approved by another, frozen, published."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed, not yet audited"
        AUDITED = "audited", "Audited, waiting for a second person"
        APPROVED = "approved", "Approved"
        FROZEN = "frozen", "Frozen, not yet published"
        PUBLISHED = "published", "Published"
        WITHDRAWN = "withdrawn", "Withdrawn"

    FIXED = ("approved", "frozen", "published", "withdrawn")

    wave = models.ForeignKey("surveys.Wave", on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField()
    simulated = models.BooleanField()
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    schema_version = models.PositiveSmallIntegerField(default=1)
    tables = models.JSONField(default=list, blank=True)
    changes = models.JSONField(
        default=list, blank=True, help_text="Against the wave before, one entry a finding."
    )
    method = models.JSONField(
        default=dict, blank=True, help_text="The method statement: heading to paragraphs."
    )
    sha256 = models.CharField(max_length=64, blank=True)
    terms_hash = models.CharField(max_length=64)
    geography = models.JSONField(default=dict, blank=True, help_text="GSS code to named group, as counted.")
    audit = models.JSONField(default=dict, blank=True)
    sealed = models.BinaryField(default=bytes, blank=True, help_text="Exact counts of shown rows, encrypted.")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True, help_text="Why it was withdrawn.")

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-wave_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "number"], name="release_number_once_a_wave"),
            models.CheckConstraint(
                name="release_approved_by_a_second_person",
                condition=Q(approved_by=None) | ~Q(approved_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="release_beyond_audit_has_an_approver",
                condition=Q(state__in=["proposed", "audited"])
                | (Q(approved_by__isnull=False) & Q(approved_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="release_frozen_has_a_hash",
                condition=Q(state__in=["proposed", "audited", "approved"])
                | (~Q(sha256="") & Q(frozen_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="release_beyond_proposal_passed_its_audit",
                condition=Q(state="proposed") | Q(audit__passed=True),
            ),
            models.CheckConstraint(
                name="release_withdrawn_says_why",
                condition=~Q(state="withdrawn") | ~Q(reason=""),
            ),
        ]

    def __str__(self):
        return f"{self.wave.slug}/{self.number}"

    def get_absolute_url(self):
        return reverse("reports:release-detail", args=[self.wave.slug, self.number])

    @property
    def corrected(self):
        """The release of the same wave before this one that was given out; None for a wave's first."""
        earlier = Release.objects.given_out().filter(wave=self.wave_id, number__lt=self.number)
        return earlier.defer("tables", "sealed").select_related("wave").order_by("number").last()

    @property
    def is_published(self):
        return self.state == self.State.PUBLISHED

    @property
    def is_readable(self):
        """Whether its tables may be shown to those who may see unpublished releases."""
        return self.state in (self.State.FROZEN, self.State.PUBLISHED)
