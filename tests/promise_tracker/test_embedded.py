"""The embedded PostgreSQL survives what people and machines do to it."""

import os
import shutil
import signal
import subprocess
import time

import psycopg2
import pytest

from promise_tracker import embedded
from promise_tracker.programs import programs
from tests.site import discard


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A cluster of the demo's kind, in a folder of this module's own."""
    made = embedded.cluster_at(tmp_path_factory.mktemp("var"))
    embedded.ensure_started(made)
    yield made
    discard(made)


def ask(cluster, question, user=embedded.ROLE, database=embedded.DATABASE):
    connection = psycopg2.connect(
        host=str(cluster.clients_folder), user=user, dbname=database, connect_timeout=5
    )
    try:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()[0]
    finally:
        connection.close()


def server_pid(cluster):
    return int((cluster.data / "postmaster.pid").read_text().split()[0])


def stop(cluster):
    assert embedded.stop_if_idle(cluster)


def test_settings_that_keep_data_and_tell_nothing(cluster):
    wanted = {
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
        "data_checksums": "on",
        "log_statement": "none",
        "log_min_duration_statement": "-1",
        "log_error_verbosity": "terse",
        "log_min_error_statement": "panic",
        "listen_addresses": "",
    }
    assert {name: ask(cluster, f"SHOW {name}") for name in wanted} == wanted


def test_the_app_is_no_superuser_and_nobody_can_connect_as_one(cluster):
    assert (
        ask(cluster, "SELECT rolsuper OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = user")
        is False
    )
    with pytest.raises(psycopg2.OperationalError, match=r"pg_hba\.conf"):
        ask(cluster, "SELECT 1", user="postgres")


def test_a_killed_server_starts_again_with_its_data(cluster):
    ask(cluster, "CREATE TABLE IF NOT EXISTS kept AS SELECT 42 AS number; COMMIT; SELECT 1")
    os.kill(server_pid(cluster), signal.SIGKILL)
    embedded.ensure_started(cluster)
    assert ask(cluster, "SELECT number FROM kept") == 42


@pytest.mark.parametrize("left_behind", ["zombie", "another program", "half a line"])
def test_a_lock_left_behind_does_not_stop_the_start(cluster, left_behind):
    stop(cluster)
    program = shutil.copy(shutil.which("true"), cluster.folder / "postgres")
    # PostgreSQL shrugs at processes of other users, so these belong to the server's own.
    as_server = {"user": programs().user.pw_uid} if programs().user else {}
    zombie = subprocess.Popen([program], cwd="/", **as_server)  # ended, not waited for until the test is over
    another = subprocess.Popen(["sleep", "60"], cwd="/", **as_server)
    time.sleep(0.2)
    first_line = {"zombie": zombie.pid, "another program": another.pid, "half a line": ""}[left_behind]
    for lock in (cluster.data / "postmaster.pid", cluster.socket.with_name(cluster.socket.name + ".lock")):
        lock.write_text(f"{first_line}\n{cluster.data}\n")
    try:
        embedded.ensure_started(cluster)
        assert ask(cluster, "SELECT 1") == 1
    finally:
        another.kill()
        another.wait()
        zombie.wait()


def test_a_start_killed_half_way_through_making_the_cluster_is_made_good(tmp_path):
    unfinished = embedded.cluster_at(tmp_path)
    unfinished.link.mkdir()
    (unfinished.link / "data").mkdir()
    if os.geteuid() == 0:  # as root the link is written last, so what is left is a folder nobody points to
        unfinished.link.joinpath("data").rmdir()
        unfinished.link.rmdir()
    embedded.ensure_started(unfinished)
    try:
        assert ask(unfinished, "SELECT 1") == 1
    finally:
        discard(unfinished)


def test_a_path_too_long_for_a_socket_works_all_the_same(tmp_path):
    deep = embedded.cluster_at(tmp_path / ("long" * 20))
    assert len(str(deep.link)) > embedded.LONGEST_SOCKET_FOLDER
    embedded.ensure_started(deep)
    try:
        assert ask(deep, "SELECT 1") == 1
    finally:
        discard(deep)


def test_stopping_leaves_a_cluster_alone_that_somebody_holds(cluster):
    embedded.ensure_started(cluster)
    held = embedded.hold(cluster)
    assert not embedded.stop_if_idle(cluster)
    assert ask(cluster, "SELECT 1") == 1
    held.close()
    assert embedded.stop_if_idle(cluster)
    assert not embedded.is_process_alive(cluster)
    embedded.ensure_started(cluster)
