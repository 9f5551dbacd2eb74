"""Benchmarks of freezing, of reading a release and of documents. Run: python -m benchmarks.releases [RESPONSES].

Simulated waves of the starter questionnaire, which stay in the benchmarks' own database. RESPONSES is the big
release's size, 1,000,000 when not given.
"""

import os
import resource
import secrets
import sys
import time
from datetime import date

from benchmarks import median_cpu, starter, tell

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "promise_tracker.settings")
os.environ.setdefault("DEMO_MODE", "true")
MANY = 1_000_000


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
    few = _page("1,000")
    big = _release(many, *people, told=f"protect and audit of {many:,} responses")
    _compare_pages(few, _page(f"{many:,}"), many)
    documents()
    print(f"# releases {small} and {big}", file=sys.stderr)


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


def _page(name):
    """CPU of the national page as it now stands, once without anything remembered and then at ease; and its bytes."""
    from django.test import Client

    client = Client()
    content = client.get("/national/").content
    (taken,) = median_cpu(lambda: client.get("/national/"), rounds=15, times=5)
    tell(f"national page from {name} responses", taken * 1000, "ms of CPU")
    tell(f"bytes of the national page from {name} responses", len(content), "bytes")
    return taken, content


def _compare_pages(few, many, count):
    from django.test import Client
    from django.urls import path

    import benchmarks.twin as twin
    from branches.permissions import public

    tell(
        f"national page from {count:,} responses",
        many[0] * 1000,
        "ms of CPU",
        "from 1,000 responses",
        many[0] / few[0],
    )
    from django.conf import settings
    from django.http import HttpResponse

    content = many[1]
    twin.urlpatterns.insert(0, path("twin/static/", public(lambda request: HttpResponse(content))))
    settings.ROOT_URLCONF = "benchmarks.twin"
    client = Client()
    client.get("/twin/static/")
    (plain,) = median_cpu(lambda: client.get("/twin/static/"), rounds=15, times=5)
    tell(
        "a constant page of the same bytes", plain * 1000, "ms of CPU", "national page to it", many[0] / plain
    )
    by_byte = (many[0] / len(many[1])) / (few[0] / len(few[1]))
    tell(
        "the same by byte of the page",
        many[0] / len(many[1]) * 1e9,
        "ns",
        "from 1,000 responses, by byte",
        by_byte,
    )


def documents():
    """One council briefing as PDF and DOCX after a first one, then all 32 areas in both formats."""
    from branches.models import CouncilArea
    from reports.documents.build import build, rendered
    from reports.management.commands.build_report import reader

    viewer = reader(None)

    def brief(council):
        document = build("council-briefing", viewer=viewer, council=council)
        return [rendered(document, kind) for kind in ("pdf", "docx")]

    councils = list(CouncilArea.objects.all())
    brief(councils[0])
    (one,) = median_cpu(lambda: brief(councils[1]), rounds=3)
    tell("one council briefing, PDF and DOCX", one, "s of CPU")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, wall = time.process_time(), time.perf_counter()
    for council in councils:
        brief(council)
    spent = time.process_time() - start
    tell(
        "32 council briefings, PDF and DOCX, one process",
        spent,
        "s of CPU",
        "32 times one",
        spent / (32 * one),
    )
    tell("32 council briefings, wall clock of one process", time.perf_counter() - wall, "s")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tell("memory after 32 briefings", grown / 1024, "MB", "after the first", grown / memory)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
