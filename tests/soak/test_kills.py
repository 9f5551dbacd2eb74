"""Whatever is killed while people answer: each who was thanked is counted once, each who tries again ends there once."""

import json
import random
import threading
import time

import pytest

from tests import site
from tests.respondent import Respondent
from tests.soak import processes

pytestmark = pytest.mark.slow
SECONDS, WRITERS, PATIENCE = 40, 8, 60
ENOUGH = 30  # a wave with fewer than 20 responses is never opened
READ_IDENTITIES = """
import json
from surveys.frozen import frozen
from surveys.models import Wave
from surveys.store import open_blocks
wave = Wave.objects.get(slug="soak")
columns = [item.name for item in frozen(wave).layout.items]
rows = [row for block in open_blocks(wave) for row in block]
print(json.dumps([int(row[columns.index("caseload")]) for row in rows]))
"""


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with site.running(tmp_path_factory.mktemp("soak"), LOAD_DEMO="false") as found:
        found.manage("import_questionnaire", "surveys/questionnaires/starter.xlsx", "--slug", "starter")
        found.manage("create_wave", "starter", "soak", "--mode", "open", "--open", "--simulated")
        yield found


def test_a_ledger_of_everybody_thanked_agrees_with_what_is_stored(running):
    ledger, stop = {}, threading.Event()
    writers = [
        threading.Thread(target=write, args=(running, ledger, number, stop)) for number in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    killed = kill_at_random(running, ledger, random.Random(1))
    stop.set()
    for writer in writers:
        writer.join()
    assert len(killed) >= 4, killed
    unthanked = [number for number, thanked in ledger.items() if not thanked]
    assert not unthanked, f"{len(unthanked)} of {len(ledger)} were never thanked though they kept trying"
    running.manage("close_wave", "soak")
    stored = json.loads(running.manage("shell", "-v", "0", "-c", READ_IDENTITIES).splitlines()[-1])
    assert sorted(stored) == sorted(ledger), (
        f"{len(ledger)} were thanked, {len(stored)} are stored; killed {killed}"
    )


def write(running, ledger, number, stop):
    """One person after another; the caseload they name tells them apart (0 to 199)."""
    for caseload in range(number, 200, WRITERS):
        if stop.is_set():
            return
        time.sleep(SECONDS * WRITERS / 250)  # so that the people last as long as the killing does
        person = Respondent(
            running.url, "soak", {"role": "social_worker", "caseload": str(caseload)}, caseload
        )
        ledger[caseload] = person.answer_all(patience=PATIENCE)


def kill_at_random(running, ledger, choice):
    victims = {
        "web worker": lambda: choice.choice(processes.web_workers(running)),
        "web master": lambda: processes.web_master(running),
        "worker": lambda: processes.worker(running),
        "database": lambda: processes.postmaster(running),
    }
    killed, deadline, order = [], time.monotonic() + SECONDS, list(victims)
    while time.monotonic() < deadline or len(ledger) < ENOUGH:
        time.sleep(choice.uniform(4, 8))
        name = order[len(killed) % len(order)]
        try:
            processes.kill(victims[name]())
            killed.append(name)
        except (StopIteration, IndexError, OSError, ValueError):
            continue  # it has not come back from the last kill yet
    return killed


def test_the_site_is_well_again_within_ten_seconds_of_a_killed_database(running):
    processes.kill(processes.postmaster(running))
    began = time.monotonic()
    while not running.is_well():
        assert time.monotonic() - began < 10
        time.sleep(0.2)
