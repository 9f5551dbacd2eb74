"""The ledger of everybody thanked, kept while a database server is killed outright; compares it with what is stored.

A place is a cluster with the starter questionnaire and the environment of its site. Knows nothing of tests.
"""

import os
import secrets
import subprocess
import sys
import tempfile
import time

import psycopg2

from promise_tracker import embedded
from tests import site
from tests.soak import processes, ready

SECONDS = 2  # of writing before each kill


def run(place, mutation, *, kills=3, until_lost=False):
    """Write while the database is killed, then send everything again; returns (lost, doubled, thanked)."""
    cluster, environment = place
    wave = f"w-{secrets.token_hex(4)}"
    ready.manage(environment, "create_wave", "starter", wave, "--mode", "open", "--open", "--simulated")
    tried, thanked = {}, set()
    for _ in range(kills):
        write_until(lambda: kill_outright(cluster), environment, wave, tried, thanked, mutation)
        embedded.ensure_started(cluster)
        if until_lost and lost_of(cluster, wave, thanked):
            break
    lost = lost_of(cluster, wave, thanked)
    again = _writing(environment, wave, mutation, "again")
    again.communicate("\n".join(tried.values()), timeout=300)
    return len(lost), stored_in(cluster, wave) - len(tried), len(thanked)


def lost_of(cluster, wave, thanked):
    marks = "SELECT key_hash FROM surveys_retrymark JOIN surveys_wave ON id = wave_id WHERE slug = %s"
    return thanked - {each for (each,) in ask(cluster, marks, wave)}


def stored_in(cluster, wave):
    found = (
        "SELECT count(*) FROM surveys_sealedresponse r JOIN surveys_wave w ON w.id = wave_id WHERE slug = %s"
    )
    return ask(cluster, found, wave)[0][0]


def write_until(struck, environment, wave, tried, thanked, mutation="none"):
    """Write, call `struck` amid the writing, and put into {hash: key} who tried and into a set who was thanked."""
    with tempfile.TemporaryFile("w+") as told:  # a pipe would fill up and hold the writers back
        process = _writing(environment, wave, mutation, stdout=told)
        while not os.fstat(told.fileno()).st_size:
            assert process.poll() is None, "the writers did not start"
            time.sleep(0.05)
        time.sleep(SECONDS)
        struck()
        time.sleep(0.3)
        process.kill()
        process.wait()
        told.seek(0)
        for line in told:
            key, digest, what = line.split()
            tried[digest] = key
            if what == "thanked":
                thanked.add(digest)


def _writing(environment, wave, mutation, *again, stdout=subprocess.DEVNULL):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.soak.writing", wave, mutation, *again],
        cwd=site.BASE, env=environment, stdin=subprocess.PIPE, stdout=stdout, text=True,
    )  # fmt: skip


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


def ask(place, sql, *values):
    """What a cluster, or the server behind a socket's folder, answers."""
    host = str(getattr(place, "clients_folder", place))
    made = psycopg2.connect(dbname=embedded.DATABASE, user=embedded.ROLE, host=host, connect_timeout=4)
    try:
        with made, made.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()
    finally:
        made.close()
