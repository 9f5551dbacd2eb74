"""A person's API tokens: told once, ended for good, seen by nobody else."""

import re

import pytest

from branches.models import AuditEvent
from reports.models import ApiToken
from tests import factories

pytestmark = pytest.mark.django_db


def made(client, label="My notebook"):
    page = client.post("/reports/tokens/", {"label": label})
    return page, re.search(r"pt_[\w-]{40,}", page.content.decode())[0]


@pytest.fixture
def staff(client):
    person = factories.staff()
    client.force_login(person)
    return person


def test_a_token_is_told_once_and_opens_the_api(client, staff):
    page, text = made(client)
    assert "no-store" in page["Cache-Control"]
    assert text not in client.get("/reports/tokens/").content.decode()
    assert client.get("/api/v1/councils", HTTP_AUTHORIZATION=f"Bearer {text}").status_code == 200


def test_an_ended_token_opens_nothing(client, staff):
    _, text = made(client)
    client.post(f"/reports/tokens/{ApiToken.objects.get().pk}/end/")
    assert client.get("/api/v1/councils", HTTP_AUTHORIZATION=f"Bearer {text}").status_code == 401


def test_nobody_ends_or_sees_another_s_token(client, staff):
    made(client, "Only mine")
    client.force_login(factories.approver())
    assert client.post(f"/reports/tokens/{ApiToken.objects.get().pk}/end/").status_code == 404
    assert "Only mine" not in client.get("/reports/tokens/").content.decode()
    assert ApiToken.objects.get().ended_at is None


def test_the_audit_says_who_made_and_ended_it_and_never_its_text(client, staff):
    _, text = made(client)
    client.post(f"/reports/tokens/{ApiToken.objects.get().pk}/end/")
    events = AuditEvent.objects.filter(verb__endswith="API token")
    assert [event.verb for event in events] == ["ended the API token", "made the API token"]
    assert text not in str(list(events.values()))


@pytest.mark.parametrize("label", ["", "x" * 81, "a\x00b"])
def test_a_name_that_does_not_fit_is_refused_on_the_page(client, staff, label):
    page = client.post("/reports/tokens/", {"label": label})
    assert "Error:" in page.content.decode()
    assert not ApiToken.objects.exists()
