"""Second marks: another person's stance on the same words, given unseen; the judge of how well stances agree."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from branches.models.campaigns import Stance
from branches.models.replies import Reply
from branches.models.sharing import Audience


class SecondMarkQuerySet(models.QuerySet):
    """Only answers that are shared are marked, so a mark's words may be shown to whoever marks or settles."""

    def standing(self):
        return self.filter(
            reply__taken_back_at__isnull=True, reply__audience__in=[Audience.SHARED, Audience.PUBLIC]
        )

    def waiting(self):
        return self.standing().filter(stance="")

    def given(self):
        return self.standing().exclude(stance="")

    def unsettled(self):
        """Given, not the same as the first, and nobody has settled which one stands."""
        return self.given().exclude(stance=F("first_stance")).filter(settled_as="")


class SecondMark(models.Model):
    """A second person's stance on the same words, given without seeing the first; a moderator settles a difference."""

    reply = models.OneToOneField(Reply, on_delete=models.CASCADE, related_name="second_mark")
    drawn_at = models.DateTimeField(default=timezone.now)
    stance = models.CharField(max_length=14, choices=Stance, blank=True, verbose_name="second mark")
    by = models.ForeignKey("branches.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(null=True, blank=True)
    first_stance = models.CharField(max_length=14, choices=Stance, blank=True, verbose_name="first mark")
    settled_as = models.CharField(max_length=14, choices=Stance, blank=True)
    settled_words = models.CharField(max_length=300, blank=True, verbose_name="why")
    settled_by = models.ForeignKey(
        "branches.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    objects = SecondMarkQuerySet.as_manager()

    class Meta:
        ordering = ["drawn_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stance="", by__isnull=True) | (~Q(stance="") & Q(by__isnull=False)),
                name="second_mark_has_a_marker",
            ),
            models.CheckConstraint(
                condition=Q(settled_as="", settled_by__isnull=True)
                | (~Q(settled_as="") & ~Q(settled_words="") & ~Q(stance="") & Q(settled_by__isnull=False)),
                name="second_mark_settled_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | ~Q(settled_by=F("by")),
                name="second_mark_settled_by_another",
            ),
        ]

    def __str__(self):
        return f"Second mark of {self.reply}"

    def get_absolute_url(self):
        return reverse("branches:second-mark", args=[self.pk])

    @property
    def agrees(self):
        return self.stance != "" and self.stance == self.first_stance
