"""What a person follows: a council area, a question to employers, or a finding of the survey; one row each."""

from django.conf import settings
from django.db import models
from django.db.models import Q

__all__ = ["Follow"]
SUBJECTS = ("council", "part", "finding")


class Follow(models.Model):
    """A person wants to hear in the weekly mail what changes here."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")
    council = models.ForeignKey(
        "branches.CouncilArea", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    part = models.ForeignKey(
        "branches.QuestionPart", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    finding = models.ForeignKey(
        "reports.Finding", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["council__name", "part__question__order", "part__order", "finding__title"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", name], condition=Q(**{f"{name}__isnull": False}), name=f"follow_{name}_once"
            )
            for name in SUBJECTS
        ] + [
            models.CheckConstraint(
                name="follow_of_one_thing",
                condition=Q(council__isnull=False, part=None, finding=None)
                | Q(council=None, part__isnull=False, finding=None)
                | Q(council=None, part=None, finding__isnull=False),
            )
        ]

    def __str__(self):
        return str(self.subject)

    @property
    def subject(self):
        """The council area, the part or the finding."""
        return self.council or self.part or self.finding
