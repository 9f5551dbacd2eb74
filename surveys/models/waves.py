"""A wave: one run of one questionnaire, its terms and its life; it holds no answer and knows no respondent."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from surveys.short_names import LONGEST

SMALLEST_WAVE = 20
SMALLEST_BASE = 10
MOST_DECLARED_PAIRS = 6
FROZEN_FIELDS = (
    "slug",
    "questionnaire_version_id",
    "mode",
    "k",
    "threshold",
    "geography",
    "expected_size",
    "retention_until",
    "declared_pairs",
    "named_groups",
    "definition",
    "public_key",
    "key_id",
    "terms_hash",
    "body_size",
)


class WaveQuerySet(models.QuerySet):
    """Business words for lists of waves."""

    def open(self):
        return self.filter(state=Wave.State.OPEN)

    def real(self):
        return self.filter(simulated=False)

    def due_to_open(self, now):
        return self.filter(Q(opens_at=None) | Q(opens_at__lte=now), state=Wave.State.DRAFT, approved=True)

    def due_to_close(self, now):
        return self.filter(state=Wave.State.OPEN, closes_at__lte=now)

    def unfinished(self):
        """Closed waves whose mix, or the destruction of the inbox key after it, is still to do."""
        closed = Q(state=Wave.State.CLOSED)
        return self.filter(closed | Q(state__in=Wave.SETTLED, inbox_key_destroyed=False))

    def past_retention(self, today):
        kept = (Wave.State.CLOSED, Wave.State.MIXED, Wave.State.TOO_FEW)
        return self.filter(retention_until__lte=today, state__in=kept)


class Wave(models.Model):
    """A questionnaire put to social workers between two dates, under terms that can't be loosened once open."""

    class Mode(models.TextChoices):
        INVITATION = "invitation", "By invitation: one person, one response"
        OPEN = "open", "Open link: unverified"
        IMPORTED = "imported", "Imported from a file"

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed, not yet mixed"
        MIXED = "mixed", "Closed and mixed"
        TOO_FEW = "too_few", "Closed: too few responses, never opened"
        ENDED = "ended", "Answers destroyed"

    class Geography(models.TextChoices):
        COUNCILS = "councils", "32 council areas"
        NAMED_GROUPS = "named_groups", "Named groups of councils"

    SETTLED = ("mixed", "too_few")
    WITH_RESPONSES = ("mixed",)
    TAKES_FILES = ("draft", "mixed", "too_few")

    slug = models.SlugField(max_length=LONGEST, unique=True)
    title = models.CharField(max_length=200)
    questionnaire_version = models.ForeignKey(
        "surveys.QuestionnaireVersion", on_delete=models.PROTECT, related_name="waves"
    )
    mode = models.CharField(max_length=12, choices=Mode)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    simulated = models.BooleanField(default=False)
    approved = models.BooleanField(default=False, help_text="May be opened by the worker on its date.")
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    results_due = models.DateField(null=True, blank=True)
    k = models.PositiveSmallIntegerField(default=SMALLEST_WAVE)
    threshold = models.PositiveSmallIntegerField(default=SMALLEST_BASE)
    geography = models.CharField(max_length=14, choices=Geography, default=Geography.COUNCILS)
    expected_size = models.PositiveIntegerField(default=600)
    retention_until = models.DateField()
    declared_pairs = models.JSONField(default=list, blank=True)
    named_groups = models.JSONField(
        default=dict,
        blank=True,
        help_text="GSS code to group, as they stood at opening.",
    )
    definition = models.JSONField(null=True, blank=True)
    body_size = models.PositiveIntegerField(default=0)
    key_id = models.CharField(max_length=32, blank=True)
    public_key = models.CharField(max_length=64, blank=True)
    terms_hash = models.CharField(max_length=64, blank=True)
    responses = models.PositiveIntegerField(
        default=0, help_text="In the encrypted store; nought before the mix."
    )
    responses_fixed = models.BooleanField(
        default=False, help_text="A release was frozen: nothing is added any more."
    )
    inbox_key_destroyed = models.BooleanField(default=False)
    paused = models.BooleanField(
        default=False, help_text="No key copy opens the canary: the survey answers 503."
    )
    band = models.CharField(max_length=8, blank=True, help_text="Participation, refreshed once a day.")
    band_on = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = WaveQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="wave_k_at_least_20", condition=Q(k__gte=SMALLEST_WAVE)),
            models.CheckConstraint(
                name="wave_threshold_at_least_10",
                condition=Q(threshold__gte=SMALLEST_BASE),
            ),
            models.CheckConstraint(
                name="wave_closes_after_it_opens",
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
            ),
            models.CheckConstraint(
                name="wave_beyond_draft_has_keys_and_terms",
                condition=Q(state="draft")
                | (~Q(public_key="") & ~Q(key_id="") & ~Q(terms_hash="") & Q(definition__isnull=False)),
            ),
            models.CheckConstraint(
                name="wave_opened_by_a_second_person",
                condition=Q(simulated=True)
                | Q(made_by=None)
                | Q(opened_by=None)
                | ~Q(made_by=F("opened_by")),
            ),
            models.UniqueConstraint(name="wave_simulated_once_for_all", fields=["id", "simulated"]),
        ]

    def __str__(self):
        return f"{self.title} (simulated)" if self.simulated else self.title

    def save(self, *args, **options):
        """Save, and let this process's pages read the wave afresh; other processes do within seconds."""
        from surveys.open_waves import forget

        super().save(*args, **options)
        forget(self.slug)

    def get_absolute_url(self):
        return reverse("surveys:wave-detail", args=[self.slug])

    @property
    def is_open(self):
        return self.state == self.State.OPEN

    @property
    def is_closed(self):
        return self.state not in (self.State.DRAFT, self.State.OPEN)

    @property
    def is_by_invitation(self):
        return self.mode == self.Mode.INVITATION
