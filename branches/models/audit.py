"""Who changed what and when: rows that are added and never altered; nothing here is about a respondent."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class AuditEvent(models.Model):
    """One act of one person (or of the software itself) on one thing."""

    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey("branches.User", null=True, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=60, blank=True)
    subject_label = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="audit_by_subject")]

    def __str__(self):
        return self.sentence

    @property
    def sentence(self):
        return f"{self.by or 'Promise Tracker'}: {self.verb} {self.subject_label}".strip()

    @property
    def changes(self):
        """The detail in one line, as "name: from old to new" where both are known."""
        return "; ".join(f"{name}: {_in_words(value)}" for name, value in self.detail.items())


def _in_words(value):
    if isinstance(value, list) and len(value) == 2:
        before, after = (str(part or "nothing") for part in value)
        return f"from {before} to {after}"
    return str(value)
