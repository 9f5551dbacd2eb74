"""A database that hangs ends in an honest page; one that tells too much stops the start."""

import os
import signal
import time

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import ConnectionHandler, Error
from psycopg2 import extensions

from promise_tracker import database_checks, database_wait, embedded
from tests.promise_tracker.test_embedded import server_pid
from tests.site import discard


@pytest.fixture(autouse=True)
def may_connect(django_db_blocker):
    """To this module's own server only; the tests' database isn't touched."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A cluster of the tests' kind, where its superuser may connect."""
    made = embedded.cluster_at(tmp_path_factory.mktemp("var"), for_tests=True)
    embedded.ensure_started(made)
    yield made
    discard(made)


def connection_to(cluster, user=embedded.ROLE, **more):
    settings = more | {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": embedded.DATABASE,
        "USER": user,
        "HOST": str(cluster.clients_folder),
    }
    return ConnectionHandler({"default": settings})["default"]


@pytest.fixture
def bounded():
    """The wait callback as a web process has it; taken away again for the other tests."""
    application = database_wait.install(lambda environ, start_response: environ["ask"]())
    yield lambda ask: application({"ask": ask}, None)
    extensions.set_wait_callback(None)


def test_ordinary_questions_are_answered_under_the_bound(cluster, bounded):
    connection = connection_to(cluster)
    with connection.cursor() as cursor:
        bounded(lambda: cursor.execute("SELECT repeat('x', 2000000)"))
        assert len(cursor.fetchone()[0]) == 2_000_000
    connection.close()


def test_a_database_that_hangs_is_waited_for_once_and_less_than_five_seconds_even_when_asked_twice(
    cluster, bounded
):
    assert database_wait.LONGEST_WAIT < 5
    connection = connection_to(cluster)
    cursor = connection.cursor()
    began = time.monotonic()

    def ask_twice():
        for _ in range(2):
            with pytest.raises(Error):
                connection.cursor().execute("SELECT 1")
            connection.close()

    cursor.execute("SELECT 1")
    backend = connection.connection.get_backend_pid()
    for process in (server_pid(cluster), backend):
        os.kill(process, signal.SIGSTOP)
    try:
        bounded(ask_twice)
        waited = time.monotonic() - began
        # Two waits would be twice the limit; anything less is a machine that does much else.
        assert 0.8 < waited / database_wait.LONGEST_WAIT < 1.9
    finally:
        for process in (server_pid(cluster), backend):
            os.kill(process, signal.SIGCONT)
        connection.close()
    bounded(lambda: connection.cursor().execute("SELECT 1"))  # found again without a restart of ours
    connection.close()


@pytest.mark.parametrize(
    ("setting", "value"), [("log_statement", "all"), ("log_min_duration_statement", "0")]
)
def test_a_server_that_logs_statements_is_refused(cluster, setting, value):
    connection = connection_to(cluster, user="postgres")
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER ROLE {embedded.ROLE} SET {setting} = '{value}'")
    try:
        with pytest.raises(ImproperlyConfigured, match=setting):
            database_checks.refuse_traces(connection_to(cluster))
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER ROLE {embedded.ROLE} RESET {setting}")
        connection.close()


def test_a_server_that_could_lose_something_is_warned_about(cluster):
    connection = connection_to(cluster)
    warned = [message.msg for message in database_checks.check_connection(connection)]
    assert any("fsync = off" in text for text in warned)
    assert any("synchronous_commit = off" in text for text in warned)
    assert not any("superuser" in text for text in warned)
    connection.close()


@pytest.fixture(scope="module")
def kept_cluster(tmp_path_factory):
    """A cluster of the demo's kind, whose data are kept."""
    made = embedded.cluster_at(tmp_path_factory.mktemp("kept"))
    embedded.ensure_started(made)
    yield made
    discard(made)


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes"])
def test_a_server_of_our_own_that_could_lose_something_is_refused(kept_cluster, setting):
    rules = kept_cluster.data / "postgresql.auto.conf"
    connection = connection_to(kept_cluster, EMBEDDED=kept_cluster)
    assert database_checks.check_connection(connection) == []
    connection.close()
    rules.write_text(f"{setting} = off\n")
    restart(kept_cluster)
    try:
        with pytest.raises(ImproperlyConfigured, match=f"{setting} = off"):
            database_checks.refuse_traces(connection_to(kept_cluster, EMBEDDED=kept_cluster))
        database_checks.refuse_traces(connection_to(kept_cluster))  # somebody else's: a warning
    finally:
        rules.write_text("")
        restart(kept_cluster)


def test_an_archive_of_the_servers_log_is_warned_about(kept_cluster):
    rules = kept_cluster.data / "postgresql.auto.conf"
    rules.write_text("archive_mode = on\n")
    restart(kept_cluster)
    try:
        connection = connection_to(kept_cluster, EMBEDDED=kept_cluster)
        assert [message.id for message in database_checks.check_connection(connection)] == ["promise.W003"]
        connection.close()
    finally:
        rules.write_text("")
        restart(kept_cluster)


def restart(cluster):
    assert embedded.stop_if_idle(cluster)
    embedded.ensure_started(cluster)


def test_a_role_of_our_own_server_that_does_not_wait_for_the_disk_is_refused(kept_cluster):
    connection = connection_to(kept_cluster, EMBEDDED=kept_cluster)
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER ROLE {embedded.ROLE} SET synchronous_commit = off")
    connection.close()
    try:
        with pytest.raises(ImproperlyConfigured, match="synchronous_commit = off"):
            database_checks.refuse_traces(connection_to(kept_cluster, EMBEDDED=kept_cluster))
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER ROLE {embedded.ROLE} RESET synchronous_commit")
        connection.close()


def test_connecting_as_a_superuser_is_warned_about(cluster):
    connection = connection_to(cluster, user="postgres")
    assert any("superuser" in message.msg for message in database_checks.check_connection(connection))
    connection.close()


def test_a_database_that_is_down_does_not_stop_the_start(tmp_path):
    connection = ConnectionHandler(
        {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "none", "HOST": str(tmp_path)}}
    )["default"]
    database_checks.refuse_traces(connection)
