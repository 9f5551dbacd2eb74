"""Everything between an empty database and a server that can start: `python -m promise_tracker.prepare`.

One process for all steps, and each step only when something changed, so that a second start takes seconds.
"""

import hashlib
import os
import sys

REFERENCE = (
    "branches/reference",
    "branches/reference.py",
    "branches/reference_places.py",
    "branches/reference_campaigns.py",
    "branches/reference_statements.py",
    "surveys/questionnaires",
    "surveys/questionnaire.py",
    "reports/reference",
    "reports/findings.py",
)


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "promise_tracker.settings")
    from promise_tracker.database import ensure_running

    ensure_running()
    import django

    django.setup()
    from django.conf import settings

    _migrate()
    database = _database_identity()
    _once(f"reference {database} {digest(settings.BASE_DIR, REFERENCE)}", "reference", "load_reference")
    if settings.LOAD_DEMO:
        _once(f"demo {database}", "demo", "load_demo")
    if settings.STATIC_HASHED:
        stamp = f"static {digest(settings.BASE_DIR, ('static', 'requirements.lock'))}"
        _once(stamp, "static", "collectstatic", interactive=False, clear=True)


def _migrate():
    """Only if something is to apply: planning costs a tenth of running Django's command."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        _say("Setting up the database")
        call_command("migrate", interactive=False, verbosity=0)


def _once(stamp, name, command, **options):
    """Run the command unless it ended well for the very same stamp before; one that isn't there is left out."""
    from django.conf import settings
    from django.core.management import call_command, get_commands

    if command not in get_commands():
        return
    file = settings.VAR_DIR / "stamps" / name
    if file.exists() and file.read_text() == stamp:
        return
    _say(
        {"reference": "Loading reference data", "demo": "Loading the demo"}.get(
            name, "Collecting static files"
        )
    )
    call_command(command, verbosity=0, **options)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(stamp)


def _database_identity():
    """Tells this database from one that took its place under the same name."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT system_identifier FROM pg_control_system()), oid FROM pg_database"
            " WHERE datname = current_database()"
        )
        return "{}-{}".format(*cursor.fetchone())


def digest(base, paths):
    """One hash over the names and contents of files and folders."""
    found = hashlib.sha256()
    for path in (base / name for name in paths):
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                found.update(str(file.relative_to(base)).encode() + file.read_bytes())
    return found.hexdigest()


def _say(text):
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
