"""The demonstration's waves: two simulated ones, closed and mixed, and an open one that waits for answers."""

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from surveys import waves
from surveys.frozen import frozen
from surveys.models import Questionnaire, Wave
from surveys.simulate import add_simulated

LONDON = ZoneInfo("Europe/London")
PAIRS = (
    ("role", "team_has_enough_staff"),
    ("role", "leave_with_serious_concerns"),
    ("caseload_system", "leave_with_serious_concerns"),
    ("team_has_enough_staff", "skip_breaks_or_work_late"),
)


@dataclass(frozen=True)
class DemoWave:
    """One simulated wave of the demonstration."""

    slug: str
    title: str
    opened: datetime.date
    closed: datetime.date
    responses: int


EARLIER = DemoWave("autumn-2025", "Autumn 2025", datetime.date(2025, 10, 6), datetime.date(2025, 11, 3), 261)
LATER = DemoWave("spring-2026", "Spring 2026", datetime.date(2026, 3, 2), datetime.date(2026, 3, 30), 600)


def load_waves(
    *, responses: int | None = None, seed: int = 2026, real_only: bool = False, by=None
) -> list[Wave]:
    """Make the demonstration's waves that are not there yet; needs the questionnaire `starter` and the places.

    `responses` is the later wave's size. Returns all of them that exist now. Doing it twice changes nothing.
    """
    version = Questionnaire.objects.get(slug="starter").latest_version()
    sizes = () if real_only else ((EARLIER, EARLIER.responses), (LATER, responses or LATER.responses))
    made = [_simulated(wave, count, seed + number, version, by) for number, (wave, count) in enumerate(sizes)]
    return [*made, _open_wave(version)]


def _simulated(demo: DemoWave, count: int, seed: int, version, by) -> Wave:
    found = Wave.objects.filter(slug=demo.slug).first()
    if found is None:
        found = waves.new_wave(
            by=by,
            slug=demo.slug,
            title=demo.title,
            version=version,
            mode=Wave.Mode.OPEN,
            simulated=True,
            opens_at=_at(demo.opened, 9),
            closes_at=_at(demo.closed, 17),
            results_due=demo.closed + datetime.timedelta(days=14),
            expected_size=count,
            declared_pairs=_pairs(version),
        )
    return found if found.responses else add_simulated(wave=found, count=count, seed=seed, by=by)


def _open_wave(version) -> Wave:
    found = Wave.objects.filter(slug="open").first()
    if found is None:
        found = waves.new_wave(
            by=None, slug="open", title="Keeping the promise: now", version=version, mode="open"
        )
    return waves.open_wave(wave=found, by=None) if found.state == Wave.State.DRAFT else found


def _pairs(version) -> list[list[str]]:
    asked = frozen(Wave(questionnaire_version=version)).definition.questions
    return [list(pair) for pair in PAIRS if all(name in asked for name in pair)]


def _at(day: datetime.date, hour: int) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(hour), LONDON)
