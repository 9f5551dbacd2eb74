"""The API reads what the pages read, shows no more than they do, and says so in OpenAPI."""

import pytest
from django.test import Client

from reports.models import ApiToken
from tests import factories
from tests.branches import records

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


def bearer(person):
    _, text = ApiToken.make(owner=person, label="test")
    return {"HTTP_AUTHORIZATION": f"Bearer {text}"}


def test_the_schema_names_every_address(client):
    schema = client.get("/api/v1/schema").json()
    assert schema["openapi"].startswith("3.")
    assert set(schema["paths"]) == {
        "/api/v1/",
        "/api/v1/releases",
        "/api/v1/releases/{wave}/{number}/tables",
        "/api/v1/findings",
        "/api/v1/councils",
        "/api/v1/councils/{gss_code}",
        "/api/v1/editions",
    }


def test_a_stranger_may_read_the_public_lists(client):
    factories.council()
    for address in ("releases", "findings", "councils", "editions"):
        answer = client.get(f"/api/v1/{address}")
        assert answer.status_code == 200, address
        assert "X-Total-Count" in answer


def test_the_first_address_names_the_others(client):
    contents = client.get("/api/v1/").json()
    assert set(contents) == {"releases", "findings", "councils", "editions", "schema"}
    assert [client.get(address).status_code for address in contents.values()] == [200] * 5


def test_an_answer_that_did_not_change_is_not_sent_again(client):
    factories.council()
    first = client.get("/api/v1/councils")
    again = client.get("/api/v1/councils", HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")


def test_a_token_shows_what_its_owner_may_see_and_no_token_what_everyone_may(client):
    alice = factories.alice()
    made = records.campaign()
    records.reply(records.ask(made, by=alice), by=alice, said="Only shared with branches")
    address = f"/api/v1/councils/{factories.council().gss_code}"
    assert "Only shared with branches" in client.get(address, **bearer(alice)).content.decode()
    assert "Only shared with branches" not in client.get(address).content.decode()


def test_an_ended_token_and_a_leaver_s_token_are_refused(client):
    person = factories.alice()
    token, text = ApiToken.make(owner=person, label="x")
    header = {"HTTP_AUTHORIZATION": f"Bearer {text}"}
    assert client.get("/api/v1/councils", **header).status_code == 200
    person.is_active = False
    person.save()
    assert client.get("/api/v1/councils", **header).status_code == 401


@pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer ", "Basic abc", "x" * 5000])
def test_a_wrong_token_is_refused_and_never_read_as_nobody(client, header):
    assert client.get("/api/v1/releases", HTTP_AUTHORIZATION=header).status_code == 401


def test_only_a_hash_of_a_token_is_stored():
    token, text = ApiToken.make(owner=factories.alice(), label="x")
    assert text not in str(ApiToken.objects.values().get(pk=token.pk))


@pytest.mark.parametrize(
    "address",
    [
        "councils/nowhere",
        "councils/%00",
        "releases/none/1/tables",
        "releases/none/99999999999999999999/tables",
        "releases/%00/1/tables",
    ],
)
def test_what_does_not_exist_is_not_found(client, address):
    assert client.get(f"/api/v1/{address}").status_code in (404, 422)


@pytest.mark.parametrize("query", ["limit=0", "limit=1000000", "offset=-1", "limit=x"])
def test_odd_pages_are_refused_with_a_reason(client, query):
    answer = client.get(f"/api/v1/releases?{query}")
    assert answer.status_code == 422
    assert answer.json()["detail"]


def test_nothing_can_be_written(client):
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)("/api/v1/releases").status_code == 405
