"""Keys with which a program reads as its owner may; only a hash is stored, and the owner can end each one."""

import hashlib
import secrets

from django.conf import settings
from django.db import models

__all__ = ["ApiToken"]
PREFIX = "pt_"


class ApiToken(models.Model):
    """A program's key: what it may read is what its owner may read today."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    label = models.CharField("what it is for", max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    made_on = models.DateField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_on", "-id"]

    def __str__(self):
        return self.label

    @classmethod
    def make(cls, *, owner, label) -> tuple["ApiToken", str]:
        """A new token and its text, which is told once: 256 random bits."""
        text = PREFIX + secrets.token_urlsafe(32)
        return cls.objects.create(owner=owner, label=label, token_hash=hashed(text)), text

    @classmethod
    def owner_of(cls, text: str):
        """The active person whose live token this is, or None."""
        found = cls.objects.filter(
            token_hash=hashed(text), ended_at__isnull=True, owner__is_active=True
        ).select_related("owner")
        token = found.first()
        return token.owner if token else None


def hashed(text: str) -> str:
    # The text is random, not a password, so a fast hash gives nothing away.
    return hashlib.sha256(text.encode()).hexdigest()
