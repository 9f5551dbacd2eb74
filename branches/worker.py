"""The worker: runs each scheduled duty once a period, survives restarts of the database, takes up what a killed worker left.

A duty is a function without arguments that may be repeated harmlessly: effects are guarded by the duty itself (unique
keys, states). Whoever works on a run holds a session advisory lock, so a killed worker's run is seen at once. Needs a
direct connection: PgBouncer in transaction mode grants such locks twice.
"""

import logging
import time
import zlib
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections, connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from branches.models import ScheduledRun

logger = logging.getLogger("promise_tracker.worker")
LOCKS = 7302
MOST_ATTEMPTS = 5
LONGEST_PAUSE = 30
DONE_KEPT_FOR, FAILED_KEPT_FOR = timedelta(days=2), timedelta(days=30)


def period_of(now: datetime, seconds: int) -> datetime:
    """Return the first moment of the period that `now` lies in; periods count from 1970 in UTC."""
    return datetime.fromtimestamp(now.timestamp() // seconds * seconds, UTC)


def run_forever(*, pause: float = 2.0, stop=lambda: False) -> None:
    """Run what is due, again and again; after a lost database wait longer each time, up to 30 s."""
    wait = pause
    while not stop():
        try:
            close_old_connections()
            run_due()
            wait = pause
        except (OperationalError, InterfaceError) as error:
            logger.warning(
                "the database can't be reached (%s): next try in %.0f s", type(error).__name__, wait
            )
            connection.close()
            wait = min(wait * 2, LONGEST_PAUSE)
        time.sleep(wait)


def run_due(now: datetime | None = None) -> int:
    """Take up what was left, then run every duty whose period has no run yet; return how many ran."""
    now = now or timezone.now()
    ran = sum(_take_up(run) for run in ScheduledRun.objects.filter(state=ScheduledRun.State.RUNNING))
    for path, seconds in settings.SCHEDULE:
        ran += _begin(path, period_of(now, seconds))
    return ran


def _begin(path: str, period: datetime) -> bool:
    if not _hold(path):
        return False
    try:
        with transaction.atomic():
            run, made = ScheduledRun.objects.get_or_create(
                duty=path, period=period, defaults={"started_at": timezone.now()}
            )
        if made:
            _run(run)
        return made
    finally:
        _let_go(path)


def _take_up(run: ScheduledRun) -> bool:
    """Run again what a killed worker left under way; one that is being worked on is left alone."""
    if not _hold(run.duty):
        return False
    try:
        run.refresh_from_db()
        if run.state != ScheduledRun.State.RUNNING:
            return False
        run.attempts += 1
        if run.attempts > MOST_ATTEMPTS:
            _end(run, ScheduledRun.State.FAILED, "KilledTooOften")
            return False
        run.save(update_fields=["attempts"])
        _run(run)
        return True
    finally:
        _let_go(run.duty)


def _run(run: ScheduledRun) -> None:
    try:
        import_string(run.duty)()
    except (OperationalError, InterfaceError):
        raise  # the database went: the run stays under way and is taken up again
    except Exception as error:  # one duty's fault must not stop the others; its words could quote data
        logger.error("%s failed: %s", run.duty, type(error).__name__)
        _end(run, ScheduledRun.State.FAILED, type(error).__name__)
    else:
        _end(run, ScheduledRun.State.DONE)


def _end(run: ScheduledRun, state: str, error_class: str = "") -> None:
    run.state, run.ended_at, run.error_class = state, timezone.now(), error_class[:100]
    run.save(update_fields=["state", "ended_at", "error_class"])


def _hold(duty: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCKS, _number(duty)])
        return cursor.fetchone()[0]


def _let_go(duty: str) -> None:
    if connection.connection is None or connection.connection.closed:
        return  # the lock went with the session
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCKS, _number(duty)])
    except (OperationalError, InterfaceError):
        connection.close()


def _number(duty: str) -> int:
    return zlib.crc32(duty.encode()) - 2**31


def prune_runs() -> None:
    """Duty: forget what was done two days ago, and what failed a month ago."""
    now, state = timezone.now(), ScheduledRun.State
    ScheduledRun.objects.filter(state=state.DONE, period__lt=now - DONE_KEPT_FOR).delete()
    ScheduledRun.objects.filter(state=state.FAILED, period__lt=now - FAILED_KEPT_FOR).delete()
