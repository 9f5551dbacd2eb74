"""Clusters with the schema in them: migrated once a run and copied after that, which takes a tenth of the time."""

import subprocess
import sys

from promise_tracker import embedded
from promise_tracker.programs import programs
from tests import site

_schema = []


def environment_of(folder):
    """What the commands of a site in that folder need."""
    return site.INHERITED | {"VAR_DIR": str(folder), "DEMO_MODE": "true", "TESTING": "false"}


def manage(environment, *arguments):
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=site.BASE, env=environment, check=True)


def started(folder):
    """A running cluster in a folder, with every migration applied."""
    cluster = embedded.cluster_at(folder)
    embedded.ensure_started(cluster)
    place = {
        "PGHOST": str(cluster.clients_folder),
        "PGUSER": embedded.ROLE,
        "PGDATABASE": embedded.DATABASE,
    }
    if _schema:
        arguments = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
        _do("psql", *arguments, environment=place, input=_schema[0])
    else:
        manage(environment_of(folder), "migrate", "-v", "0")
        _schema.append(_do("pg_dump", "--no-owner", environment=place))
    return cluster


def stopped(folder):
    """The same, stopped again: for a whole site that starts its own."""
    cluster = started(folder)
    assert embedded.stop_if_idle(cluster)
    return cluster


def with_starter(environment):
    """The starter questionnaire in a site's database."""
    manage(environment, "import_questionnaire", "surveys/questionnaires/starter.xlsx", "--slug", "starter")


def _do(name, *arguments, **options):
    done = programs().run(name, *arguments, **options)
    assert done.returncode == 0, done.stderr
    return done.stdout
