"""Benchmarks of a respondent's requests against a minimal Django twin. Run: python -m benchmarks.visits.

In one process through Django's whole stack, CPU only; the database is real. Makes simulated waves and removes them.
"""

import os
import re
import secrets
from functools import partial
from urllib.parse import urlencode

from benchmarks import median_cpu, tell

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "promise_tracker.settings")
os.environ.setdefault("DEMO_MODE", "true")
TOKEN = re.compile(r'name="?\'?draft"?\'? value="?\'?([^"\'> ]+)')
TIMES, ROUNDS = 20, 7


def main():
    import django

    django.setup()
    from django.conf import settings

    from promise_tracker.database import ensure_running

    ensure_running()
    settings.ROOT_URLCONF, settings.SENDINGS_AN_HOUR = "benchmarks.twin", 0
    settings.ALLOWED_HOSTS = ["*"]
    waves = {size: _open(size) for size in (25, 30, 100)}
    try:
        _twin_table("CREATE TABLE IF NOT EXISTS bench_twin (id uuid, body bytea)")
        submission(waves[30])
        whole_response(waves[30])
        flat(waves[25], waves[100])
        statements(waves[30])
    finally:
        _twin_table("DROP TABLE IF EXISTS bench_twin")
        for wave in waves.values():
            _remove(wave)


def _twin_table(sql):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)


def _open(size, a_page=5):
    """An open simulated wave of `size` questions, five a page."""
    from surveys import waves
    from surveys.models import Questionnaire, QuestionnaireVersion
    from surveys.questionnaire import dump, load

    choices = [{"name": name, "label": name.title()} for name in ("always", "often", "rarely", "never")]
    pages = [
        {
            "name": f"p{page}",
            "questions": [
                {"name": f"q{page}_{n}", "type": "select_one", "label": f"Question {n}?", "choices": choices}
                for n in range(a_page)
            ],
        }
        for page in range(size // a_page)
    ]
    loaded = load({"title": "Bench", "pages": pages})
    slug = f"bench-{size}-{secrets.token_hex(3)}"
    held = Questionnaire.objects.create(slug=slug, title="Bench")
    version = QuestionnaireVersion.objects.create(
        questionnaire=held, number=1, definition=dump(loaded), definition_hash=loaded.hash
    )
    made = waves.new_wave(by=None, slug=slug, title="Bench", version=version, mode="open", simulated=True)
    return waves.open_wave(wave=made, by=None)


def _remove(wave):
    from surveys import keys

    for kind in keys.KINDS:
        keys.destroy(wave.key_id, kind)
    version = wave.questionnaire_version
    wave.delete()
    version.delete()
    version.questionnaire.delete()


def _answers(pages=6, a_page=5):
    return {f"q{page}_{n}": "often" for page in range(pages) for n in range(a_page)}


def _post(client, address, data):
    client.cookies.clear()  # each page then comes straight from its form
    answer = client.post(address, urlencode(data), content_type="application/x-www-form-urlencoded")
    if answer.status_code >= 400:
        raise RuntimeError(f"{address}: {answer.status_code}")
    return answer


def submission(wave):
    """The request that sends a complete response, sealing included, against the minimal view with its one insert."""
    from django.core import signing
    from django.test import Client

    from surveys.drafts import Draft, seal
    from surveys.open_waves import wave_for

    served, client = wave_for(wave.slug), Client()
    address = served.addresses["send_url"]
    drafts = iter(
        [seal(Draft(answers=_answers(), furthest=5), served.binding) for _ in range(TIMES * ROUNDS + 5)]
    )
    signed = signing.dumps(_answers())

    def ours():
        _post(client, address, {"draft": next(drafts), "go": "send"})

    def twins():
        _post(client, "/twin/insert/", {"draft": signed})

    for _ in range(5):
        ours(), twins()
    mine, plain = median_cpu(ours, twins, rounds=ROUNDS, times=TIMES)
    tell("CPU of the submission view", mine * 1000, "ms", "minimal insert view", mine / plain)


def whole_response(wave):
    """30 questions on six pages from the start to the thanks, without a cookie, against the twin's seven requests."""
    from django.test import Client

    from surveys.open_waves import wave_for

    served, client = wave_for(wave.slug), Client()

    def ours():
        text = _post(client, served.addresses["start_url"], {})
        text = client.get(text.headers["Location"]) if text.status_code == 303 else text
        for page in range(6):
            data = {f"q{page}_{n}": "often" for n in range(5)}
            token = TOKEN.search(text.content.decode()).group(1)
            text = _post(client, served.address("page", f"p{page}"), {"draft": token, **data})
        token = TOKEN.search(text.content.decode()).group(1)
        if _post(client, served.addresses["send_url"], {"draft": token, "go": "send"}).status_code != 303:
            raise RuntimeError("the response was not taken")

    def twins():
        text = client.get("/twin/page/")
        text = client.get("/twin/page/")
        for page in range(6):
            data = {f"q{page}_{n}": "often" for n in range(5)}
            token = TOKEN.search(text.content.decode()).group(1)
            text = _post(client, "/twin/page/", {"draft": token, **data})
        _post(client, "/twin/insert/", {"draft": TOKEN.search(text.content.decode()).group(1)})

    ours(), twins()
    mine, plain = median_cpu(ours, twins, rounds=ROUNDS, times=5)
    tell(
        "CPU of a whole response, 30 questions, 6 pages",
        mine * 1000,
        "ms",
        "minimal Django twin",
        mine / plain,
    )


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
    few, many = median_cpu(*acts, rounds=15, times=TIMES)
    tell("CPU of a page in 100 questions", many * 1000, "ms", "the same in 25 questions", many / few)


def statements(wave):
    """SQL statements of each kind of request; plain numbers that the tests hold too."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from surveys.drafts import Draft, seal
    from surveys.open_waves import wave_for

    served, client = wave_for(wave.slug), Client()
    token = seal(Draft(answers=_answers(), furthest=5), served.binding)
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
