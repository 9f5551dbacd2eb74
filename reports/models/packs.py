"""Briefings for all council areas, asked for at once and made by the worker; the files themselves stand in a folder."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from branches.days import day_in_words

__all__ = ["BriefingPack"]


class BriefingPack(models.Model):
    """One order for every council area's briefing, fixed to a release and a day so that all files rest on the same."""

    class State(models.TextChoices):
        WAITING = "waiting", "Being made"
        DONE = "done", "Ready"
        FAILED = "failed", "Could not be made"

    template = models.SlugField(max_length=60, help_text="The shipped outline.")
    release = models.CharField(max_length=80, blank=True, help_text="Empty: published figures alone.")
    dated = models.DateField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    problem = models.CharField(max_length=300, blank=True)
    file_name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]

    def __str__(self):
        return f"Briefings for all council areas, {day_in_words(self.dated)}"

    def get_absolute_url(self):
        return reverse("reports:pack", args=[self.pk])
