"""Whatever is killed while people answer and branches log: each who was thanked is counted once, each record is there once."""

import json
import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests import site
from tests.respondent import Respondent
from tests.soak import processes, ready
from tests.soak.recording import Secretary

pytestmark = pytest.mark.slow
SECONDS, WRITERS, PATIENCE = int(os.environ.get("SOAK_KILL_SECONDS", 60)), 8, 120
SECRETARIES = ("south-lanarkshire", "glasgow")
ENOUGH = 30  # a wave with fewer than 20 responses is never opened
STEPS = ("locked", "opened", "shuffled", "written", "inbox-deleted", "committed", "backed-up")
PREPARE = """
from django.utils import timezone
from branches import demo, demo_simulated
demo.load_people("a password for the soak only")
demo_simulated.load(timezone.localdate())
"""
CLOSE = """
from surveys import waves
from surveys.models import Wave
waves.close_wave(wave=Wave.objects.get(slug="soak"), by=None)
"""
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
READ_MEETINGS = """
import json
from branches.models import AuditEvent, Meeting
found = Meeting.objects.filter(notes__text__startswith="soak ")
rows = [[each.notes.get().text, each.get_absolute_url(), each.replies.count()] for each in found]
print(json.dumps([rows, AuditEvent.objects.filter(subject_type="branches.meeting").count()]))
"""


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    folder = tmp_path_factory.mktemp("soak")
    ready.stopped(folder)
    with site.running(folder, LOAD_DEMO="false") as found:
        found.manage("import_questionnaire", "surveys/questionnaires/starter.xlsx", "--slug", "starter")
        found.manage("create_wave", "starter", "soak", "--mode", "open", "--open", "--simulated")
        found.manage("shell", "-v", "0", "-c", PREPARE)
        yield found


@pytest.fixture(scope="module")
def ledgers(running):
    """What everybody was told while things were killed: ({caseload: thanked}, {note: address}, names of the killed)."""
    thanked, recorded, stop = {}, {}, threading.Event()
    writers = [threading.Thread(target=answer, args=(running, thanked, n, stop)) for n in range(WRITERS)]
    writers += [threading.Thread(target=log, args=(running, recorded, who, stop)) for who in SECRETARIES]
    for writer in writers:
        writer.start()
    killed = kill_at_random(running, thanked, random.Random(1))
    stop.set()
    for writer in writers:
        writer.join()
    print(f"{len(thanked)} answered, {len(recorded)} meetings were logged while these were killed: {killed}")
    return thanked, recorded, killed


def answer(running, ledger, number, stop):
    """One person after another; the caseload they name tells them apart (0 to 199)."""
    for caseload in range(number, 200, WRITERS):
        if stop.is_set():
            return
        time.sleep(SECONDS * WRITERS / 250)  # so that the people last as long as the killing does
        person = Respondent(
            running.url, "soak", {"role": "social_worker", "caseload": str(caseload)}, caseload
        )
        ledger[caseload] = person.answer_all(patience=PATIENCE)


def log(running, ledger, who, stop):
    """One meeting after another; every third answer is lost on its way, so the form is sent again."""
    secretary = Secretary(running.url, who, PATIENCE)
    secretary.sign_in()
    number = 0
    while not stop.is_set():
        note, number = f"soak {who} {number}", number + 1
        ledger[note] = None
        ledger[note] = secretary.log_meeting(note, lose_the_first_answer=number % 3 == 0)


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
        wait_until_well(running)
        name = order[len(killed) % len(order)]
        try:
            processes.kill(victims[name]())
            killed.append(name)
        except (StopIteration, IndexError, OSError, ValueError):
            continue  # it has not come back from the last kill yet
    return killed


def wait_until_well(running):
    """A machine that is busy with other things takes longer to come back: killing on would only keep it down."""
    deadline = time.monotonic() + 30
    while not running.is_well() and time.monotonic() < deadline:
        time.sleep(0.3)


def test_each_record_of_a_branch_that_was_acknowledged_is_there_once_and_whole(running, ledgers):
    _, recorded, _ = ledgers
    assert len(recorded) >= 10
    assert all(recorded.values()), "some were never acknowledged though they kept trying"
    found, events = json.loads(running.manage("shell", "-v", "0", "-c", READ_MEETINGS).splitlines()[-1])
    assert sorted((note, address) for note, address, _ in found) == sorted(recorded.items())
    assert {replies for _, _, replies in found} == {1}
    assert events >= len(found)


def test_a_ledger_of_everybody_thanked_agrees_with_what_is_stored_though_the_mix_is_killed_at_each_step(
    running, ledgers
):
    thanked, _, killed = ledgers
    assert len(killed) >= 4, killed
    unthanked = [number for number, was in thanked.items() if not was]
    assert not unthanked, f"{len(unthanked)} of {len(thanked)} were never thanked though they kept trying"
    mixes = kill_mixes(running)
    running.manage("mix", "soak")
    stored = json.loads(running.manage("shell", "-v", "0", "-c", READ_IDENTITIES).splitlines()[-1])
    print(f"{len(thanked)} thanked, {len(stored)} stored after {mixes} killed mixes")
    assert mixes == len(STEPS)
    assert sorted(stored) == sorted(thanked), f"{len(thanked)} were thanked, {len(stored)} are stored"


def kill_mixes(running):
    """Close the wave and kill a mix at each of its steps; how many were killed. The site's own worker rests meanwhile."""
    own = [worker_come_back(running)]
    processes.stop(own)
    try:
        running.manage("shell", "-v", "0", "-c", CLOSE)
        given = {"database": {}, "key_folders": [str(Path(running.environment["VAR_DIR"]) / "keys")]}
        environment = running.environment | {"MIX_UNTIL": json.dumps(given)}
        command = [sys.executable, "-m", "tests.surveys.mix_until", "soak"]
        ended = [
            subprocess.run([*command, step], cwd=site.BASE, env=environment).returncode for step in STEPS
        ]
    finally:
        processes.go_on(own)
    return sum(code == -9 for code in ended)


def worker_come_back(running):
    """The worker's number, once the supervisor has started it again after its last kill."""
    deadline = time.monotonic() + 60
    while True:
        try:
            return processes.worker(running)
        except StopIteration:
            assert time.monotonic() < deadline, "the worker did not come back"
            time.sleep(0.5)


def test_the_site_is_well_again_within_ten_seconds_of_a_killed_database(running):
    processes.kill(processes.postmaster(running))
    began = time.monotonic()
    while not running.is_well():
        assert time.monotonic() - began < 10
        time.sleep(0.2)
