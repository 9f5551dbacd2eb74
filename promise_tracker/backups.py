"""Backups: the database and the stored files in one encrypted file, read back before it counts, and restored.

Never in it: the folders of waves' keys and the server's secrets, so that a stolen backup opens no answer.
"""

import contextlib
import hashlib
import json
import os
import time
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from nacl.public import PrivateKey

from promise_tracker import dumping, sealed_stream, stored_files

KEPT_DAYS, KEPT_ALWAYS = 14, 3  # older ones hold what retention meant to end
DEMO_KEY = "demo-private-key"
# What every reader was shown: compared after a restore, figure by figure.
FIGURES = (("reports_release", "tables"), ("reports_edition", "document"))


class BackupFailed(Exception):
    """The backup was not made, or what was read back is not what was written; nothing was left behind."""


class RestoreRefused(Exception):
    """There is something here already, or the backup does not hold what it says."""


def back_up(folder):
    """Write, read back and only then name a backup in the folder; returns its path."""
    folder = Path(folder)
    _refuse_beside_keys(folder)
    _make(folder)
    public_key = _public_key(folder)
    name = datetime.now(UTC).strftime("promise-tracker-%Y%m%dT%H%M%SZ.backup")
    unfinished = folder / f".{name}.unfinished"
    written = {}
    try:
        with open(unfinished, "w+b", opener=_private) as file:
            key = _write(file, public_key, written)
            sealed_stream.sync(file)
            _read_back(file, key, written)
        unfinished.rename(folder / name)
    except BaseException as error:
        unfinished.unlink(missing_ok=True)
        if isinstance(error, dumping.ProgramFailed):
            raise BackupFailed(str(error)) from None
        if isinstance(error, OSError):
            raise _not_written(folder, error) from None
        raise
    _sync_folder(folder)
    _drop_old(folder)
    return folder / name


def _make(folder):
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise _not_written(folder, error) from None


def _not_written(folder, error):
    return BackupFailed(
        f"no backup can be written to {folder} ({error.strerror}): choose a folder on a disk with room that"
        " this user may write to"
    )


def after_mix(wave):
    """For settings.BACKUP_AFTER_MIX: a wave's inbox key may only be destroyed when this came back."""
    back_up(settings.BACKUP_FOLDER)


def _write(file, public_key, written):
    with _one_moment() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        parts = [("manifest", [json.dumps(manifest(cursor)).encode()]), ("database", dumping.dump(snapshot))]
        parts += [
            (f"file {path.relative_to(settings.MEDIA_ROOT)}", stored_files.pieces(path))
            for path in stored_files.every()
        ]
        return sealed_stream.write(
            file, ((name, _hashed(name, data, written)) for name, data in parts), public_key
        )


@contextlib.contextmanager
def _one_moment():
    """A cursor that sees the database as it is now until it is closed, on a connection of its own."""
    apart = connection.copy()
    try:
        with apart.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield cursor
    finally:
        apart.close()


def manifest(cursor):
    """What is in the database: rows of each table, and a hash over every published set of figures."""
    tables = sorted(connection.introspection.table_names(cursor))
    rows = {}
    for table in tables:
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
        rows[table] = cursor.fetchone()[0]
    return {"rows": rows, "figures": figures(cursor, tables)}


def figures(cursor, tables):
    """{"reports_release 3": hash} of each frozen set of tables and each edition."""
    found = {}
    for table, column in FIGURES:
        if table in tables:
            cursor.execute(
                f"SELECT id, encode(sha256(convert_to({column}::text, 'UTF8')), 'hex') FROM {table}"
            )
            found |= {f"{table} {number}": digest for number, digest in cursor.fetchall()}
    return found


def _read_back(file, key, written):
    """Every part again, from the disk, and the dump understood by pg_restore."""
    found = {}
    try:
        for name, data in sealed_stream.read(file, key):
            pieces = _hashed(name, data, found)
            if name == "database":
                dumping.understand(pieces)
            for _ in pieces:
                pass
    except sealed_stream.Damaged as error:
        raise BackupFailed(f"what was read back is not what was written: {error}") from None
    if found != written:
        raise BackupFailed("what was read back is not what was written")


def restore(folder, private_key=None):
    """The newest backup of the folder into an empty database; returns (path, number of figure sets compared)."""
    backup = newest(folder)
    _refuse_unless_empty()
    with backup.open("rb") as file:
        key = sealed_stream.open_key(file, private_key or _private_key(folder))
        wanted = _restore_parts(file, key)
    with connection.cursor() as cursor:
        found = manifest(cursor)
    if found != wanted:
        wrong = [name for name in wanted["figures"] if found["figures"].get(name) != wanted["figures"][name]]
        raise RestoreRefused(
            f"the restored database differs from the backup's own list: {wrong or 'rows missing'}"
        )
    return backup, len(wanted["figures"])


def newest(folder):
    found = sorted(Path(folder).glob("promise-tracker-*.backup"))
    if not found:
        raise RestoreRefused(f"{folder} holds no backup (promise-tracker-….backup)")
    return found[-1]


def _restore_parts(file, key):
    wanted = None
    for name, data in sealed_stream.read(file, key):
        if name == "manifest":
            wanted = json.loads(b"".join(data))
        elif name == "database":
            _restore_database(data)
        else:
            _restore_file(name.removeprefix("file "), data)
    return wanted


def _restore_database(data):
    try:
        dumping.load(data)
    except dumping.ProgramFailed as error:
        raise RestoreRefused(str(error)) from None


def _restore_file(name, data):
    path = (Path(settings.MEDIA_ROOT) / name).resolve()
    if not path.is_relative_to(Path(settings.MEDIA_ROOT).resolve()):
        raise RestoreRefused("a file in the backup points outside the folder of files")
    stored_files.write(path, data)


def _refuse_unless_empty():
    with connection.cursor() as cursor:
        if connection.introspection.table_names(cursor):
            raise RestoreRefused("the database is not empty: restore only into a new one")
    if any(stored_files.every()):
        raise RestoreRefused(f"{settings.MEDIA_ROOT} is not empty: restore only into a new one")
    connection.close()


def _hashed(name, data, into):
    """The same data; once it is through, its hash stands in `into` under the part's name."""
    digest = hashlib.sha256()
    for piece in data:
        digest.update(piece)
        yield piece
    into[name] = digest.hexdigest()


def _refuse_beside_keys(folder):
    """Whoever gets hold of backup and keys together reads the answers: neither may lie within the other."""
    places = (folder.resolve(), Path(settings.MEDIA_ROOT).resolve())
    for key_folder in (Path(each).resolve() for each in settings.KEY_FOLDERS):
        if any(key_folder.is_relative_to(place) for place in places) or places[0].is_relative_to(key_folder):
            raise BackupFailed(
                "a backup and a folder of keys may not lie within each other: choose another folder"
            )


def _public_key(folder):
    if settings.BACKUP_PUBLIC_KEY:
        return bytes.fromhex(settings.BACKUP_PUBLIC_KEY)
    if not settings.DEMO_MODE:
        raise ImproperlyConfigured(
            "BACKUP_PUBLIC_KEY is not set: make a pair with `manage.py backup --new-key`."
        )
    # A demo's answers are simulated: here, and only here, the key lies beside the backup.
    path = folder / DEMO_KEY
    if not path.exists():
        with open(path, "x", opener=_private) as file:
            file.write(bytes(PrivateKey.generate()).hex())
    return bytes(PrivateKey(bytes.fromhex(path.read_text())).public_key)


def _private_key(folder):
    path = Path(folder) / DEMO_KEY
    if not path.exists():
        raise RestoreRefused("the private key is needed: put its file's path into BACKUP_PRIVATE_KEY_FILE")
    return bytes.fromhex(path.read_text())


def key_from(path):
    """The private key in a file, as `manage.py backup --new-key` printed it. Raises RestoreRefused."""
    try:
        key = bytes.fromhex(Path(path).read_text().strip())
    except OSError as error:
        raise RestoreRefused(
            f"BACKUP_PRIVATE_KEY_FILE names {path}, which cannot be read ({error.strerror}):"
            " put the path of the file with the backup's private key there"
        ) from None
    except ValueError:
        key = b""
    if len(key) != PrivateKey.SIZE:
        raise RestoreRefused(
            f"{path} holds no private key: it is one line of 64 digits and letters, as"
            " `manage.py backup --new-key` printed it"
        )
    return key


def _drop_old(folder):
    found = sorted(folder.glob("promise-tracker-*.backup"))
    for path in found[:-KEPT_ALWAYS]:
        if path.stat().st_mtime < time.time() - KEPT_DAYS * 24 * 60 * 60:
            path.unlink()


def _private(path, flags):
    return os.open(path, flags, 0o600)


def _sync_folder(folder):
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
