"""What the worker did and has to do: one row a period of a scheduled duty. Holds no argument, no result, no message."""

from django.db import models


class ScheduledRun(models.Model):
    """One period of one duty, run once: a second worker finds the row and leaves it."""

    class State(models.TextChoices):
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    duty = models.CharField(max_length=100)
    period = models.DateTimeField(help_text="The period's first moment.")
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)
    attempts = models.PositiveSmallIntegerField(default=1)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    error_class = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["-period", "duty"]
        constraints = [models.UniqueConstraint(fields=["duty", "period"], name="one_run_a_period")]
        indexes = [models.Index(fields=["state"], condition=models.Q(state="running"), name="runs_under_way")]

    def __str__(self):
        return f"{self.duty} of {self.period:%Y-%m-%d %H:%M}: {self.get_state_display().lower()}"
