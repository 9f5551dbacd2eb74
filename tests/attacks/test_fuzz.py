"""Requests that no form would send, over every route and method, by everyone: never an error of ours, nothing held is broken.

Each route about once in the ordinary run, 20,000 with --full. Seeded: a failure names the request, and comes again.
"""

import random

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from lxml import html

from branches import guessing
from branches.models import AuditEvent, Commitment, Membership, Reply, RoleGrant
from surveys.models import Wave
from tests.attacks import comment_samples, document_samples, release_samples, samples
from tests.attacks.payloads import PAYLOADS
from tests.attacks.people import PEOPLE
from tests.attacks.test_access_matrix import matrix, named_routes

pytestmark = pytest.mark.django_db
METHODS = ["get"] * 4 + ["post"] * 6 + ["put", "patch", "delete", "head", "options", "trace"]
WORDS = (
    "", " ", "0", "1", "-1", "2147483648", "99999999999999999999", "1e400", "NaN", "null", "true", "on", "[]", "{}", "a\0b", "\ud800",
    "\u202e", "é" * 300, "x" * 20_000, "2026-02-30", "0000-00-00", "31/12/9999", "2026-11-22T10:00", "=1+1", "../../etc/passwd", "%s%n",
    "' OR 1=1 --", "S12000029", "South Lanarkshire", "yes", "staff@example.org", "https://example.org/", *PAYLOADS[::6],
)  # fmt: skip
NAMES = (
    "q",
    "find",
    "campaign",
    "question",
    "by",
    "next",
    "page",
    "limit",
    "offset",
    "draft",
    "go",
    "code",
    "action",
    "pk",
    "order",
    "view",
)
A_BURST = 25


def objects(slow_ones):
    """{route: [values]} of everything that the matrix has a sample for; what clashes with another is left out."""
    slow, found = document_samples.SAMPLES | release_samples.SAMPLES | comment_samples.SAMPLES, {}
    for line in matrix():
        if line["sample"] in slow and not slow_ones:
            continue
        make = samples.SAMPLES.get(line["sample"] or "nothing")
        try:
            with transaction.atomic():
                found.setdefault(line["route"], []).append(make())
        except Exception:  # two samples may want the same name; the other one stands
            continue
    return found


class Fuzzer:
    def __init__(self, seed, slow_ones):
        self.random, self.objects, self.routes = (
            random.Random(seed),
            objects(slow_ones),
            sorted(named_routes()),
        )
        self.at = 0
        self.clients = {who: self._client(person()) for who, person in PEOPLE.items()}

    def _client(self, person):
        client = Client(raise_request_exception=False)
        if person:
            client.force_login(person)
        return client

    def address(self, route):
        wanted = named_routes()[route]
        known = self.random.choice(self.objects.get(route) or [{}])
        values = {
            name: known[name] if name in known and self.random.random() < 0.8 else self._absent(converter)
            for name, converter in wanted.items()
        }
        try:
            return reverse(route, kwargs=values)
        except NoReverseMatch:
            return None

    def _absent(self, converter):
        kind = type(converter).__name__.removesuffix("Converter").replace("String", "Str").lower()
        return {"int": self.random.choice((0, 1, 2**31, 2**63, 10**30))}.get(
            kind, samples.ABSENT.get(kind, "absent")
        )

    def fields(self, page):
        """The names that the page's own forms have, with words that nobody types."""
        try:
            names = (
                html.fromstring(page.content).xpath("//main//form//@name")
                if getattr(page, "content", b"")
                else []
            )
        except (ValueError, html.etree.ParserError):
            names = []
        names = [*map(str, names), *self.random.sample(NAMES, 3)]
        return {name: self.random.choice(WORDS) for name in names if self.random.random() < 0.8}

    def one(self):
        """(what was asked, its status and body); None when the route fits no address. One route after the other."""
        self.at += 1
        route, who, method = (
            self.routes[self.at % len(self.routes)],
            self.random.choice(list(PEOPLE)),
            self.random.choice(METHODS),
        )
        path = self.address(route)
        if path is None or route == "account_logout":
            return None
        client = self.clients[who]
        page = client.get(path) if method == "post" and self.random.random() < 0.5 else None
        if page is not None and page.headers.get("Content-Type", "").split(";")[0] != "text/html":
            page = None
        data = self.fields(page)
        data = {name: value.encode("utf-8", "replace").decode() for name, value in data.items()}
        send = getattr(client, method)
        answer = send(path, data) if method in ("get", "post", "head") else send(path)
        return f"{method} {path} as {who} with {data}"[:600], answer


def held():
    """What no request of these may change."""
    terms = list(Wave.objects.order_by("pk").values_list("slug", "terms_hash", "k"))
    return terms, AuditEvent.objects.count()


def nothing_is_broken():
    assert not [
        one for one in Reply.objects.exclude(checked_by=None) if one.checked_by_id == one.logged_by_id
    ]
    assert not [
        one for one in Commitment.objects.exclude(checked_by=None) if one.checked_by_id == one.verdict_by_id
    ]


def fuzz(seed, requests):
    fuzzer, faults, asked = Fuzzer(seed, slow_ones=requests > 1000), [], 0
    before = held()
    powers = Membership.objects.count(), RoleGrant.objects.count()
    while asked < requests:
        with transaction.atomic():
            for _ in range(A_BURST):
                guessing.WRONG_ONES.forget()
                tried = fuzzer.one()
                if tried is None:
                    continue
                asked += 1
                what, answer = tried
                if answer.status_code >= 500 or b"Traceback (most" in getattr(answer, "content", b""):
                    faults.append(f"{answer.status_code} {what}")
            nothing_is_broken()
            terms, events = held()
            assert [one for one in before[0] if one not in terms] == [], "an open wave's terms were changed"
            assert events >= before[1]
            transaction.set_rollback(True)
    assert (Membership.objects.count(), RoleGrant.objects.count()) == powers
    return faults


@pytest.mark.parametrize(("seed", "requests"), [(1, 280), pytest.param(2, 20_000, marks=pytest.mark.slow)])
def test_no_request_makes_an_error_of_ours(seed, requests):
    assert fuzz(seed, requests) == []
