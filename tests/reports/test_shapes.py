"""The geographic map: a file is read whole or refused with every fault, and only its numbers survive."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from branches.models import AuditEvent
from reports import freshness, loading_shapes, shapes
from reports.models import MapShapes
from reports.shapes import ShapesRefused, read_shapes
from tests import factories
from tests.reports import shelves

CODES = {name: code for code, name, _ in shelves.COUNCILS}


class Area:
    def __init__(self, name):
        self.name, self.gss_code = name, CODES[name]


AREAS = [Area(name) for name in CODES]


def square(west=-4.5, south=56.0, size=0.5):
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(name="Glasgow City", ring=None, code=None, **properties):
    named = {"CTYUA24CD": code or CODES.get(name, ""), "label": name} | properties
    return {
        "type": "Feature",
        "properties": named,
        "geometry": {"type": "Polygon", "coordinates": [ring or square()]},
    }


def collection(*features):
    return {"type": "FeatureCollection", "features": list(features)}


def whole():
    return collection(*(feature(name, square(-4.5 + at)) for at, name in enumerate(CODES)))


def packed(data):
    return json.dumps(data).encode()


def faults(data):
    with pytest.raises(ShapesRefused) as refused:
        read_shapes(data if isinstance(data, bytes) else packed(data), AREAS)
    return refused.value.faults


def test_a_whole_file_gives_every_area_its_rings_in_the_maps_units():
    found = read_shapes(packed(whole()), AREAS)
    assert set(found) == set(CODES.values())
    for rings in found.values():
        assert all(0 <= x <= shapes.WIDTH and 0 <= y <= shapes.HEIGHT for x, y in rings[0])
        assert len(rings[0]) >= 4


def test_an_area_is_known_by_its_name_where_it_has_no_code():
    named = collection(
        *(
            {**feature(name, square(-4.5 + at)), "properties": {"NAME": name.upper()}}
            for at, name in enumerate(CODES)
        )
    )
    assert set(read_shapes(packed(named), AREAS)) == set(CODES.values())


@pytest.mark.parametrize(
    ("ring", "words"),
    [
        ([[0, 0], [1, 1]], "fewer than four points"),
        ([[250000, 650000]] * 4, "lies outside Scotland"),
        ([[-4, 56], ["x", 56], [-4, 57], [-4, 56]], "not a pair of numbers"),
        ([[-4, 56], [True, 56], [-4, 57], [-4, 56]], "not a pair of numbers"),
        ([[-4, 56], [-3, 56], [-3, 57], [-4, 57]], "not closed"),
        ("round", "fewer than four points"),
        ([[-4, 56], [10**400, 56], [-4, 57], [-4, 56]], "not a pair of numbers"),
        ([[-4, 56], [float("1e300"), 56], [-4, 57], [-4, 56]], "not a pair of numbers"),
        ([[-4, 56], None, [-3, 57], [-4, 56]], "not a pair of numbers"),
    ],
)
def test_a_ring_that_can_be_no_outline_is_told_with_its_feature(ring, words):
    told = faults(collection(feature("Glasgow City", ring)))
    assert any(one.startswith("Feature 1") and words in one for one in told), told


def test_every_fault_of_a_file_is_told_at_once():
    told = faults(
        collection(
            feature("Glasgow City"), feature("Glasgow City"), feature("Atlantis"), {"type": "Feature"}, 7
        )
    )
    assert len([one for one in told if one.startswith("Feature")]) == 4
    assert any("second outline of S12000049" in one for one in told)
    assert any("“Atlantis”" in one for one in told)
    assert any(one.startswith("No outline for Na H Eileanan Siar, South Lanarkshire") for one in told)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'{"type": "FeatureCollection"}',
        b'{"type": "FeatureCollection", "features": {}}',
        b'{"type":"FeatureCollection","features":[{"geometry":{"coordinates":[[NaN,1]]}}]}',
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"1" * 10_000,
        packed(collection(*[7] * 401)),
    ],
)
def test_what_is_no_collection_of_features_is_refused_in_one_sentence(data):
    assert len(faults(data)) == 1


def test_a_file_too_big_or_with_too_many_points_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(shapes, "MOST_BYTES", 100)
    assert "bigger than" in faults(whole())[0]
    monkeypatch.undo()
    monkeypatch.setattr(shapes, "MOST_POINTS", 8)
    assert "more than 8 points" in faults(whole())[0]


def test_many_points_are_thinned_until_a_phone_can_draw_them(monkeypatch):
    steps = 3_000
    south = [[-4.5 + at / steps, 56.0 + (at % 2) / 200] for at in range(steps)]
    ring = [*south, [-3.5, 57.0], [-4.5, 57.0], south[0]]
    data = whole()
    data["features"][0] = feature("Glasgow City", ring)
    monkeypatch.setattr(shapes, "MOST_DRAWN", 100)
    found = read_shapes(packed(data), AREAS)
    assert sum(len(one) for rings in found.values() for one in rings) <= 100
    assert len(found[CODES["Glasgow City"]][0]) > 4


@pytest.fixture
def staff(client):
    freshness.forget()
    shelves.release()
    client.force_login(factories.staff())
    yield factories.staff()
    freshness.forget()


def upload(client, data, source="Our own drawing, open licence"):
    file = SimpleUploadedFile("areas.geojson", data if isinstance(data, bytes) else packed(data))
    return client.post("/national/outlines/", {"file": file, "source": source})


@pytest.mark.django_db
def test_staff_load_outlines_and_everyone_may_choose_the_geographic_map(client, staff):
    assert "How it is drawn" not in client.get("/national/").content.decode()
    every = collection(*(feature(name, square(-5 + at * 0.1)) for at, name in enumerate(CODES)))
    assert upload(client, every).status_code == 302
    assert AuditEvent.objects.filter(verb="loaded the", by=staff).count() == 1
    client.logout()
    page = client.get("/national/?map=geography").content.decode()
    drawn = page.split('class="pt-svg pt-hex pt-geo"')[1].split("</svg>")[0]
    assert drawn.count("<a ") == len(CODES)
    assert "Glasgow City: Simulated: 81 %, own figure" in drawn
    assert "Our own drawing, open licence" in page
    assert "pt-geo" not in client.get("/national/?map=nonsense").content.decode()


@pytest.mark.django_db
def test_outlines_are_replaced_and_removed_and_strangers_load_none(client, staff):
    for _ in range(2):
        upload(client, whole())
    assert MapShapes.objects.count() == 1
    client.post("/national/outlines/remove/")
    assert loading_shapes.newest() is None
    assert AuditEvent.objects.filter(verb="removed the").count() == 1
    client.force_login(factories.alice())
    assert upload(client, whole()).status_code == 403
    assert not MapShapes.objects.exists()


@pytest.mark.django_db
def test_a_file_with_faults_changes_nothing_and_lists_them_on_the_page(client, staff):
    upload(client, whole())
    bad = collection(feature("<script>alert(1)</script>"), feature("Glasgow City", [[0, 0]] * 4))
    page = upload(client, bad).content.decode()
    assert "Error: Geographic map" in page
    assert "lies outside Scotland" in page
    assert "No outline for" in page
    assert "<script>alert" not in page
    assert MapShapes.objects.count() == 1


@pytest.mark.django_db
def test_nothing_of_a_file_but_numbers_reaches_the_drawing(client, staff):
    spiced = whole()
    for one in spiced["features"]:
        one["properties"]["evil"] = '"><script>alert(2)</script>'
        one["geometry"]["coordinates"][0][1].append(99)
    upload(client, spiced)
    assert "alert(2)" not in json.dumps(MapShapes.objects.get().rings)
    assert "alert(2)" not in client.get("/national/?map=geography").content.decode()
