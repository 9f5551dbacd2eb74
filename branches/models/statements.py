"""The Promise of 2020: foundations, themes and statements by page, in the project's own short wording."""

from django.db import models
from django.db.models import Q


class Foundation(models.Model):
    """One of the five foundations that The Promise stands on."""

    number = models.PositiveSmallIntegerField(unique=True)
    name = models.CharField(max_length=30, unique=True)
    wording = models.CharField(max_length=160)

    class Meta:
        ordering = ["number"]

    def __str__(self):
        return self.name


class PriorityArea(models.Model):
    """One of the five priority areas of Plan 21–24."""

    number = models.PositiveSmallIntegerField(unique=True)
    name = models.CharField(max_length=60, unique=True)
    also_called = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["number"]

    def __str__(self):
        return self.name


class Theme(models.Model):
    """One of the 14 themes of the children's social care briefing of autumn 2020."""

    number = models.PositiveSmallIntegerField(unique=True)
    wording = models.CharField(max_length=120)
    full_text = models.TextField(blank=True)
    foundation = models.ForeignKey(Foundation, on_delete=models.PROTECT, related_name="themes")

    class Meta:
        ordering = ["number"]

    def __str__(self):
        return self.wording


class Statement(models.Model):
    """One thing that The Promise says, under a theme and on a page."""

    class Kind(models.TextChoices):
        BULLET = "bullet", "Statement"
        LEAD_IN = "lead_in", "Opening of a list"
        SUB_BULLET = "sub_bullet", "Item of a list"

    number = models.PositiveSmallIntegerField(unique=True)
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="statements")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.BULLET)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="items")
    page = models.PositiveSmallIntegerField(
        help_text="Page of The Promise; an item of a list has its opening's"
    )
    wording = models.CharField(max_length=160)
    full_text = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="sub_bullet", parent__isnull=False)
                | (~Q(kind="sub_bullet") & Q(parent__isnull=True)),
                name="only_items_of_a_list_have_a_parent",
            ),
        ]

    def __str__(self):
        return f"{self.wording} (The Promise, page {self.page})"

    @property
    def text(self):
        """The full text where the user has loaded it, else the project's short wording."""
        return self.full_text or self.wording
