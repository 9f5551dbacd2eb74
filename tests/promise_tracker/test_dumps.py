"""A database of each earlier release, migrated to today, keeps its rows and every figure that was given out."""

import gzip
import json
import sys
from pathlib import Path

import pytest
from django.db import connection

from promise_tracker import dumping
from promise_tracker.programs import programs
from tests import dumped, template_database

FOLDER = Path(__file__).resolve().parents[1] / "dumps"


def restored(path, name):
    """The dump's rows in an empty database of that name, everything in one transaction or not at all."""
    environment = dumping.connection_environment() | {"PGDATABASE": name}
    done = programs().run(
        "psql",
        *("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"),
        environment=environment,
        input=gzip.decompress(path.read_bytes()),
        text=False,
    )
    assert done.returncode == 0, done.stderr.decode()


@pytest.fixture
def database(db):
    """The name of an empty database on the tests' server, gone again afterwards."""
    name = connection.settings_dict["NAME"] + "_dump"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
        yield name
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.sql.gz")), ids=lambda path: path.name)
def test_a_dump_keeps_its_rows_figures_and_pages(path, database, tmp_path):
    wanted = json.loads(dumped.facts_of(path).read_text())
    restored(path, database)
    template_database.manage(database, "migrate", "--verbosity=0")
    command = [sys.executable, "-m", "tests.dumped", "--on", wanted["day"]]
    found = json.loads(template_database.run(command, database, VAR_DIR=str(tmp_path)))
    assert found["figures"] == wanted["figures"]
    assert found["tallies"] == wanted["tallies"]
    assert found["pages"] == wanted["pages"]
    kept = {table: count for table, count in wanted["rows"].items() if table in found["rows"]}
    assert {table: found["rows"][table] for table in kept} == kept
