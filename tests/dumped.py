"""A populated database as a file under tests/dumps, and what has to be the same after every later migration.

`python -m tests.dumped FOLDER` writes both from the database in use; `--on 2026-05-01` prints the facts of that day.
"""

import gzip
import json
import os
import sys
from datetime import date
from pathlib import Path

NOT_OURS = ("django_", "auth_", "account_", "mfa_")
PAGES = (
    "/",
    "/national/",
    "/national/grid/",
    "/national/explore/",
    "/councils/",
    "/councils/south-lanarkshire/",
)


def facts(day: date) -> dict:
    """Rows of each table of ours, a hash of each published set of figures, and each tally as strangers read it."""
    from django.db import connection

    from promise_tracker import backups

    with connection.cursor() as cursor:
        found = backups.manifest(cursor)
    rows = {table: count for table, count in found["rows"].items() if not table.startswith(NOT_OURS)}
    return {
        "day": str(day),
        "rows": rows,
        "figures": found["figures"],
        "tallies": _tallies(day),
        "pages": _pages(),
    }


def _tallies(day):
    from django.contrib.auth.models import AnonymousUser

    from branches.models import Campaign
    from branches.rows import tally

    return {
        campaign.slug: [str(each.sentence) for each in tally(campaign, AnonymousUser(), day)]
        for campaign in Campaign.objects.order_by("slug")
    }


def _pages():
    from django.test import Client

    return {address: Client().get(address).status_code for address in PAGES}


def write(folder: Path) -> Path:
    """Dump the database in use, unless it lacks what a dump is for; returns the path. Raises SystemExit."""
    from django.utils import timezone

    found = facts(timezone.localdate())
    if not found["figures"] or set(found["pages"].values()) != {200}:
        sys.exit(f"this database is not a whole demo: {found}")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{found['day']}.sql.gz"
    with path.open("wb") as file, gzip.GzipFile(fileobj=file, mode="wb", filename="", mtime=0) as packed:
        packed.write(_dump())
    facts_of(path).write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    return path


def facts_of(path: Path) -> Path:
    """Where the facts of a dump stand: beside it."""
    return path.with_name(path.name.replace(".sql.gz", ".json"))


def _dump():
    from promise_tracker import dumping
    from promise_tracker.programs import programs

    arguments = ("--no-owner", "--no-privileges", "--no-comments")
    environment = dumping.connection_environment()
    done = programs().run("pg_dump", *arguments, environment=environment, text=False)
    if done.returncode:
        sys.exit(done.stderr.decode())
    return done.stdout


def main(arguments):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "promise_tracker.settings")
    import django

    django.setup()
    if arguments[:1] == ["--on"]:
        print(json.dumps(facts(date.fromisoformat(arguments[1]))))
    else:
        path = write(Path(arguments[0]))
        print(f"{path}: {path.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main(sys.argv[1:])
