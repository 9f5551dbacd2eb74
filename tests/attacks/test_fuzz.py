"""Requests that no form would send, over every route: never an error of ours, nothing held is broken.

The ordinary run reads and sends to each address of the access matrix, as somebody who may come in; --full adds 20,000
requests by anyone, with any method. Seeded: a failure names the request, and comes again.
"""

import contextlib
import random

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from lxml import html

from branches import guessing
from branches.models import AuditEvent, Commitment, Membership, Reply, RoleGrant
from surveys.models import Wave
from tests.attacks import samples
from tests.attacks.payloads import PAYLOADS
from tests.attacks.people import PEOPLE, outcome
from tests.attacks.test_access_matrix import address_of, matrix, named_routes, wanted_word

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


def lines_by_sample():
    """{sample: its lines of the matrix}, but for the way out, after which nobody is signed in."""
    found = {}
    for line in matrix():
        if line["route"] != "account_logout":
            found.setdefault(line["sample"] or "nothing", []).append(line)
    return found


def objects():
    """{route: [values]} of everything that the matrix has a sample for; what clashes with another is left out."""
    found = {}
    for sample, lines in lines_by_sample().items():
        try:
            with transaction.atomic():
                values = samples.SAMPLES[sample]()
        except Exception:  # two samples may want the same name; the other one stands
            continue
        for line in lines:
            found.setdefault(line["route"], []).append(values)
    return found


class Fuzzer:
    def __init__(self, seed):
        self.random, self.objects, self.routes, self.at = random.Random(seed), {}, sorted(named_routes()), 0
        self.clients = {who: self._client(person()) for who, person in PEOPLE.items()}
        self.cookies = {who: client.cookies.copy() for who, client in self.clients.items()}

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
        page = self.clients[who].get(path) if method == "post" and self.random.random() < 0.5 else None
        return self.send(who, method, path, page)

    def send(self, who, method, path, page=None):
        """(what was asked, its answer), with hostile words for what the page's forms and any page may ask."""
        if page is not None and page.headers.get("Content-Type", "").split(";")[0] != "text/html":
            page = None
        data = self.fields(page)
        data = {name: value.encode("utf-8", "replace").decode() for name, value in data.items()}
        send = getattr(self.clients[who], method)
        answer = send(path, data) if method in ("get", "post", "head") else send(path)
        return f"{method} {path} as {who} with {data}"[:600], answer

    def read_and_send(self, line, values):
        """Read the line's page and send its form, each as somebody who may; yields what `send` gives."""
        path, page = address_of(line["route"], values), None
        for method in ("get", "post"):
            allowed = [who for who in PEOPLE if wanted_word(line[who], method) == "yes"]
            if allowed:
                who = self.random.choice(allowed)
                self.clients[who].cookies = self.cookies[
                    who
                ].copy()  # a session of another request is taken back
                tried = self.send(who, method, path, page)
                page = tried[1]
                yield tried


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


def is_ours(answer):
    return answer.status_code >= 500 or b"Traceback (most" in getattr(answer, "content", b"")


def is_wrong(answer):
    """An error of ours, or no entry for somebody who may come in."""
    return is_ours(answer) or outcome(answer) in ("no", "sign-in")


@contextlib.contextmanager
def taken_back():
    """What is done within changes no held thing, and is undone."""
    powers = Membership.objects.count(), RoleGrant.objects.count()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    assert (Membership.objects.count(), RoleGrant.objects.count()) == powers


def nothing_held_changed(before):
    nothing_is_broken()
    terms, events = held()
    assert [one for one in before[0] if one not in terms] == [], "an open wave's terms were changed"
    assert events >= before[1]


def test_no_address_makes_an_error_of_ours_for_somebody_who_may_come_in():
    fuzzer, faults, seen = Fuzzer(seed=1), [], set()
    for sample, lines in lines_by_sample().items():
        with taken_back():
            values = samples.SAMPLES[sample]()
            before = held()
            for line in lines:
                guessing.WRONG_ONES.forget()
                with taken_back():
                    found = [
                        f"{answer.status_code} {what}"
                        for what, answer in fuzzer.read_and_send(line, values)
                        if is_wrong(answer)
                    ]
                    if not found:  # an error can leave the transaction in pieces
                        nothing_held_changed(before)
                faults += found
                seen.add(line["route"])
    assert faults == []
    assert set(named_routes()) - seen == {"account_logout"}


@pytest.mark.slow
def test_no_request_makes_an_error_of_ours(requests=20_000):
    fuzzer, faults, asked = Fuzzer(seed=2), [], 0
    fuzzer.objects = objects()
    before = held()
    while asked < requests:
        with taken_back():
            for _ in range(A_BURST):
                guessing.WRONG_ONES.forget()
                what, answer = fuzzer.one() or (None, None)
                asked += bool(what)
                faults += [f"{answer.status_code} {what}"] if what and is_ours(answer) else []
            nothing_held_changed(before)
    assert faults == []
