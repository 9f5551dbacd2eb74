"""Translations of what the survey's pages say besides the questionnaire: each as it was loaded, and who checked it."""

from django.conf import settings
from django.db import models


class InterfaceTranslationQuerySet(models.QuerySet):
    def in_use(self):
        """The newest checked translation of each language: what respondents are shown."""
        checked = self.exclude(checked_at=None)
        return checked.order_by("language", "-number").distinct("language")


class InterfaceTranslation(models.Model):
    """One catalogue of words for the buttons and messages of the survey's pages. A correction is a new one."""

    language = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    catalogue = models.TextField()
    loaded_at = models.DateTimeField(auto_now_add=True)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = InterfaceTranslationQuerySet.as_manager()

    class Meta:
        ordering = ["language", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["language", "number"], name="one_catalogue_per_number"),
            models.CheckConstraint(
                condition=~models.Q(loaded_by=models.F("checked_by"))
                | models.Q(loaded_by=None)
                | models.Q(checked_by=None),
                name="catalogue_checked_by_a_second_person",
            ),
        ]

    def __str__(self):
        return f"Pages in {self.language}, {self.number}"
