"""Benchmarks of answering a survey against the minimal Django twin. Run: python -m benchmarks.answering.

Both are served by gunicorn from the same machine and database; what is compared is the CPU that their processes took.
Makes a simulated wave of 30 questions on six pages and removes it.
"""

import contextlib
import json
import operator
import os
import re
import statistics
import tempfile
import threading
import time
from pathlib import Path

from benchmarks import tell
from benchmarks.served import Visitor, served

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "promise_tracker.settings")
os.environ.setdefault("DEMO_MODE", "true")
TOKEN = re.compile(r'(?<=name="draft" value=")[^"]+')
PAGES, A_PAGE = 6, 5
CLIENTS, RESPONSES, SUBMISSIONS, ROUNDS = 4, 25, 150, 11  # of each client in each round
COOKIES = "the same with a browser's cookies: each step redirected, 17 requests to the twin's 10"
LIMESURVEY = ("LimeSurvey's rate, measured elsewhere on two cores with MariaDB", 0.9)


def main():
    import django

    django.setup()
    from benchmarks.waves import open_wave, removed
    from promise_tracker.database import ensure_running

    ensure_running()
    wave = open_wave(PAGES * A_PAGE, A_PAGE)
    with removed(wave), tempfile.TemporaryDirectory() as folder, _twin_table():
        file = Path(folder, "twin.json")
        with served("promise_tracker.wsgi", SENDINGS_AN_HOUR="0") as ours:
            file.write_text(json.dumps(_twin_of(wave, ours)))
            with served("benchmarks.twin:application", TWIN=str(file)) as twin:
                compare(wave, ours, twin)


@contextlib.contextmanager
def _twin_table():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_twin (id uuid, body bytea)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_twin")


def _twin_of(wave, ours):
    """What the twin is given: our pages' own bytes around the draft, the database, and a response's size."""
    from django.db import connection

    texts = _texts(Visitor(ours.port, cookies=False), wave)
    names = ("NAME", "USER", "PASSWORD", "HOST", "PORT")
    pages = [TOKEN.split(text, maxsplit=1) if TOKEN.search(text) else [text, ""] for text in texts]
    return {
        "pages": pages,
        "bytes": wave.body_size + 48,
        "database": {"ENGINE": "django.db.backends.postgresql"}
        | {name: connection.settings_dict[name] for name in names},
    }


def _texts(visitor, wave):
    """Walk through the survey and return each page's text: start, six pages, sending, thanks."""
    texts = [visitor.get(f"/survey/{wave.slug}/").text]
    texts.append(visitor.post(visitor.address, {"begin": "1"}).text)
    for page in range(PAGES):
        texts.append(visitor.post(f"/survey/{wave.slug}/page/p{page}/", _filled(visitor, page)).text)
    texts.append(visitor.post(f"/survey/{wave.slug}/send/", {"draft": _token(visitor), "go": "send"}).text)
    return texts


def _filled(visitor, page):
    return {"draft": _token(visitor), **{f"q{page}_{n}": "often" for n in range(A_PAGE)}}


def _token(visitor):
    return TOKEN.search(visitor.text).group()


def _twins(visitor):
    """The same walk through the twin: its pages are numbered, the start is page 0."""
    visitor.get("/0/")
    visitor.get("/1/")
    for page in range(PAGES):
        visitor.post(f"/{page + 1}/", _filled(visitor, page))
    visitor.post(f"/{PAGES + 1}/", {"draft": _token(visitor)})


def compare(wave, ours, twin):
    whole = {
        "ours": (ours, lambda visitor: _texts(visitor, wave), False),
        "with cookies": (ours, lambda visitor: _texts(visitor, wave), True),
        "twin": (twin, _twins, False),
    }
    cpu, ratio, rate = _in_turn(whole, RESPONSES)
    tell("CPU of a whole response of the minimal Django twin", cpu["twin"] * 1000, "ms")
    names = {"ours": "CPU of a whole response, 30 questions, 6 pages", "with cookies": COOKIES}
    for way, name in names.items():
        tell(name, cpu[way] * 1000, "ms", "minimal Django twin", ratio[way])
    tell(
        "whole responses a second, 4 clients",
        rate["ours"],
        "1/s",
        LIMESURVEY[0],
        rate["ours"] / LIMESURVEY[1],
    )
    sends = {"ours": (ours, _sender(wave), False), "twin": (twin, _twins_sender(twin), False)}
    cpu, ratio, rate = _in_turn(sends, SUBMISSIONS)
    told = "CPU of the submission view, sealing included"
    tell(told, cpu["ours"] * 1000, "ms", "minimal insert view", ratio["ours"])


def _sender(wave):
    """Send complete drafts, sealed beforehand: one request each."""
    from surveys.drafts import Draft, seal
    from surveys.open_waves import wave_for

    binding = wave_for(wave.slug).binding
    answers = {f"q{page}_{n}": "often" for page in range(PAGES) for n in range(A_PAGE)}
    count = ROUNDS * CLIENTS * SUBMISSIONS
    drafts = iter([seal(Draft(answers=dict(answers), furthest=PAGES - 1), binding) for _ in range(count)])
    return lambda visitor: visitor.send(f"/survey/{wave.slug}/send/", {"draft": next(drafts), "go": "send"})


def _twins_sender(twin):
    visitor = Visitor(twin.port).get(f"/{PAGES}/")
    draft = {"draft": _token(visitor.post(f"/{PAGES}/", _filled(visitor, PAGES - 1)))}
    return lambda visitor: visitor.send(f"/{PAGES + 1}/", draft)


def _in_turn(ways, count):
    """Let four clients do each way's act `count` times, in turn, round after round.

    Return the medians of an act's CPU seconds, of its ratio to the twin's in the same round, and the acts a second.
    """
    taken = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, (server, act, cookies) in ways.items():
            taken[name].append(_crowd(server, act, cookies, count))
    cpu, wall = ({name: [each[part] for each in found] for name, found in taken.items()} for part in (0, 1))
    ratio = {name: map(operator.truediv, found, cpu["twin"]) for name, found in cpu.items()}
    rate = {name: 1 / statistics.median(found) for name, found in wall.items()}
    return *(
        ({name: statistics.median(found) for name, found in each.items()}) for each in (cpu, ratio)
    ), rate


def _crowd(server, act, cookies, count):
    """Return CPU and wall-clock seconds of one act."""

    def client():
        visitor = Visitor(server.port, cookies)
        for _ in range(count):
            act(visitor)
        visitor.connection.close()

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    cpu, wall = server.cpu(), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    acts = CLIENTS * count
    return (server.cpu() - cpu) / acts, (time.perf_counter() - wall) / acts


if __name__ == "__main__":
    main()
