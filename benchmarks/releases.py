"""Benchmarks of protecting, auditing and reading a release. Run: python -m benchmarks.releases [RESPONSES].

Simulated waves of the starter questionnaire, which stay in the benchmarks' own database. RESPONSES is the big
release's size, 1,000,000 when not given.
"""

import gzip
import os
import secrets
import statistics
import sys
import time
from datetime import date
from pathlib import Path

from benchmarks import starter, tell

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "promise_tracker.settings")
os.environ.setdefault("DEMO_MODE", "true")
MANY = 1_000_000
ROUNDS, READINGS = 8, 300


def main(many=MANY):
    import django

    django.setup()
    from django.conf import settings

    from promise_tracker.database import ensure_running

    ensure_running()
    settings.ALLOWED_HOSTS = ["*"]
    people = _person("bench-one"), _person("bench-two")
    _release(2_000, *people, told="protect and audit of 2,000 responses, 30 questions and more")
    small = _release(1_000, *people)
    big = _release(many, *people, told=f"protect and audit of {many:,} responses")
    pages(small, big, many)


def _person(name):
    from branches.models import Role, RoleGrant, User

    email = f"{name}@example.org"
    found = User.objects.filter(email=email).first()
    if found is None:
        found = User.objects.create_user(email, secrets.token_hex(20), name)
        RoleGrant.objects.create(user=found, role=Role.SWIG_APPROVER, since=date(2020, 1, 1))
    return found


def _release(count, first, second, told=None):
    """A published release of `count` simulated responses; tells what its audit cost."""
    from reports import releasing
    from surveys import waves
    from surveys.simulate import add_simulated

    slug = f"bench-{count}-{secrets.token_hex(3)}"
    wave = waves.new_wave(
        by=None, slug=slug, title=f"Bench {count}", version=starter(), mode="open", simulated=True
    )
    wave = add_simulated(wave=wave, count=count, seed=count, by=None)
    release = releasing.propose_release(wave=wave, by=first)
    start = time.process_time()
    release = releasing.audit_release(release=release, by=first)
    if told:
        tell(told, time.process_time() - start, "s of CPU")
    if not release.audit["passed"]:
        raise RuntimeError("; ".join(release.audit["faults"]))
    release = releasing.approve_release(release=release, by=second)
    release = releasing.freeze_release(release=release, by=second)
    return releasing.publish_release(release=release, by=second)


def pages(small, big, many):
    """CPU of the server for the national page of each release, zipped as browsers ask, and for a static file of its bytes."""
    from django.conf import settings

    from benchmarks.served import Visitor, served

    few, lots = (f"/national/?wave={release.wave.slug}" for release in (small, big))
    with served("promise_tracker.wsgi") as server:
        visitor = Visitor(server.port)
        sizes = [len(visitor.zipped(address)) for address in (few, lots)]
        content = visitor.zipped(lots)
    tell(f"bytes of the national page from {many:,} responses, zipped", sizes[1], "bytes")
    tell("the same from 1,000 responses", sizes[0], "bytes")
    file = settings.STATIC_ROOT / "bench.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.decompress(content))
    Path(f"{file}.gz").write_bytes(content)
    try:
        with served("promise_tracker.wsgi") as server:  # it looks for static files when it starts
            _compare_pages(server, few, lots, "/static/bench.html", many)
    finally:
        file.unlink()
        Path(f"{file}.gz").unlink()


def _compare_pages(server, few, lots, static, many):
    from benchmarks.served import Visitor

    visitor, taken = Visitor(server.port), {address: [] for address in (few, lots, static)}
    for _ in range(ROUNDS):
        for address, found in taken.items():
            start = server.cpu()
            for _ in range(READINGS):
                visitor.zipped(address)
            found.append((server.cpu() - start) / READINGS)
    small, large, plain = (
        statistics.median(found[1:]) for found in taken.values()
    )  # but the first, which makes it
    name = f"server's CPU, national page from {many:,} responses"
    tell(name, large * 1000, "ms", "from 1,000 responses", large / small)
    tell(
        "server's CPU, a static file of the same bytes",
        plain * 1000,
        "ms",
        "national page to it",
        large / plain,
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
