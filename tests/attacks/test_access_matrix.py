"""Every address × every kind of person × reading and sending: who gets in is written down, and nobody else does.

A route that is not in access_matrix.csv fails the run: add a line that says who may come in. A cell is "yes", "no"
(403), "hidden" (404) or "sign-in"; "a/b" is a for reading and b for sending. `sample` names a function of samples.py.
"""

import csv
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from tests.attacks.people import PEOPLE, knocking, outcome
from tests.attacks.samples import ABSENT, SAMPLES

pytestmark = pytest.mark.django_db
MATRIX = Path(__file__).with_name("access_matrix.csv")
# A page that explains itself instead of a bare "not found".
EXPLAINS = {"branches:stylesheet", "branches:join"}
ASKS_AGAIN = ("mfa_",)  # allauth asks for the password again before it looks for anything
WORDS = {"yes", "no", "hidden", "sign-in"}


def matrix():
    with MATRIX.open() as file:
        return list(csv.DictReader(file))


def named_routes(resolver=None, namespaces=(), converters=None):
    """Full name → the converters of its address, for every route."""
    found = {}
    for pattern in (resolver or get_resolver()).url_patterns:
        here = {**(converters or {}), **getattr(pattern.pattern, "converters", {})}
        if hasattr(pattern, "url_patterns"):
            space = [pattern.namespace] if pattern.namespace else []
            found |= named_routes(pattern, (*namespaces, *space), here)
        else:
            found[":".join([*namespaces, pattern.name])] = here
    return found


def test_every_route_is_in_the_matrix_and_nothing_else():
    listed = {line["route"] for line in matrix()}
    routes = set(named_routes())
    assert routes - listed == set(), "add lines to access_matrix.csv that say who may come in"
    assert listed - routes == set(), "these routes are gone; take their lines out of access_matrix.csv"


def test_every_line_says_yes_no_hidden_or_sign_in():
    odd = [line["route"] for line in matrix() for who in PEOPLE if not set(line[who].split("/")) <= WORDS]
    assert not odd


@pytest.mark.parametrize("line", matrix(), ids=lambda line: f"{line['route']} {line['sample']}")
def test_who_gets_in(line):
    address = address_of(line["route"], SAMPLES[line["sample"] or "nothing"]())
    got = {}
    for who in PEOPLE:
        for method in ("get", "post"):
            word, wanted = knock(who, method, address), wanted_word(line[who], method)
            if word not in (wanted, None):
                got[f"{method} as {who}"] = f"{word}, not {wanted}"
    assert not got, f"{address}: {got}"


@pytest.mark.parametrize(
    "route",
    sorted(route for route in named_routes() if not route.startswith(ASKS_AGAIN) and route not in EXPLAINS),
)
def test_what_is_not_there_lets_nobody_in(route):
    """An address with a number or name that does not exist: never a page, never a crash."""
    converters = named_routes()[route]
    if not converters:
        pytest.skip("an address without an object")
    values = {name: ABSENT[_kind(converter)] for name, converter in converters.items()}
    try:
        address = reverse(route, kwargs=values)
    except NoReverseMatch:
        pytest.skip("an address that no absent value fits")
    got = {f"{method} as {who}": knock(who, method, address) for who in PEOPLE for method in ("get", "post")}
    assert "yes" not in got.values(), f"{address}: {got}"


def wanted_word(cell, method):
    reading, _, sending = cell.partition("/")
    return sending or reading if method == "post" else reading


def address_of(route, values):
    wanted = named_routes()[route]
    return reverse(
        route, kwargs={name: value for name, value in values.items() if not wanted or name in wanted}
    )


def knock(who, method, address):
    """One request of one person, taken back afterwards."""
    with transaction.atomic():
        response = getattr(knocking(Client(), who), method)(address)
        transaction.set_rollback(True)
    assert response.status_code < 500, f"{method} {address} as {who}: {response.status_code}"
    return outcome(response)


def _kind(converter):
    return type(converter).__name__.removesuffix("Converter").replace("String", "Str").lower()
