"""An empty database with every migration applied, made once for each state of the migrations and then copied.

Migrating takes ten times as long as copying; every process of every run copies this one.
"""

import os
import subprocess
import sys
from pathlib import Path

from django.db import connection

from promise_tracker.prepare import digest

BASE = Path(__file__).resolve().parents[1]
# The guards' SQL stands outside the migrations that install it.
GUARDS = ("surveys/guards.py", "reports/guards.py")
MIGRATED = ("branches/migrations", "surveys/migrations", "reports/migrations", *GUARDS, "requirements.lock")
LOCK = 780_223


def template_database():
    """The name of the database to copy; makes it if these migrations have none yet."""
    name = f"migrated_{digest(BASE, MIGRATED)[:16]}"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            _make(cursor, name)
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    return name


def _make(cursor, name):
    unfinished = f"{name}_unfinished"
    cursor.execute(f"DROP DATABASE IF EXISTS {unfinished} WITH (FORCE)")
    cursor.execute(f"CREATE DATABASE {unfinished}")
    manage(unfinished, "migrate", "--verbosity=0")
    cursor.execute(f"ALTER DATABASE {unfinished} RENAME TO {name}")


def manage(database, *arguments):
    """What `manage.py` printed, on another database of the server the tests use. Raises CalledProcessError."""
    return run([sys.executable, "manage.py", *arguments], database)


def run(command, database, **environment):
    """What a program printed that finds the database under DATABASE_URL. Raises CalledProcessError."""
    variables = {"PATH": os.environ["PATH"], "TESTING": "true", "DATABASE_URL": address_of(database)}
    done = subprocess.run(
        command, cwd=BASE, env=variables | environment, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def address_of(database):
    """The database's address on the server the tests use, as DATABASE_URL takes it."""
    wanted = connection.settings_dict
    place = f"{wanted['HOST']}:{wanted['PORT']}" if wanted["PORT"] else ""
    folder = "" if place else f"?host={wanted['HOST']}"
    who = wanted["USER"] + (f":{wanted['PASSWORD']}" if wanted["PASSWORD"] else "")
    return f"postgresql://{who}@{place}/{database}{folder}"
