"""What an attacker with a superuser's rights and the server's files can do; each returns what they could learn.

The attacks know nothing of our modules: tables, hidden columns, files and bytes only.
"""

import hashlib
import itertools
import os
import re
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.db import connection


def superuser():
    """Return a connection as the cluster's superuser; skip where the cluster isn't ours."""
    if "EMBEDDED" not in settings.DATABASES["default"]:
        pytest.skip("needs the tests' own cluster, to be its superuser")
    given = connection.settings_dict
    made = psycopg2.connect(dbname=given["NAME"], host=given["HOST"], user="postgres")
    made.autocommit = True
    return made


def ask(sql):
    with superuser() as made, made.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def linked_by_transaction(ledger, answers):
    """Return how many used codes share their hidden transaction number with exactly one row of answers."""
    pairs = ask(f"SELECT l.ctid, a.ctid FROM {ledger} l JOIN {answers} a ON l.xmin = a.xmin WHERE l.used")
    per_code = {}
    for code, answer in pairs:
        per_code.setdefault(code, []).append(answer)
    return sum(len(found) == 1 for found in per_code.values())


def linked_by_place(ledger, answers):
    """Return in what share the order of rows in one table is that of the other."""
    first = [row[0] for row in ask(f"SELECT marker FROM {ledger} WHERE used ORDER BY ctid")]
    second = [row[0] for row in ask(f"SELECT marker FROM {answers} ORDER BY ctid")]
    return sum(a == b for a, b in zip(first, second, strict=False)) / max(len(first), 1)


def sizes(table):
    return {row[0] for row in ask(f"SELECT DISTINCT octet_length(body) FROM {table}")}


def server_files():
    """Yield every file of the server but other databases': tables, write-ahead log, temporary files, its own log."""
    with superuser() as made, made.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SELECT oid::text FROM pg_database WHERE datname <> current_database()")
        others = {row[0] for row in cursor.fetchall()}
    for folder, inner, names in os.walk(settings.DATABASES["default"]["EMBEDDED"].folder):
        inner[:] = [] if Path(folder).name in others else inner
        for path in (Path(folder, name) for name in names if Path(folder).name not in others):
            try:
                if path.is_file():
                    yield path, path.read_bytes()
            except OSError:
                continue  # removed by the server meanwhile


def files_with(canary: bytes, *more: Path):
    """Return the files that hold these bytes: the server's, and any folder given."""
    own = [(path, path.read_bytes()) for folder in more for path in folder.rglob("*") if path.is_file()]
    return [path for path, content in itertools.chain(server_files(), own) if canary in content]


def wal_positions(canaries):
    """Return where each canary stands in the write-ahead log, so that order of writing shows."""
    folder = settings.DATABASES["default"]["EMBEDDED"].folder / "data" / "pg_wal"
    segments = [path for path in sorted(folder.iterdir()) if re.fullmatch("[0-9A-F]{24}", path.name)]
    log = b"".join(_without_page_heads(path.read_bytes()) for path in segments)
    return [log.find(canary) for canary in canaries]


def _without_page_heads(segment):
    """A record goes on behind the next page's head: 40 bytes on a segment's first page, 24 on the others."""
    pages = range(0, len(segment), 8192)
    return b"".join(segment[start + (24 if start else 40) : start + 8192] for start in pages)


def guessed_bodies(marks, candidates, salts=(b"",)):
    """Return how many stored marks are a plain hash of a body one can guess."""
    hashes = {hashlib.sha256(salt + body).hexdigest() for salt in salts for body in candidates}
    return sum(mark in hashes for mark in marks)
