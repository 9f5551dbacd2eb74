"""Benchmarks of taking, simulating and counting responses: one JSON line per result. Run: python -m benchmarks.responses.

Works in simulated waves of its own, which it removes. Rates depend on the machine; ratios are what to compare.
"""

import io
import os
import resource
import secrets
import statistics
import sys
import tempfile
import threading
import time

from benchmarks import starter, tell

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "promise_tracker.settings")
os.environ.setdefault("DEMO_MODE", "true")
ROUNDS = 5
SUBMISSIONS = 400
AGGREGATED = 200_000


def main(count=1_000_000):
    import django

    django.setup()
    from promise_tracker.database import ensure_running

    ensure_running()
    intake()
    counting(count)


def _wave(name):
    from surveys import waves

    slug = f"bench-{name}-{secrets.token_hex(3)}"
    return waves.new_wave(
        by=None, slug=slug, title=f"Bench {name}", version=starter(), mode="open", simulated=True
    )


def _remove(wave):
    from surveys import keys

    for kind in keys.KINDS:
        keys.destroy(wave.key_id, kind)
    wave.delete()


def counting(count):
    """The freeze's counts against bare decryption with one bincount, and against PostgreSQL's own aggregate."""
    from surveys.counts import count_wave
    from surveys.simulate import add_simulated

    start = time.perf_counter()
    wave = add_simulated(wave=_wave("counts"), count=count, seed=1, by=None)
    tell(f"simulate {count:,} responses", time.perf_counter() - start, "s")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ours, bare = [], []
    for _ in range(ROUNDS):
        bare.append(_timed(_bare_count, wave))
        ours.append(_timed(count_wave, wave))
    ratio = statistics.median(o / b for o, b in zip(ours, bare, strict=True))
    tell(f"count {count:,} responses", statistics.median(ours), "s", "bare decryption and bincount", ratio)
    tell("memory of the counting process", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB")
    tell(
        "memory that counting added",
        (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024,
        "MB",
    )
    _remove(wave)
    _against_postgresql()


def _timed(function, *arguments):
    start = time.perf_counter()
    function(*arguments)
    return time.perf_counter() - start


def _bare_count(wave):
    """Decrypt each block and count every item by council in one go: no cuts, no names, no missing codes."""
    import numpy as np

    from surveys.store import open_blocks

    total = 0
    for rows in open_blocks(wave):
        items = rows.shape[1]
        cells = (rows[:, 1].astype(np.int64) + 5)[:, None] * (items * 256) + np.arange(items) * 256 + rows + 5
        total = total + np.bincount(cells.ravel(), minlength=40 * items * 256)
    return total


def _against_postgresql():
    """PostgreSQL's own GROUP BY over one row an answer, council and role beside it: the cells that our count makes."""
    from django.db import connection

    from surveys.counts import count_wave
    from surveys.simulate import add_simulated
    from surveys.store import open_blocks

    wave = add_simulated(wave=_wave("rows"), count=AGGREGATED, seed=1, by=None)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE bench_answers (council smallint, role smallint, item smallint, value smallint)"
        )
        for rows in open_blocks(wave):
            cursor.copy_expert("COPY bench_answers FROM STDIN (FORMAT binary)", _one_row_an_answer(rows))
        cursor.execute("ANALYZE bench_answers")
        query = "SELECT council, role, item, value, count(*) FROM bench_answers GROUP BY 1, 2, 3, 4"
        theirs = statistics.median(_timed(cursor.execute, query) for _ in range(3))
        cursor.execute("DROP TABLE bench_answers")
    ours = statistics.median(_timed(count_wave, wave) for _ in range(3))
    told = f"PostgreSQL's aggregate of {AGGREGATED:,} responses"
    tell(told, theirs, "s", "our count of the same", theirs / ours)
    _remove(wave)


def _one_row_an_answer(rows):
    """A block as a file of PostgreSQL's binary COPY: council, role, item and value of each answer."""
    import numpy as np

    values = {
        "council": np.repeat(rows[:, 1], rows.shape[1]),
        "role": np.repeat(rows[:, 0], rows.shape[1]),
        "item": np.tile(np.arange(rows.shape[1]), len(rows)),
        "value": rows.ravel(),
    }
    each = [field for name in values for field in ((f"bytes of {name}", ">i4"), (name, ">i2"))]
    made = np.zeros(rows.size, dtype=[("fields", ">i2"), *each])
    made["fields"] = len(values)
    for name, column in values.items():
        made[f"bytes of {name}"], made[name] = 2, column
    return io.BytesIO(b"PGCOPY\n\xff\r\n\0" + bytes(8) + made.tobytes() + b"\xff\xff")


def intake():
    """One submission against a bare durable insert of the same bytes, by CPU; and the rate of eight clients."""
    from django.db import connection

    from surveys import waves

    wave = waves.open_wave(wave=_wave("intake"), by=None)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_insert (id uuid, body bytea)")
        cursor.execute("ALTER TABLE bench_insert ALTER COLUMN body SET STORAGE EXTERNAL")
    plain, ours = [], []
    for _ in range(ROUNDS):
        plain.append(_cpu(lambda: _bare_insert(wave.body_size + 48)))
        ours.append(_cpu(lambda: _submit(wave)))
    ratio = statistics.median(o / p for o, p in zip(ours, plain, strict=True))
    tell("bytes of a sealed response", wave.body_size + 48, "bytes")
    tell(
        "CPU of a submission",
        statistics.median(ours) * 1000,
        "ms",
        "a bare insert through the ORM's cursor",
        ratio,
    )
    rate, theirs = _rate(wave), _pgbench(wave.body_size + 48)
    tell(
        "submissions a second, 8 clients",
        rate,
        "1/s",
        "pgbench, 8 clients",
        rate / theirs if theirs else None,
    )
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_insert")
    _remove(wave)


def _cpu(act):
    start = time.process_time()
    for _ in range(SUBMISSIONS):
        act()
    return (time.process_time() - start) / SUBMISSIONS


def _bare_insert(size):
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_insert VALUES (gen_random_uuid(), %s)", [os.urandom(size)])


ANSWERS = {"role": "social_worker", "council": "S12000029", "team_has_enough_staff": "no", "caseload": "24"}


def _submit(wave):
    from surveys.intake import submit

    submit(wave=wave, answers=ANSWERS, key=secrets.token_bytes(32))


def _rate(wave, clients=8):
    from django.db import connections

    def client():
        for _ in range(SUBMISSIONS // 2):
            _submit(wave)
        connections.close_all()

    threads = [threading.Thread(target=client) for _ in range(clients)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return clients * (SUBMISSIONS // 2) / (time.perf_counter() - start)


def _pgbench(size, clients=8, seconds=8):
    """Return pgbench's rate of inserts of as many bytes, or None where its program isn't ours to run."""
    from django.conf import settings

    from promise_tracker.programs import programs

    given = settings.DATABASES["default"]
    if "EMBEDDED" not in given:
        return None
    text = f"INSERT INTO bench_insert VALUES (gen_random_uuid(), decode(repeat('ab', {size}), 'hex'));\n"
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(text)
        file.flush()
        os.chmod(file.name, 0o644)
        done = programs().run(
            "pgbench", "-n", "-h", given["HOST"], "-U", given["USER"], "-c", clients, "-j", 2, "-T", seconds,
            "-f", file.name, given["NAME"],
        )  # fmt: skip
    found = [line for line in done.stdout.splitlines() if line.startswith("tps")]
    if not found:
        print(done.stderr, file=sys.stderr)
        return None
    return float(found[0].split()[2])


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
