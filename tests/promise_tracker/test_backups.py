"""A backup holds everything but the keys, opens for the private key only, and comes back to the last digit."""

import io
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from nacl.public import PrivateKey

from promise_tracker import backups, dumping, sealed_stream
from reports.models import Release
from tests import factories
from tests.surveys import making

BASE = Path(__file__).resolve().parents[2]
SECRET = b"only in the folder of keys"


@pytest.fixture
def key_pair(settings):
    key = PrivateKey.generate()
    settings.BACKUP_PUBLIC_KEY = bytes(key.public_key).hex()
    return key


@pytest.fixture
def empty_database():
    """The name of a new database in the tests' cluster, gone again afterwards."""
    name = connection.settings_dict["NAME"] + "_restored"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield name
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def manage(*arguments, **environment):
    command = [sys.executable, "manage.py", *map(str, arguments)]
    environment = {"PATH": os.environ["PATH"], "DEMO_MODE": "true", **environment}
    return subprocess.run(command, cwd=BASE, env=environment, capture_output=True, text=True)


def address_of(database):
    wanted = connection.settings_dict
    return f"postgresql://{wanted['USER']}@/{database}?host={wanted['HOST']}"


@pytest.mark.django_db(transaction=True)
def test_a_backup_comes_back_on_an_empty_machine_with_every_figure(
    tmp_path, settings, key_pair, empty_database
):
    wave, staff = making.opened(), factories.staff()
    tables = [{"question": "staffing", "rows": [{"base": 120, "shares": {"agree": 74}}]}]
    release = Release.objects.create(
        wave=wave, number=1, simulated=wave.simulated, terms_hash="0" * 64, proposed_by=staff
    )
    Release.objects.filter(pk=release.pk).update(state="audited", tables=tables, audit={"passed": True})
    stored = Path(settings.MEDIA_ROOT) / "papers" / "ab" / "paper.pdf"
    stored.parent.mkdir(parents=True)
    stored.write_bytes(b"%PDF" + bytes(range(256)) * 9000)
    call_command("backup", tmp_path / "backups", stdout=io.StringIO())
    (tmp_path / "key").write_text(bytes(key_pair).hex())

    machine = {
        "DATABASE_URL": address_of(empty_database),
        "VAR_DIR": str(tmp_path / "new"),
        "BACKUP_PRIVATE_KEY_FILE": str(tmp_path / "key"),
    }
    done = manage("restore", tmp_path / "backups", **machine)
    assert done.returncode == 0, done.stderr
    assert "1 sets of published figures are the same" in done.stdout
    paper = tmp_path / "new/media/papers/ab/paper.pdf"
    assert paper.read_bytes() == stored.read_bytes()
    assert {folder.stat().st_mode & 0o777 for folder in paper.parents[:3]} == {0o700}
    with psycopg2.connect(address_of(empty_database)) as restored, restored.cursor() as cursor:
        cursor.execute("SELECT tables FROM reports_release")
        assert cursor.fetchone()[0] == tables
    restored.close()

    for var_dir in ("newer", "new"):  # a full database stops it, with and without files beside it
        again = manage("restore", tmp_path / "backups", **machine | {"VAR_DIR": str(tmp_path / var_dir)})
        assert again.returncode == 1
        assert "the database is not empty" in again.stderr


@pytest.mark.django_db(transaction=True)
def test_what_is_written_holds_no_plain_text_and_no_key_folder(tmp_path, settings, key_pair):
    factories.user("somebody@example.org", "Somebody Remarkable")
    for folder in settings.KEY_FOLDERS:
        folder.mkdir()
        (folder / "wave.key").write_bytes(SECRET)
    path = backups.back_up(tmp_path / "backups")
    raw = path.read_bytes()
    assert b"Somebody Remarkable" not in raw
    assert b"PGDMP" not in raw
    with path.open("rb") as file:
        parts = dict(opened(file, bytes(key_pair)))
    assert not any(SECRET in data for data in parts.values())
    assert parts["database"].startswith(b"PGDMP")
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.django_db(transaction=True)
def test_a_backup_that_cannot_be_dumped_leaves_nothing_behind(tmp_path, settings, key_pair, monkeypatch):
    monkeypatch.setattr(dumping, "connection_environment", lambda: {"PGHOST": str(tmp_path), "PATH": "/bin"})
    with pytest.raises(backups.BackupFailed):
        backups.back_up(tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_a_dump_that_ends_badly_leaves_nothing_behind_though_it_can_be_listed(
    tmp_path, key_pair, monkeypatch
):
    with backups._one_moment() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        (tmp_path / "dump").write_bytes(b"".join(dumping.dump(cursor.fetchone()[0])))
    start = dumping._start

    def failing(name, *arguments, **streams):
        if name == "pg_dump":
            return subprocess.Popen(["sh", "-c", f"cat {tmp_path / 'dump'}; exit 1"], **streams)
        return start(name, *arguments, **streams)

    monkeypatch.setattr(dumping, "_start", failing)
    with pytest.raises(backups.BackupFailed, match="pg_dump failed"):
        backups.back_up(tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_a_disk_that_gives_back_something_else_leaves_no_backup_behind(tmp_path, key_pair, monkeypatch):
    def sync(file):
        file.seek(-500, io.SEEK_END)
        byte = file.read(1)
        file.seek(-500, io.SEEK_END)
        file.write(bytes([byte[0] ^ 1]))
        file.flush()

    monkeypatch.setattr(sealed_stream, "sync", sync)
    with pytest.raises(backups.BackupFailed):
        backups.back_up(tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_a_writer_that_drops_a_piece_leaves_no_backup_behind(tmp_path, settings, key_pair, monkeypatch):
    """The stream that is written is whole in itself, so only the hashes of what went in can tell."""
    stored = Path(settings.MEDIA_ROOT) / "paper.pdf"
    stored.parent.mkdir(parents=True)
    stored.write_bytes(b"%PDF" + bytes(3_000_000))
    push, dropped = sealed_stream._push, []

    def push_but_one(file, state, text, *tag):
        if text.startswith(b"D%PDF"):
            return dropped.append(len(text))
        return push(file, state, text, *tag)

    monkeypatch.setattr(sealed_stream, "_push", push_but_one)
    with pytest.raises(backups.BackupFailed, match="not what was written"):
        backups.back_up(tmp_path / "backups")
    assert dropped
    assert list((tmp_path / "backups").iterdir()) == []


def test_without_a_public_key_a_real_site_makes_no_backup(tmp_path, settings):
    settings.BACKUP_PUBLIC_KEY = ""
    with pytest.raises(CommandError, match="BACKUP_PUBLIC_KEY"):
        call_command("backup", tmp_path / "backups")


@pytest.mark.parametrize(
    ("keys", "backup"), [("b/keys", "b"), ("keys", "keys/b"), ("keys", "keys"), ("media/keys", "b")]
)
def test_a_backup_is_never_made_where_the_keys_lie(tmp_path, settings, key_pair, keys, backup):
    settings.KEY_FOLDERS, settings.MEDIA_ROOT = [tmp_path / "else", tmp_path / keys], tmp_path / "media"
    with pytest.raises(CommandError, match="folder of keys"):
        call_command("backup", tmp_path / backup)
    assert not (tmp_path / "b").exists()


def test_old_backups_go_but_never_the_newest_three(tmp_path):
    for day in range(10, 20):
        path = tmp_path / f"promise-tracker-202601{day}T000000Z.backup"
        path.touch()
        os.utime(path, (0, 0))
    backups._drop_old(tmp_path)
    assert len(list(tmp_path.iterdir())) == 3
    assert backups.newest(tmp_path).name == "promise-tracker-20260119T000000Z.backup"


def sealed(parts, key):
    file = io.BytesIO()
    sealed_stream.write(file, parts, bytes(key.public_key))
    return file


def opened(file, private_key):
    stream_key = sealed_stream.open_key(file, private_key)
    for name, data in sealed_stream.read(file, stream_key):
        yield name, b"".join(data)


PARTS = [("one", [b"a" * 3_000_000, b"b"]), ("empty", []), ("three", [b"c"])]


def test_parts_come_back_in_order():
    key = PrivateKey.generate()
    assert list(opened(sealed(PARTS, key), bytes(key))) == [
        ("one", b"a" * 3_000_000 + b"b"),
        ("empty", b""),
        ("three", b"c"),
    ]


def test_another_key_opens_nothing():
    file = sealed(PARTS, PrivateKey.generate())
    with pytest.raises(sealed_stream.Damaged, match="another key"):
        list(opened(file, bytes(PrivateKey.generate())))


@pytest.mark.parametrize("damage", ["cut off", "last chunk missing", "one bit", "a chunk doubled"])
def test_damage_is_noticed(damage):
    key = PrivateKey.generate()
    raw = bytearray(sealed(PARTS, key).getvalue())
    end_chunk = 4 + 17 + 1
    if damage == "cut off":
        raw = raw[: len(raw) // 2]
    elif damage == "last chunk missing":
        raw = raw[:-end_chunk]
    elif damage == "one bit":
        raw[len(raw) // 2] ^= 1
    else:
        raw = raw[:-end_chunk] + raw[-2 * end_chunk : -end_chunk] + raw[-end_chunk:]
    with pytest.raises(sealed_stream.Damaged):
        list(opened(io.BytesIO(bytes(raw)), bytes(key)))


@pytest.mark.django_db(transaction=True)
def test_half_a_dump_leaves_the_database_as_empty_as_it_was(key_pair, empty_database, monkeypatch):
    with backups._one_moment() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        whole = b"".join(dumping.dump(cursor.fetchone()[0]))
    made = threading.Event()

    def cut_off():
        yield whole[:-10]
        assert made.wait(20)
        raise sealed_stream.Damaged("cut off")

    def pass_some_tables_on(output, entrance):
        """What was passed on ends where psql, at the end of its input, would commit."""
        tables = 0
        for line in output:
            tables += line.startswith(b"CREATE TABLE")
            if tables == 5:
                entrance.flush()
                return made.set()
            entrance.write(line if line != dumping.UNKNOWN_TO_OLDER else b"")

    into = dumping.connection_environment() | {"PGDATABASE": empty_database}
    monkeypatch.setattr(dumping, "connection_environment", lambda: into)
    with monkeypatch.context() as patched, pytest.raises(sealed_stream.Damaged):
        patched.setattr(dumping, "_pass_on", pass_some_tables_on)
        dumping.load(cut_off())
    with connection.cursor() as cursor:
        for _ in range(100):  # until the server has done with whoever was loading
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [empty_database])
            if cursor.fetchone() == (0,):
                break
            time.sleep(0.1)
    with psycopg2.connect(address_of(empty_database)) as left, left.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace")
        assert cursor.fetchone() == (0,)
    left.close()
    dumping.load(iter([whole]))


def test_what_a_server_before_version_17_does_not_know_is_left_out():
    head = io.BytesIO(b"--\n" + dumping.UNKNOWN_TO_OLDER + b"SET lock_timeout = 0;\n" + b"row\n" * 99)
    passed = io.BytesIO()
    dumping._pass_on(head, passed)
    assert passed.getvalue() == b"--\nSET lock_timeout = 0;\n" + b"row\n" * 99
