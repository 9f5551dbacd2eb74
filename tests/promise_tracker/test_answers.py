"""What every answer of the server carries, and what it says when something is wrong."""

import json
import logging
import sys
from contextlib import contextmanager

import psycopg2
import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import path

from branches.permissions import public
from promise_tracker import logs
from promise_tracker.urls import handler400, handler403, handler404, handler500, urlpatterns  # noqa: F401
from tests import factories


@public
def broken(request):
    raise ValueError("the row of somebody called Secret")


@public
def without_database(request):
    raise OperationalError("connection to Secret refused")


urlpatterns = [*urlpatterns, path("broken/", broken), path("without-database/", without_database)]
pytestmark = [pytest.mark.django_db]


def test_every_answer_has_a_policy_without_inline_code(client):
    for address in ("/healthz", "/nowhere/", "/account/login/"):
        policy = client.get(address).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "data:" not in policy
        assert "frame-ancestors 'none'" in policy


def test_every_answer_carries_the_companion_headers(client):
    headers = client.get("/healthz").headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_pages_of_signed_in_people_and_answers_to_forms_are_kept_by_nobody(client):
    client.force_login(factories.alice())
    assert "no-store" in client.get("/account/2fa/").headers["Cache-Control"]
    assert "no-store" in client.get("/").headers["Cache-Control"]
    assert "no-store" in Client().post("/account/login/", {}).headers["Cache-Control"]
    assert "no-store" not in Client().get("/").headers.get("Cache-Control", "")


def test_the_csrf_cookie_goes_with_the_browser(client):
    cookie = client.get("/account/login/").cookies["csrf"]
    assert cookie["max-age"] == ""
    assert cookie["expires"] == ""
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_healthz_is_well_when_all_checks_pass(client):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["checks"]["database"] == "ok"


def test_healthz_says_503_and_no_detail_when_a_check_fails(client, settings):
    settings.HEALTH_CHECKS = {"database": f"{__name__}.not_there", "other": "promise_tracker.health.database"}
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"ok": False, "checks": {"database": "failed", "other": "ok"}}


@contextmanager
def with_setting(setting):
    """A setting of this test's own database that only a superuser may give it."""
    superuser = psycopg2.connect(host=connection.settings_dict["HOST"], user="postgres", dbname="postgres")
    superuser.autocommit = True
    database = f'ALTER DATABASE "{connection.settings_dict["NAME"]}"'
    with superuser.cursor() as cursor:
        cursor.execute(f"{database} SET {setting}")
        connection.close()
        yield
        cursor.execute(f"{database} RESET {setting.split()[0]}")
    superuser.close()
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_healthz_says_503_when_the_database_reads_on_but_has_no_room_to_write(client):
    with with_setting("temp_file_limit = '64kB'"):
        answer = client.get("/healthz")
    assert answer.status_code == 503
    checks = answer.json()["checks"]
    assert (checks["database"], checks["room on its disk"]) == ("ok", "failed")


@pytest.mark.django_db(transaction=True)
def test_healthz_says_503_when_the_database_is_read_only(client):
    with with_setting("default_transaction_read_only = on"):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["checks"]["database"]) == (503, "failed")


@pytest.mark.urls(__name__)
def test_an_error_page_tells_nothing_of_the_inside():
    client = Client(raise_request_exception=False)
    answer = client.get("/broken/")
    assert answer.status_code == 500
    assert b"Secret" not in answer.content
    assert b"Traceback" not in answer.content


@pytest.mark.urls(__name__)
def test_a_lost_database_is_an_honest_503():
    client = Client(raise_request_exception=False)
    answer = client.get("/without-database/")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert b"answers are still on that page" in answer.content
    assert b"Secret" not in answer.content


def test_a_form_without_its_token_is_refused_kindly():
    answer = Client(enforce_csrf_checks=True).post("/account/login/", {})
    assert answer.status_code == 403
    assert b"reload the page" in answer.content


def test_the_log_tells_the_class_of_an_error_and_not_its_text():
    try:
        raise ValueError("row of alice@example.org")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "", 1, "failed", (), sys.exc_info())
    line = logs.WithoutPeople().format(record)
    assert json.loads(line)["error"] == "ValueError"
    assert "alice" not in line


def test_the_log_of_a_request_does_not_quote_the_address_asked_for():
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 1, "Not Found: %s", ("/i/ABCDEFG",), None
    )
    record.status_code = 404
    assert json.loads(logs.WithoutPeople().format(record))["message"] == "answered 404"
