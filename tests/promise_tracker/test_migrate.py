"""A migration that meets a held lock gives up, so that the site does not queue behind it."""

import time

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection

from promise_tracker.management.commands import migrate


@pytest.mark.django_db(transaction=True)
def test_a_migration_gives_up_on_a_lock_and_changes_nothing(monkeypatch):
    monkeypatch.setattr(migrate, "LONGEST_WAIT", "300ms")
    holder = connection.copy()
    try:
        with holder.cursor() as cursor:
            cursor.execute("BEGIN; LOCK TABLE django_migrations IN ACCESS EXCLUSIVE MODE")
        began = time.monotonic()
        with connection.cursor() as cursor:  # so that a build without the limit ends, red, all the same
            cursor.execute("SET statement_timeout = '20s'")
        with pytest.raises(OperationalError, match="lock timeout"):
            call_command("migrate", verbosity=0)
        assert time.monotonic() - began < 10
    finally:
        holder.close()
        connection.close()
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone()[0] == "0"
