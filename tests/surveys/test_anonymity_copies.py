"""What copies of the whole server hold: base backups, their log and restored machines, searched byte by byte."""

import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings as project
from django.core.management import call_command
from django.db import connection
from nacl.public import PrivateKey

from promise_tracker.programs import programs
from reports.models import Release
from surveys import mixing, waves
from tests import factories
from tests.surveys import attackers, making
from tests.surveys.test_anonymity_links import PEOPLE, answered, canary, row_bytes

# A word of its own: the canaries of the other searches must not stand bare in the same server's log.
BARE = b"bare-" + os.urandom(8).hex().encode()
pytestmark = pytest.mark.django_db(transaction=True)
BASE = Path(__file__).resolve().parents[2]
READ = """
from surveys import counts, keys
from surveys.models import Wave
wave = Wave.objects.get()
try:
    print("counted", counts.count_wave(wave).responses)
except keys.KeyMissing:
    print("unreadable")
"""


def let_replicate(cluster):
    """The tests' own cluster lets its superuser take base backups, as a site's administrator could."""
    rules = cluster.data / "pg_hba.conf"
    if "replication" not in rules.read_text():
        with rules.open("a") as file:
            file.write("local  replication  all  trust\n")
    attackers.ask("SELECT pg_reload_conf(), pg_sleep(0.2)")


def base_backup():
    """Return every file of a base backup with its write-ahead log, as {name: bytes}."""
    given = project.DATABASES["default"]
    if "EMBEDDED" not in given:
        pytest.skip("needs the tests' own cluster, to be its superuser")
    let_replicate(given["EMBEDDED"])
    for _ in range(3):  # other tests write beside it; a file of the log may be recycled under its hands
        done = programs().run(
            "pg_basebackup", "-D", "-", "-F", "tar", "-X", "fetch", "-c", "fast", "-U", "postgres",
            "-h", given["HOST"], text=False,
        )  # fmt: skip
        if done.returncode == 0:
            break
    assert done.returncode == 0, done.stderr.decode()
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as tar:
        return {each.name: tar.extractfile(each).read() for each in tar if each.isfile()}


def holders(files, wanted):
    return [name for name, content in files.items() if wanted in content]


def test_a_base_backup_with_its_log_holds_no_answer_before_or_after_the_mix():
    wave = answered(close=False)
    for moment in ("open", "mixed"):
        if moment == "mixed":
            mixing.mix_wave(waves.close_wave(wave=wave, by=None))
        files = base_backup()
        assert any(name.startswith("pg_wal/0") for name in files)
        for number in (0, 7, PEOPLE - 1):
            assert holders(files, canary(number).encode()) == []
            assert holders(files, row_bytes(wave, number)) == []


def test_the_same_search_finds_a_build_that_stores_answers_plainly():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE naive_copies (body bytea)")
        try:
            cursor.execute("INSERT INTO naive_copies VALUES (%s)", [BARE])
            cursor.execute("DELETE FROM naive_copies")
            found = holders(base_backup(), BARE)
        finally:
            cursor.execute("DROP TABLE naive_copies")
    assert found, "a deleted row still stands in the copy"


@pytest.fixture
def empty_database():
    name = connection.settings_dict["NAME"] + "_drill"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield name
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_a_restored_machine_reads_answers_only_with_the_key_folders_and_never_after_retention(
    settings, tmp_path, empty_database
):
    wave = making.mixed(responses=25)
    release = frozen_release(wave)
    private = PrivateKey.generate()
    settings.BACKUP_PUBLIC_KEY = bytes(private.public_key).hex()
    call_command("backup", tmp_path / "backups", stdout=io.StringIO())
    (tmp_path / "private").write_text(bytes(private).hex())
    address = address_of(empty_database)
    machine = {"DATABASE_URL": address, "VAR_DIR": str(tmp_path / "machine"), "DEMO_MODE": "true"}
    restored = manage(
        machine, "restore", tmp_path / "backups", BACKUP_PRIVATE_KEY_FILE=str(tmp_path / "private")
    )
    assert "1 sets of published figures are the same" in restored

    folders = ",".join(map(str, settings.KEY_FOLDERS))
    assert manage(machine, "shell", "-v", "0", "-c", READ, KEY_FOLDERS=folders).split() == ["counted", "25"]
    bare = manage(machine, "shell", "-v", "0", "-c", READ, KEY_FOLDERS=str(tmp_path / "no-keys"))
    assert bare.split() == ["unreadable"]

    waves.end_wave(wave=wave, by=None)  # retention, on the machine that the backup came from
    after = manage(machine, "shell", "-v", "0", "-c", READ, KEY_FOLDERS=folders)
    assert after.split() == ["unreadable"]
    with psycopg2.connect(address) as made, made.cursor() as cursor:
        cursor.execute("SELECT encode(sha256(convert_to(tables::text, 'UTF8')), 'hex') FROM reports_release")
        assert cursor.fetchone()[0] == hash_of(release)
    made.close()


def frozen_release(wave):
    tables = [{"question": "staffing", "rows": [{"base": 20, "shares": {"agree": 74}}]}]
    made = Release.objects.create(
        wave=wave,
        number=1,
        simulated=wave.simulated,
        terms_hash=wave.terms_hash,
        proposed_by=factories.staff(),
    )
    Release.objects.filter(pk=made.pk).update(state="audited", tables=tables, audit={"passed": True})
    return made


def hash_of(release):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT encode(sha256(convert_to(tables::text, 'UTF8')), 'hex') FROM reports_release WHERE id = %s",
            [release.pk],
        )
        return cursor.fetchone()[0]


def address_of(database):
    wanted = connection.settings_dict
    return f"postgresql://{wanted['USER']}@/{database}?host={wanted['HOST']}"


def manage(machine, *arguments, **more):
    done = subprocess.run(
        [sys.executable, "manage.py", *map(str, arguments)],
        cwd=BASE,
        env={"PATH": os.environ["PATH"], **machine, **more},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
