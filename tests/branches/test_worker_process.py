"""Workers as real processes: killed outright at each step of a duty, and with their database restarted under them."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
import pytest
from django.db import connection, connections

from branches.models import OutgoingMail, ScheduledRun
from promise_tracker import embedded
from promise_tracker.programs import programs
from tests.site import discard

BASE = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds, on a machine that does much else


def begin(duty, folder, database):
    wanted = {key: str(database[key]) for key in ("NAME", "HOST", "PORT", "USER", "PASSWORD")}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.branches.work", duty, str(folder)],
        cwd=BASE,
        env={**os.environ, "WORK_ON": json.dumps(wanted)},
    )


def until(true, what):
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, what
        time.sleep(0.1)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_before_within_and_after_its_effect_neither_loses_nor_repeats_it(tmp_path):
    for step in ("before", "within", "after"):
        (tmp_path / f"kill-{step}").touch()
        killed = begin("mail_once", tmp_path, connection.settings_dict)
        assert killed.wait(PATIENCE) == -signal.SIGKILL, step
        assert ScheduledRun.objects.get().state == "running"
        assert OutgoingMail.objects.count() == (step == "after")
    last = begin("mail_once", tmp_path, connection.settings_dict)
    try:
        until(lambda: ScheduledRun.objects.get().state == "done", "the run was not taken up")
    finally:
        (tmp_path / "stop").touch()
        assert last.wait(PATIENCE) == 0
    assert ScheduledRun.objects.get().attempts == 4
    assert OutgoingMail.objects.count() == 1


@pytest.fixture
def own_cluster(tmp_path, django_db_blocker):
    """A server of its own with the one table that a worker needs; yields (cluster, its database's settings)."""
    cluster = embedded.cluster_at(tmp_path, for_tests=True)
    embedded.ensure_started(cluster)
    given = {
        **connection.settings_dict,
        "NAME": embedded.DATABASE,
        "HOST": str(cluster.clients_folder),
        "USER": embedded.ROLE,
    }
    made = connections.create_connection("default")
    made.settings_dict = given
    with django_db_blocker.unblock(), made.schema_editor() as editor:
        editor.create_model(ScheduledRun)
    made.close()
    yield cluster, given
    discard(cluster)


@pytest.mark.parametrize("way", ["restart", pytest.param("kill", marks=pytest.mark.slow)])
def test_a_worker_goes_on_after_its_database_was_restarted(way, own_cluster, tmp_path):
    cluster, given = own_cluster
    beats = tmp_path / "beats"
    process = begin("beat", tmp_path, given)
    try:
        until(lambda: beats.exists() and len(beats.read_text().split()) > 1, "it never began")
        take_away(cluster, way)
        before = len(beats.read_text().split())
        embedded.ensure_started(cluster)
        until(lambda: len(beats.read_text().split()) > before + 1, "it did not go on")
        assert process.poll() is None, "it is the same process"
    finally:
        (tmp_path / "stop").touch()
        assert process.wait(PATIENCE) == 0
    assert runs(given, "state <> 'done'") == 0
    assert runs(given, "true") <= len(beats.read_text().split()), "every run had its effect"


def take_away(cluster, way):
    if way == "restart":
        programs().run("pg_ctl", "stop", "-D", cluster.data, "-m", "fast", "-w", as_server=True)
    else:
        os.kill(int((cluster.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    time.sleep(1)


def runs(given, which):
    asked = psycopg2.connect(host=given["HOST"], user=given["USER"], dbname=given["NAME"])
    with asked, asked.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM branches_scheduledrun WHERE {which}")
        found = cursor.fetchone()[0]
    asked.close()
    return found
