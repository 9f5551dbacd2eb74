"""What a stranger tries at the door: ways out, other people's sessions, the demonstration's doors and addresses that climb."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db
ELSEWHERE = ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]


def sign_in(client, **more):
    given = {"login": factories.alice().email, "password": factories.PASSWORD, **more}
    return client.post("/account/login/", given)


@pytest.mark.parametrize("address", ELSEWHERE)
def test_signing_in_never_leads_to_another_site(client, address):
    assert sign_in(client, next=address).headers["Location"] == "/branches/"


def test_a_session_that_somebody_put_there_is_not_the_one_that_is_signed_in(client):
    client.cookies["session"] = "f" * 32
    sign_in(client)
    assert client.cookies["session"].value not in ("", "f" * 32)


@pytest.mark.parametrize("door", ["enter", "tour", "tour/begin", "mails", "components"])
def test_without_the_demonstration_its_doors_are_not_there(client, settings, door):
    settings.DEMO_MODE = False
    read = client.get(f"/demo/{door}/").status_code
    sent = client.post(f"/demo/{door}/", {"person": "admin@demo.example"}).status_code
    assert 404 in (read, sent) and {read, sent} <= {404, 405}


@pytest.mark.parametrize(
    "path", ["/published/../manage.py", "/published/%2e%2e/%2e%2e/secret", "/static/../secret", "/media/"]
)
def test_no_address_climbs_out_of_its_folder(client, path):
    assert client.get(path).status_code == 404


def test_another_host_is_refused(client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
