"""A kept connection that was lost is found out before its first use, without a question to the server."""

import psycopg2
import pytest
from django.db import connection
from django.db.backends.postgresql import base

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kept():
    """This test's connection as a new request finds it: kept from the one before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        number = cursor.fetchone()[0]
    connection.health_check_enabled, connection.health_check_done = True, False
    yield number
    connection.health_check_enabled = False


def backend():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def end(number):
    """End a connection as a restart of the server does."""
    settings = connection.settings_dict
    other = psycopg2.connect(host=settings["HOST"], user=settings["USER"], dbname=settings["NAME"])
    with other, other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [number])
        assert cursor.fetchone() == (True,)
    other.close()


def test_a_connection_that_stands_is_used_again_and_the_server_is_not_asked(kept, monkeypatch):
    monkeypatch.setattr(base.DatabaseWrapper, "is_usable", lambda self: pytest.fail("the server was asked"))
    assert backend() == kept


def test_a_connection_that_was_ended_is_replaced(kept):
    end(kept)
    assert backend() != kept


def test_after_an_error_the_server_is_asked(kept, monkeypatch):
    asked = []
    monkeypatch.setattr(base.DatabaseWrapper, "is_usable", lambda self: asked.append(1) or False)
    connection.errors_occurred = True
    connection.close_if_unusable_or_obsolete()
    assert asked
    assert backend() != kept
