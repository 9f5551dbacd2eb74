"""In short what `script/soak` does at length: a killed server loses nobody who was thanked, and a careless build shows."""

import pytest

from promise_tracker import embedded
from promise_tracker.database import ensure_running
from promise_tracker.dumping import connection_environment
from promise_tracker.programs import programs
from tests import site
from tests.soak import durability, ready
from tests.template_database import template_database


@pytest.fixture(scope="module")
def place(tmp_path_factory, django_db_blocker):
    """A cluster whose data are kept, with a copy of the tests' migrated database in it."""
    folder = tmp_path_factory.mktemp("durable")
    cluster, environment = embedded.cluster_at(folder), ready.environment_of(folder)
    embedded.ensure_started(cluster)
    with django_db_blocker.unblock():
        ensure_running()
        migrated = connection_environment() | {"PGDATABASE": template_database()}
    copied = programs().run("pg_dump", "--no-owner", environment=migrated)
    into = {"PGHOST": str(cluster.clients_folder), "PGUSER": embedded.ROLE, "PGDATABASE": embedded.DATABASE}
    loaded = programs().run("psql", "-q", "-v", "ON_ERROR_STOP=1", environment=into, input=copied.stdout)
    assert (copied.returncode, loaded.returncode) == (0, 0), copied.stderr + loaded.stderr
    ready.with_starter(environment)
    yield cluster, environment
    embedded.ensure_started(cluster)
    site.discard(cluster)


@pytest.fixture(autouse=True)
def briefly(monkeypatch):
    monkeypatch.setattr(durability, "SECONDS", 0.7)


def test_everybody_thanked_before_a_kill_is_stored_once(place):
    lost, doubled, thanked = durability.run(place, "none", kills=1)
    assert thanked > 10
    assert (lost, doubled) == (0, 0)


def test_a_build_that_does_not_wait_for_the_disk_is_caught(place):
    lost, _, _ = durability.run(place, "commit without waiting for the disk", kills=5, until_lost=True)
    assert lost > 0
