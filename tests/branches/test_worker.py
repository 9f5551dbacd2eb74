"""Tests of `branches.worker`: each period once, nothing left behind, no words of a fault kept."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from branches import worker
from branches.models import ScheduledRun

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
done = []


def duty():
    done.append("done")


def failing():
    raise ValueError("a secret sentence")


def without_database():
    raise OperationalError("the server closed the connection")


@pytest.fixture(autouse=True)
def _empty():
    done.clear()


@pytest.fixture
def schedule(settings):
    def choose(*duties, seconds=60):
        settings.SCHEDULE = [(f"tests.branches.test_worker.{each.__name__}", seconds) for each in duties]

    return choose


@pytest.mark.django_db
def test_a_duty_runs_once_a_period(schedule):
    schedule(duty)
    for seconds in (0, 5, 59, 60):
        worker.run_due(NOON + timedelta(seconds=seconds))
    assert len(done) == ScheduledRun.objects.filter(state="done").count() == 2


@pytest.mark.django_db
def test_a_failed_duty_keeps_its_class_only_and_does_not_stop_the_others(schedule):
    schedule(failing, duty)
    worker.run_due(NOON)
    failed = ScheduledRun.objects.get(state="failed")
    assert failed.error_class == "ValueError"
    assert "secret" not in str(vars(failed))
    assert done == ["done"]


@pytest.mark.django_db
def test_a_run_that_a_killed_worker_left_is_taken_up_again(schedule):
    schedule(duty)
    period = worker.period_of(NOON, 60)
    ScheduledRun.objects.create(duty="tests.branches.test_worker.duty", period=period, started_at=NOON)
    worker.run_due(NOON)
    run = ScheduledRun.objects.get()
    assert (run.state, run.attempts, done) == ("done", 2, ["done"])


@pytest.mark.django_db
def test_a_run_that_kills_each_worker_is_given_up(schedule):
    schedule()
    ScheduledRun.objects.create(
        duty="tests.branches.test_worker.duty", period=NOON, started_at=NOON, attempts=5
    )
    worker.run_due(NOON)
    run = ScheduledRun.objects.get()
    assert (run.state, run.error_class, done) == ("failed", "KilledTooOften", [])


@pytest.mark.django_db
def test_a_run_cut_short_by_the_database_stays_under_way(schedule):
    schedule(without_database)
    with pytest.raises(OperationalError):
        worker.run_due(NOON)
    assert ScheduledRun.objects.get().state == "running"


@pytest.mark.django_db(transaction=True)
def test_a_duty_that_another_worker_has_in_hand_is_left_alone(schedule):
    schedule(duty)
    held = connection.copy()
    with held.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_lock(%s, %s)",
            [worker.LOCKS, worker._number("tests.branches.test_worker.duty")],
        )
        assert worker.run_due(NOON) == 0
        cursor.execute("SELECT pg_advisory_unlock_all()")
    held.close()
    assert worker.run_due(NOON) == 1


@pytest.mark.django_db(transaction=True)
def test_the_worker_goes_on_after_its_connection_was_cut(schedule):
    schedule(duty, seconds=1)
    passes = []

    def stop():
        passes.append(1)
        if len(passes) == 2:
            with connection.copy().cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
        return len(passes) > 5

    worker.run_forever(pause=0.5, stop=stop)
    assert len(done) >= 2
    assert not ScheduledRun.objects.filter(state="running").exists()


@pytest.mark.django_db
def test_old_runs_are_forgotten_but_never_one_under_way():
    for days, state in ((1, "done"), (3, "done"), (3, "failed"), (40, "failed"), (40, "running")):
        moment = timezone.now() - timedelta(days=days)
        ScheduledRun.objects.create(duty=f"{state}-{days}", period=moment, started_at=moment, state=state)
    worker.prune_runs()
    assert set(ScheduledRun.objects.values_list("duty", flat=True)) == {"done-1", "failed-3", "running-40"}


def test_the_worker_is_a_program_that_names_its_one_pass():
    shown = subprocess.run(
        [sys.executable, "manage.py", "run_worker", "--help"], capture_output=True, text=True
    )
    assert "--once" in shown.stdout
