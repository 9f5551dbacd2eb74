"""Questionnaires and their versions: what is asked. Holds no answer and nothing about a respondent."""

from django.conf import settings
from django.db import models

from surveys import questionnaire as definitions
from surveys.short_names import LONGEST


class Questionnaire(models.Model):
    """A questionnaire that SWIG keeps, under one short name, through all its versions."""

    slug = models.SlugField(max_length=LONGEST, unique=True)
    title = models.CharField(max_length=definitions.LONGEST_TITLE)
    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["title"]

    def __str__(self):
        return self.title

    def latest_version(self):
        """The newest version, or None when nothing was imported yet."""
        return self.versions.order_by("-number").first()


class QuestionnaireVersion(models.Model):
    """One frozen state of a questionnaire. A wave points at one and keeps a copy; none is ever edited."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    definition_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["questionnaire", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="one_version_per_number"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="version_numbers_start_at_one"),
        ]

    def __str__(self):
        return f"{self.questionnaire.title}, version {self.number}"

    @property
    def loaded(self):
        """The definition as dataclasses. Raises `DefinitionFaults` when the stored JSON is not one."""
        return definitions.load(self.definition)


class CheckedTranslation(models.Model):
    """That somebody other than who loaded a version read one of its translations and found it right."""

    version = models.ForeignKey(
        QuestionnaireVersion, on_delete=models.PROTECT, related_name="checked_translations"
    )
    language = models.CharField(max_length=10)
    checked_at = models.DateTimeField(auto_now_add=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="one_check_per_translation"),
        ]

    def __str__(self):
        return f"{self.version}, in {self.language}"
