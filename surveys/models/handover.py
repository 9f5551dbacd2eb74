"""What the web server and the worker hand each other, sealed: answers from elsewhere one way, comments to read the other.

Only the worker can reach the waves' keys. Nothing here can be opened by who reads the table.
"""

from django.conf import settings
from django.db import models

from surveys.models.intake import wave_key


class WorkerKey(models.Model):
    """The public half of a key that the worker made; its secret half stands in the key folders and serves one import."""

    key_id = models.CharField(max_length=32, unique=True)
    public_key = models.CharField(max_length=64)

    terms_hash, slug = "", "the worker"  # it belongs to no wave

    def __str__(self):
        return self.key_id


class SealedImport(models.Model):
    """Answers from another tool, checked and sealed for the worker; deleted as soon as it has taken them."""

    wave = wave_key()
    key = models.ForeignKey(WorkerKey, on_delete=models.CASCADE, related_name="imports")
    body = models.BinaryField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self):
        return "sealed answers from elsewhere"


class CommentReading(models.Model):
    """A moderator's reading of one wave's comments: sealed to a key that only the moderator's browser holds, for hours."""

    wave = wave_key()
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    public_key = models.CharField(max_length=64)
    begun_at = models.DateTimeField(auto_now_add=True)
    body = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wave", "reader"], name="one_reading_a_moderator"),
        ]

    def __str__(self):
        return "a reading of comments"
