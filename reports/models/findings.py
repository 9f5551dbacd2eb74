"""Findings as data: what a headline counts, its words, its published benchmarks. Holds no figure of a wave."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

__all__ = ["Benchmark", "Finding"]


class Finding(models.Model):
    """One thing we say about social work: the question, the choices that count, and the sentence."""

    slug = models.SlugField(max_length=80, unique=True)
    order = models.PositiveSmallIntegerField(default=100)
    title = models.CharField(max_length=120)
    sentence = models.CharField(
        max_length=200, help_text="Goes on after the share: “say their team does not have enough staff”."
    )
    question = models.CharField(max_length=60)
    counting_choices = models.JSONField(default=list)
    no_label = models.CharField(
        "the others", max_length=120, blank=True, help_text="Words for everyone else."
    )
    wording = models.CharField(max_length=300, help_text="What was asked, in the words of the survey.")
    base_rule = models.CharField(max_length=200, default="Everyone who gave an answer to the question.")
    statements = models.ManyToManyField("branches.Statement", blank=True, related_name="findings")
    themes = models.ManyToManyField("branches.Theme", blank=True, related_name="findings")
    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "title"]
        constraints = [
            models.UniqueConstraint(fields=["question"], name="one_finding_a_question"),
            models.CheckConstraint(name="finding_names_a_question", condition=~Q(question="")),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        names = self.counting_choices
        if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
            raise ValidationError({"counting_choices": "Name at least one choice that counts."})


class Benchmark(models.Model):
    """A figure that somebody published earlier, with where, when and of how many; never ours to subtract from."""

    finding = models.ForeignKey(
        Finding, null=True, blank=True, on_delete=models.CASCADE, related_name="benchmarks"
    )
    slug = models.SlugField(max_length=80, unique=True)
    share = models.DecimalField("share in %", max_digits=4, decimal_places=1, null=True, blank=True)
    mean = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    words = models.CharField(max_length=200, help_text="The figure as published.")
    place = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    when = models.CharField(max_length=60)
    base = models.PositiveIntegerField(null=True, blank=True)
    population = models.CharField(max_length=200)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["-year", "slug"]
        constraints = [
            models.CheckConstraint(
                name="benchmark_share_is_a_percentage",
                condition=Q(share=None) | Q(share__gte=0, share__lte=100),
            ),
        ]

    def __str__(self):
        return f"{self.words} ({self.place}, {self.year})"
