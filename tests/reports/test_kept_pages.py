"""What a change of the record costs the national page: the frozen release is not read again."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports import freshness, svg
from tests.reports import shelves

pytestmark = pytest.mark.django_db


def questions(client):
    """What the database is asked when the page is made again after a change."""
    freshness.forget()
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/national/").status_code == 200
    return [each["sql"] for each in captured]


def test_the_tables_of_a_release_are_read_once_and_not_at_each_change(client):
    shelves.release()
    client.get("/national/")
    asked = questions(client)
    assert any('FROM "reports_release"' in each for each in asked)
    assert not any('"reports_release"."tables"' in each for each in asked)


def test_a_chart_is_drawn_once_however_often_its_page_is_made(client):
    shelves.release()
    client.get("/national/")
    drawn = svg.draw.cache_info().misses
    questions(client)
    assert svg.draw.cache_info().misses == drawn
