"""One submission in a process of its own, under a named fault: what it writes to its error stream is searched afterwards.

Run as: python -m tests.surveys.submit_until SLUG FAULT WORD, with the database and key folders as JSON in SUBMIT_UNTIL.
"""

import json
import logging
import os
import signal
import sys


def main(slug, fault, word):
    given = json.loads(os.environ["SUBMIT_UNTIL"])
    os.environ["DJANGO_SETTINGS_MODULE"] = "promise_tracker.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection, connections

    settings.KEY_FOLDERS = given["key_folders"]
    connections["default"].settings_dict.update(given["database"])
    from surveys import intake
    from surveys.models import Wave
    from tests.surveys import making

    wave, answers = Wave.objects.get(slug=slug), making.answers(1, more=word)
    if fault == "validation":
        answers["staffing"] = word
    if fault == "time-out":
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 500")
    if fault in ("kill", "kill after the commit"):
        step = "_take" if fault == "kill" else "_judge"
        setattr(intake, step, lambda *args: os.kill(os.getpid(), signal.SIGKILL))
    if fault == "talkative build":
        logging.getLogger("surveys").warning("taking %s", answers)
    making.send(wave, answers=answers)


if __name__ == "__main__":
    main(*sys.argv[1:])
