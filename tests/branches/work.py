"""A worker in a process of its own, so that a test can kill it or take its database away.

Run as: python -m tests.branches.work DUTY FOLDER, with the database as JSON in WORK_ON. A duty is one below.
"""

import json
import os
import signal
import sys
import time
from pathlib import Path

FOLDER = Path()


def beat():
    """Leave a line each time; it asks the database, as duties do."""
    from branches.models import ScheduledRun

    ScheduledRun.objects.filter(state="running").count()
    with (FOLDER / "beats").open("a") as file:
        file.write(f"{time.monotonic()}\n")


def mail_once():
    """Write a mail under its own key, and be killed at the step that the folder names, each step once."""
    from django.db import transaction

    from branches.mail import enqueue

    _die("before")
    with transaction.atomic():
        enqueue(
            to="alice@example.org",
            subject="Due",
            template="emails/plain.txt",
            context={"text": "Something is due."},
            effect_key="due-1",
        )
        _die("within")
    _die("after")


def _die(step):
    mark = FOLDER / f"kill-{step}"
    if mark.exists():
        mark.unlink()
        os.kill(os.getpid(), signal.SIGKILL)


def main(duty, folder):
    global FOLDER
    os.environ["DJANGO_SETTINGS_MODULE"] = "promise_tracker.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.db import connections

    import tests.branches.work as here
    from branches import worker

    here.FOLDER = Path(folder)
    connections["default"].settings_dict.update(json.loads(os.environ["WORK_ON"]))
    settings.SCHEDULE = [(f"tests.branches.work.{duty}", 1 if duty == "beat" else 10**9)]
    worker.run_forever(pause=0.2, stop=lambda: (here.FOLDER / "stop").exists())


if __name__ == "__main__":
    main(*sys.argv[1:])
