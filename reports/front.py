"""What the front page tells of open surveys: which, and until when; nothing of what anybody answered."""

from dataclasses import dataclass
from datetime import date, datetime

from surveys.models import Wave


@dataclass(frozen=True)
class Door:
    """An open survey: where it is, until when, and when results come; `simulated` marks a practice one."""

    title: str
    url: str
    closes_at: datetime | None
    results_due: date | None
    simulated: bool
    by_invitation: bool


def open_surveys(now):
    """Doors of the surveys open at `now`; one with an open link stands before one by invitation."""
    waves = Wave.objects.open().filter(paused=False).order_by("-mode", "simulated", "-id")
    return tuple(_door(wave) for wave in waves if wave.closes_at is None or wave.closes_at > now)


def _door(wave):
    return Door(
        title=wave.title,
        url=f"/survey/{wave.slug}/",
        closes_at=wave.closes_at,
        results_due=wave.results_due,
        simulated=wave.simulated,
        by_invitation=wave.is_by_invitation,
    )
