"""The database in use as a stream, and a stream as a database again, by PostgreSQL's own programs.

Knows nothing of backups. libpq's variables carry the password: an argument could be read by every user of the machine.
"""

import contextlib
import itertools
import os
import subprocess
import threading

from django.db import connection

from promise_tracker.programs import programs

PIECE = 1024 * 1024
# Ours are newer than many servers; this one line at the head of what they write is unknown before version 17.
UNKNOWN_TO_OLDER = b"SET transaction_timeout = 0;\n"
HEAD = 60  # lines


class ProgramFailed(Exception):
    """One of PostgreSQL's programs failed; its own message went to the error stream."""


def connection_environment():
    """libpq's variables for the database in use."""
    wanted = connection.settings_dict
    names = {
        "PGHOST": "HOST",
        "PGPORT": "PORT",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
        "PGDATABASE": "NAME",
    }
    given = {variable: str(wanted[name]) for variable, name in names.items() if wanted.get(name)}
    return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", **given}


def dump(snapshot):
    """The output of pg_dump, piece by piece; raises when it failed, so that half a dump never counts."""
    arguments = ("--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}")
    process = _start("pg_dump", *arguments, stdout=subprocess.PIPE)
    with process.stdout as output:
        while piece := output.read(PIECE):
            yield piece
    _ended_well(process, "pg_dump")


def understand(pieces):
    """Have pg_restore read a whole dump without loading it. Raises ProgramFailed."""
    process = _start("pg_restore", "--list", stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    _pour(pieces, process)
    _ended_well(process, "pg_restore")


def load(pieces):
    """Load a dump into the database in use, everything or nothing. Raises ProgramFailed, or what `pieces` raises."""
    arguments = ("--no-owner", "--no-privileges", "--exit-on-error", "--file=-")
    reading = _start("pg_restore", *arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    settings = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
    writing = _start("psql", *settings, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    passing = threading.Thread(target=_pass_on, args=(reading.stdout, writing.stdin))
    passing.start()
    try:
        _pour(pieces, reading)
        passing.join()
        _ended_well(reading, "pg_restore")
    except BaseException:
        writing.kill()  # before its input ends, at which it would commit the half that it has
        reading.kill()
        passing.join()
        raise
    finally:
        _close(writing.stdin)
    _ended_well(writing, "psql")


def _start(name, *arguments, **streams):
    return subprocess.Popen(programs().command(name, *arguments), env=connection_environment(), **streams)


def _pour(pieces, process):
    try:
        for piece in pieces:
            process.stdin.write(piece)
    except BrokenPipeError:
        pass  # it says why itself
    finally:
        _close(process.stdin)


def _pass_on(output, entrance):
    with output:
        head = [line for line in itertools.islice(output, HEAD) if line != UNKNOWN_TO_OLDER]
        try:
            entrance.writelines(head)
            while piece := output.read(PIECE):
                entrance.write(piece)
            entrance.flush()
        except (BrokenPipeError, ValueError):
            pass  # whoever reads has ended and says why itself


def _close(entrance):
    with contextlib.suppress(BrokenPipeError):
        entrance.close()


def _ended_well(process, name):
    if process.wait():
        raise ProgramFailed(f"{name} failed; its message is above")
