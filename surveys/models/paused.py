"""Drafts that somebody stopped to finish on another device: encrypted to a code that only they hold."""

import uuid

from django.db import models

from surveys.models.intake import wave_key


class PausedDraft(models.Model):
    """One draft, padded, encrypted to its resume code. The table can't tell whose it is, from when, or what it says."""

    pk = models.CompositePrimaryKey("wave_id", "id")
    wave = wave_key()
    id = models.UUIDField(default=uuid.uuid4)
    code_hash = models.CharField(max_length=64)
    body = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wave", "code_hash"], name="one_draft_per_resume_code")
        ]

    def __str__(self):
        return "a paused draft"
