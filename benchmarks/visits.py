"""Benchmarks of one page's cost and of each request's statements. Run: python -m benchmarks.visits.

In one process through Django's whole stack, CPU only; the database is real. Makes simulated waves and removes them.
"""

import os
from functools import partial
from urllib.parse import urlencode

from benchmarks import median_cpu, tell
from benchmarks.waves import open_wave, removed

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "promise_tracker.settings")
os.environ.setdefault("DEMO_MODE", "true")
TIMES, ROUNDS = 20, 15


def main():
    import django

    django.setup()
    from django.conf import settings

    from promise_tracker.database import ensure_running

    ensure_running()
    settings.SENDINGS_AN_HOUR = 0
    settings.ALLOWED_HOSTS = ["*"]
    waves = [open_wave(size) for size in (25, 30, 100)]
    with removed(*waves):
        flat(waves[0], waves[2])
        statements(waves[1])


def _post(client, address, data):
    client.cookies.clear()  # each page then comes straight from its form
    answer = client.post(address, urlencode(data), content_type="application/x-www-form-urlencoded")
    if answer.status_code >= 400:
        raise RuntimeError(f"{address}: {answer.status_code}")


def flat(short, long):
    """A page of five questions in a questionnaire of 100 against one of 25: opening it, and answering it."""
    from django.test import Client

    from surveys.drafts import Draft, seal
    from surveys.open_waves import wave_for

    client, acts = Client(), []
    for wave in (short, long):
        served = wave_for(wave.slug)
        token = seal(Draft(answers={"q0_0": "often"}, furthest=1), served.binding)
        data = {"draft": token, **{f"q1_{n}": "often" for n in range(5)}}
        acts.append(partial(_post, client, served.address("page", "p1"), data))
    few, many = median_cpu(*acts, rounds=ROUNDS, times=TIMES)
    tell("CPU of a page in 100 questions", many * 1000, "ms", "the same in 25 questions", many / few)


def statements(wave):
    """SQL statements of each kind of request; plain numbers that the tests hold too."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from surveys.drafts import Draft, seal
    from surveys.open_waves import wave_for

    served, client = wave_for(wave.slug), Client()
    token = seal(Draft(answers={f"q{page}_0": "often" for page in range(6)}, furthest=5), served.binding)
    asked = {
        "SQL statements, page GET": lambda: client.get(served.addresses["start_url"]),
        "SQL statements, page POST": lambda: client.post(served.address("page", "p1"), {"draft": token}),
        "SQL statements, submit": lambda: client.post(
            served.addresses["send_url"], {"draft": token, "go": "send"}
        ),
        "SQL statements, national page": lambda: client.get("/national/"),
    }
    client.get("/national/")
    for name, act in asked.items():
        with CaptureQueriesContext(connection) as captured:
            act()
        tell(name, _asked(captured), "statements besides BEGIN and COMMIT")


def _asked(captured):
    return sum(not query["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")) for query in captured)


if __name__ == "__main__":
    main()
