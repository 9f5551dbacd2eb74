"""Every address of reports that can be read, with values nobody would send: a clear answer with its proper status, never a fault."""

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse

from reports import freshness
from tests import factories
from tests.branches import records
from tests.reports import shelves

pytestmark = pytest.mark.django_db
NAMES = ("wave", "question", "by", "view", "answer", "order", "layer", "state", "part", "group", "finding")
NAMES += ("ended", "council", "release", "page", "q", "next", "document", "format", "weighted")
LONG = "x" * 10_000
ODD = ("nowhere", LONG, "\x00", "';--\"<script>", "-1", "½\ud7ff\U0001f600", "")
OBJECTS = {
    "str": ("absent", LONG, "%00", "é"),
    "slug": ("absent", "x" * 5_000),
    "int": (0, 987_654_321, 10**30),
}


def addresses():
    """(name, converters) of every route of the reports app."""
    found = {}
    for name, converters in _patterns(get_resolver()):
        if name.startswith("reports:"):
            found[name] = converters
    return found


def _patterns(resolver, spaces=(), converters=None):
    for pattern in resolver.url_patterns:
        here = {**(converters or {}), **getattr(pattern.pattern, "converters", {})}
        if hasattr(pattern, "url_patterns"):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _patterns(pattern, inner, here)
        else:
            yield ":".join([*spaces, pattern.name or ""]), here


PLAIN = sorted(name for name, converters in addresses().items() if not converters)
WITH_OBJECT = sorted(name for name, converters in addresses().items() if converters)


@pytest.fixture(autouse=True)
def something_to_read():
    freshness.forget()
    shelves.release()
    records.reply(records.ask(records.campaign(), audience="public"), audience="public")
    yield
    freshness.forget()


def clear(response):
    """A page or a refusal that a person can read; no fault and no blank."""
    assert response.status_code < 500, (response.status_code, response.request["PATH_INFO"][:100])
    if response.status_code == 404 and "text/html" in response.get("Content-Type", ""):
        assert b"<h1" in response.content
    return response.status_code


def test_every_address_takes_any_value_of_any_parameter(client):
    client.force_login(factories.staff())
    repeated = "&".join(f"{name}={value}" for name in NAMES for value in ("nowhere", "autumn-2025", "x"))
    for route in PLAIN:
        address = reverse(route)
        for words in ODD:
            clear(client.get(address, dict.fromkeys(NAMES, words)))
        clear(client.get(f"{address}?{repeated}&{repeated}"))
        clear(client.get(f"{address}?%ff%fe=%ff&wave[]=x&wave=%zz&&&=="))


def test_one_odd_parameter_at_a_time_on_the_public_pages(client):
    for name in NAMES[:11]:
        for address in ("/national/", "/national/explore/", "/national/grid/"):
            for words in ("nowhere", LONG, "\x00"):
                assert clear(client.get(address, {name: words})) in (200, 404)


def test_an_object_that_does_not_exist_is_not_found(client):
    client.force_login(factories.staff())
    for route in WITH_OBJECT:
        for at in range(3):
            values = {name: _odd(converter, at) for name, converter in addresses()[route].items()}
            try:
                address = reverse(route, kwargs=values)
            except NoReverseMatch:  # the address itself refuses such a value
                continue
            assert clear(client.get(address)) in (200, 302, 403, 404, 405), route


def _odd(converter, at):
    kind = type(converter).__name__.removesuffix("Converter").replace("String", "str").lower()
    values = OBJECTS.get(kind, OBJECTS["str"])
    return values[at % len(values)]


@pytest.mark.parametrize(
    "address",
    [
        "/national/?wave=autumn-2025",
        "/national/explore/?wave=autumn-2025",
        "/national/explore/?wave=autumn-2025&by=council&view=funnel",
        "/national/explore/chart.png?wave=autumn-2025",
        "/national/explore/chart.csv?wave=autumn-2025&question=team_has_enough_staff",
        "/national/?wave=autumn-2025/1",
    ],
)
def test_what_was_withdrawn_says_so_with_a_way_on(client, address):
    assert client.get(address).status_code == 200
    shelves._step(shelves.Release.objects.get(), "withdrawn", [])
    gone = client.get(address)
    assert gone.status_code == 404
    assert b"<h1" in gone.content
    for page in ("/national/", "/national/explore/", "/councils/glasgow-city/", "/national/what-we-ask/"):
        assert client.get(page).status_code == 200
