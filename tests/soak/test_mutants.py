"""The ledger of everybody thanked, kept while the database is killed outright; and that it catches builds that cheat."""

import os
import secrets
import subprocess
import sys
import tempfile
import time

import psycopg2
import pytest

from promise_tracker import embedded
from tests import site
from tests.soak import processes

pytestmark = pytest.mark.slow
SECONDS, KILLS = 2, 3


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A durable cluster with the starter questionnaire, and the environment of its site."""
    folder = tmp_path_factory.mktemp("mutants")
    cluster = embedded.cluster_at(folder)
    environment = site.INHERITED | {"VAR_DIR": str(folder), "DEMO_MODE": "true", "TESTING": "false"}
    embedded.ensure_started(cluster)
    manage(environment, "migrate", "-v", "0")
    manage(environment, "import_questionnaire", "surveys/questionnaires/starter.xlsx", "--slug", "starter")
    yield cluster, environment
    embedded.ensure_started(cluster)
    site.discard(cluster)


def manage(environment, *arguments):
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=site.BASE, env=environment, check=True)


def kill_outright(cluster):
    """The server with all its processes at once, as when a machine's power goes, but for the disk's own memory."""
    master = int((cluster.data / "postmaster.pid").read_text().split()[0])
    children = list(processes.children_of(master))
    processes.kill(master)
    for child in children:
        try:
            processes.kill(child)
        except ProcessLookupError:
            continue


def ask(cluster, sql, *values):
    made = psycopg2.connect(
        dbname=embedded.DATABASE, user=embedded.ROLE, host=str(cluster.clients_folder), connect_timeout=4
    )
    try:
        with made.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()
    finally:
        made.close()


def writing(environment, *arguments, **options):
    command = [sys.executable, "-m", "tests.soak.writing", *arguments]
    return subprocess.Popen(
        command, cwd=site.BASE, env=environment, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        **{"stdout": subprocess.DEVNULL, **options},
    )  # fmt: skip


def run(place, mutation):
    """Write while the database is killed, then send everything again; returns (lost, doubled, thanked)."""
    cluster, environment = place
    wave = f"w-{secrets.token_hex(4)}"
    manage(environment, "create_wave", "starter", wave, "--mode", "open", "--open", "--simulated")
    tried, thanked = {}, set()
    for _ in range(KILLS):
        _write_and_kill(cluster, environment, wave, mutation, tried, thanked)
    found = ask(
        cluster,
        "SELECT key_hash FROM surveys_retrymark JOIN surveys_wave ON id = wave_id WHERE slug = %s",
        wave,
    )
    lost = thanked - {each for (each,) in found}
    again = writing(environment, wave, mutation, "again")
    again.communicate("\n".join(tried.values()), timeout=300)
    stored = ask(
        cluster,
        "SELECT count(*) FROM surveys_sealedresponse r JOIN surveys_wave w ON w.id = wave_id WHERE slug = %s",
        wave,
    )[0][0]
    return len(lost), stored - len(tried), len(thanked)


def _write_and_kill(cluster, environment, wave, mutation, tried, thanked):
    with tempfile.TemporaryFile("w+") as told:  # a pipe would fill up and hold the writers back
        process = writing(environment, wave, mutation, stdout=told)
        while not os.fstat(told.fileno()).st_size:
            assert process.poll() is None, "the writers did not start"
            time.sleep(0.05)
        time.sleep(SECONDS)
        kill_outright(cluster)
        time.sleep(0.3)
        process.kill()
        process.wait()
        told.seek(0)
        for line in told:
            key, digest, what = line.split()
            tried[digest] = key
            if what == "thanked":
                thanked.add(digest)
    embedded.ensure_started(cluster)


def test_everybody_thanked_is_stored_once_and_everybody_who_sends_again_too(place):
    lost, doubled, thanked = run(place, "none")
    print(f"{thanked} thanked over {KILLS} kills of the whole server: {lost} lost, {doubled} doubled")
    assert thanked > 100
    assert (lost, doubled) == (0, 0)


@pytest.mark.parametrize("mutation", ["commit without waiting for the disk", "thanks before the commit"])
def test_a_build_that_thanks_too_early_is_caught(place, mutation):
    lost, _, thanked = run(place, mutation)
    print(f"{mutation}: {lost} of {thanked} thanked are lost")
    assert lost > 0


def test_a_build_whose_key_is_not_unique_is_caught(place):
    _, doubled, _ = run(place, "key not unique")
    print(f"key not unique: {doubled} doubled")
    assert doubled > 0
