"""Mail waiting to leave and mail that has left; each effect key leaves once."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

MOST_ATTEMPTS = 12


class OutgoingMailQuerySet(models.QuerySet):
    def still_to_send(self):
        return self.filter(sent_at__isnull=True, attempts__lt=MOST_ATTEMPTS, due_at__lte=timezone.now())


class OutgoingMail(models.Model):
    """One mail to one person, written in the same transaction as the act that it tells of."""

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    confidential = models.BooleanField(default=False)
    effect_key = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=120, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(sent_at__isnull=True), name="mail_still_to_send")
        ]

    def __str__(self):
        return f"{self.subject} to {self.to}"
