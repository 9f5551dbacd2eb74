"""What the front page tells: which surveys are open, and the first figure of the newest published release."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import AnonymousUser

from reports import freshness, narrative, shown
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
    """Doors of the surveys open at `now`; those with an open link come before those by invitation, the first opened first."""
    waves = Wave.objects.open().filter(paused=False).order_by("-mode", "simulated", "id")
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


@dataclass(frozen=True)
class Placard:
    """One figure in large: the share, what it is a share of, how sure it is and whom it stands for."""

    number: str
    words: str
    spread: str
    base_line: str
    simulated: bool


def placard():
    """The first finding of the newest published release, else the newest published figure about Scotland, or None."""
    shelf = shown.shelf(AnonymousUser())
    return freshness.kept(shelf.key("placard"), lambda: _placard(shelf))


def _placard(shelf):
    plain = [finding for finding in shelf.findings if "{share}" not in finding.sentence]
    found = (_measured(finding, shelf.reading()) or _published(finding) for finding in plain)
    return next((each for each in found if each), None)


def _measured(finding, reading):
    table = reading.table(finding.question) if reading else None
    row = table.row() if table else None
    share = row.shares.get(narrative.YES) if row else None
    if share is None:
        return None
    return Placard(
        narrative.percent(share),
        finding.sentence,
        narrative.range_words(row.low.get(narrative.YES), row.high.get(narrative.YES)),
        narrative.base_line(table.provenance, row.base),
        table.provenance.simulated,
    )


def _published(finding):
    figure = finding.benchmark
    if figure is None:
        return None
    return Placard(
        narrative.percent(figure.share),
        finding.sentence,
        "",
        narrative.benchmark_label(figure.share, figure.year, figure.place, figure.base, figure.population),
        False,
    )
