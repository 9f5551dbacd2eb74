"""Imported workforce totals that responses are weighted to; facts about the workforce, none about a respondent."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from branches.days import day_in_words

__all__ = ["WorkforceMargin", "WorkforceTable"]


class WorkforceTable(models.Model):
    """One import of workforce totals: its source and the day that they hold for."""

    source = models.CharField(max_length=300)
    as_of = models.DateField()
    imported_at = models.DateTimeField(auto_now_add=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-as_of", "-pk"]

    def __str__(self):
        return f"{self.source}, {day_in_words(self.as_of)}"

    def as_margins(self):
        """{column: {category: total}}, as `reports.weighting.rake` takes it."""
        margins = {}
        for margin in self.margins.all():
            margins.setdefault(margin.column, {})[margin.category] = margin.total
        return margins


class WorkforceMargin(models.Model):
    """How many people the workforce has in one category of one column."""

    class Column(models.TextChoices):
        NAMED_GROUP = "named_group", "Family group"
        ROLE = "role", "Role"

    table = models.ForeignKey(WorkforceTable, on_delete=models.CASCADE, related_name="margins")
    column = models.CharField(max_length=12, choices=Column)
    category = models.CharField(max_length=60)
    total = models.FloatField()

    class Meta:
        ordering = ["column", "category"]
        constraints = [
            models.UniqueConstraint(fields=["table", "column", "category"], name="one_total_a_category"),
            models.CheckConstraint(name="workforce_total_above_nought", condition=Q(total__gt=0)),
        ]

    def __str__(self):
        return f"{self.get_column_display()} {self.category}: {self.total:g}"
