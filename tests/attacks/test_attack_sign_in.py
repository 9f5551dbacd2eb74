"""What a thief tries at the sign-in: who has an account, by the clock; a code or link twice; keys by the hundred."""

import re
import threading
import time

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client

from branches import guessing
from branches.models import OutgoingMail
from branches.pace import Pace
from tests import factories
from tests.attacks import samples
from tests.branches.test_sign_in import code_now, give_second_factor, sign_in, signed_in

pytestmark = pytest.mark.django_db
CODE = re.compile(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", re.MULTILINE)


@pytest.fixture(autouse=True)
def nothing_left_over():
    cache.clear()
    guessing.WRONG_ONES.forget()
    yield
    guessing.WRONG_ONES.forget()


class SlowServer(EmailBackend):
    """Takes a mail when the test lets it, or after twenty seconds."""

    goes_on = threading.Event()

    def send_messages(self, messages):
        self.goes_on.wait(20)
        return super().send_messages(messages)


# --- Who has an account? ---
def cpu_of_a_wrong_password(email):
    cache.clear()
    began = time.process_time()
    Client().post("/account/login/", {"login": email, "password": "not the password"})
    return time.process_time() - began


def test_the_clock_does_not_tell_an_unknown_address_from_a_wrong_password(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    known = factories.user("somebody@example.org").email
    cpu_of_a_wrong_password(known)
    hashed = sorted(cpu_of_a_wrong_password(known) for _ in range(5))[2]
    unknown = sorted(cpu_of_a_wrong_password("nobody@example.org") for _ in range(5))[2]
    assert 0.5 < unknown / hashed < 2, (unknown, hashed)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("door", ["/account/login/code/", "/account/password/reset/"])
def test_a_slow_mail_server_does_not_tell_who_has_an_account(settings, door):
    settings.MAIL_BESIDE_THE_ANSWER = True
    settings.EMAIL_BACKEND = f"{__name__}.SlowServer"
    SlowServer.goes_on.clear()
    Client().post(door, {"email": factories.alice().email})
    sent = OutgoingMail.objects.filter(sent_at__isnull=False)
    assert not sent.exists(), "the page waited until the mail had left"
    SlowServer.goes_on.set()
    deadline = time.monotonic() + 20
    while not sent.exists():
        assert time.monotonic() < deadline, "the mail never left"
        time.sleep(0.1)


# --- The same again ---
def test_an_emailed_code_works_once(client):
    client.post("/account/login/code/", {"email": factories.alice().email})
    code = CODE.search(mail.outbox[0].body)[1]
    stolen = client.cookies["session"].value
    client.post("/account/login/code/confirm/", {"code": code})
    assert signed_in(client)
    thief = Client()
    thief.cookies["session"] = stolen
    thief.post("/account/login/code/confirm/", {"code": code})
    assert not signed_in(thief)


def test_a_code_is_no_use_in_another_browser(client):
    client.post("/account/login/code/", {"email": factories.alice().email})
    thief = Client()
    thief.post("/account/login/code/confirm/", {"code": CODE.search(mail.outbox[0].body)[1]})
    assert not signed_in(thief)


def test_an_app_s_code_works_once(client):
    alice = factories.alice()
    code = code_now(give_second_factor(alice))
    sign_in(client, alice)
    client.post("/account/2fa/authenticate/", {"code": code})
    assert signed_in(client)
    thief = Client()
    sign_in(thief, alice)
    thief.post("/account/2fa/authenticate/", {"code": code})
    assert not signed_in(thief)


def test_an_invitation_works_once(client):
    path = f"/branches/join/{samples.invitation_link()['token']}/"
    given = {"name": "New", "password1": factories.PASSWORD, "password2": factories.PASSWORD}
    client.post(path, given)
    assert Client().post(path, given).status_code == 410


def test_an_employer_s_comment_is_taken_once(client):
    path = f"/branches/employers/{samples.SAMPLES['reply by link']()['token']}/"
    answers = [client.post(path, {"comment": "Not so.", "name": "Head"}).status_code for _ in range(2)]
    assert answers[1] == 404, answers


# --- Keys by the hundred ---
GUESSED = {
    "invitation": "/branches/join/{}/",
    "calendar": "/branches/calendar/{}.ics",
    "employer's link": "/branches/employers/{}/",
}


def doors():
    from django.urls import reverse

    yield "invitation", reverse("branches:join", args=["GUESS"])
    yield "calendar", reverse("branches:calendar-file", args=["GUESS"])
    yield "employer's link", reverse("branches:employers-page", args=["GUESS"])


@pytest.mark.parametrize("door", sorted(GUESSED))
def test_whoever_tries_addresses_is_stopped(client, monkeypatch, door):
    monkeypatch.setattr(guessing, "WRONG_ONES", Pace(most=5, seconds=3600))
    path = dict(doors())[door]
    tried = [client.get(path.replace("GUESS", f"guess{number}")).status_code for number in range(7)]
    assert set(tried[:5]) <= {404, 410}
    assert tried[5:] == [429, 429]


def test_whoever_tries_tokens_of_the_api_is_stopped_and_the_public_reads_on(client, monkeypatch):
    from reports.api import reading

    monkeypatch.setattr(reading, "WRONG_ONES", Pace(most=5, seconds=3600))
    tried = [
        client.get("/api/v1/releases", headers={"authorization": f"Bearer guess{number}"}).status_code
        for number in range(7)
    ]
    assert tried == [401] * 5 + [429, 429]
    assert client.get("/api/v1/releases").status_code == 200


def test_another_office_is_not_stopped_with_it(client, monkeypatch):
    monkeypatch.setattr(guessing, "WRONG_ONES", Pace(most=2, seconds=3600))
    path = dict(doors())["invitation"]
    for number in range(4):
        client.get(path.replace("GUESS", f"guess{number}"), REMOTE_ADDR="198.51.100.1")
    assert client.get(path.replace("GUESS", "other"), REMOTE_ADDR="198.51.100.2").status_code == 410


# --- Links in mails ---
@pytest.mark.parametrize("headers", [{"host": "testserver"}, {"x-forwarded-host": "evil.example"}])
def test_a_mail_s_links_lead_to_our_own_address(client, settings, headers):
    settings.SITE_URL = "https://promise.example"
    client.post("/account/password/reset/", {"email": factories.alice().email}, headers=headers)
    client.post("/account/login/code/", {"email": factories.alice().email}, headers=headers)
    links = re.findall(r"https?://[^\s)]+", " ".join(message.body for message in mail.outbox))
    assert len(mail.outbox) == 2
    assert [link for link in links if not link.startswith("https://promise.example")] == []


# --- Other people's sessions ---
def test_signing_in_changes_the_session_that_was_there(client):
    client.post("/account/password/reset/", {"email": "nobody@example.org"})  # a session, with its cookie
    before = client.cookies["session"].value
    sign_in(client, factories.alice())
    assert signed_in(client)
    thief = Client()
    thief.cookies["session"] = before
    assert not signed_in(thief)


def test_a_new_password_ends_every_other_session(client):
    alice, elsewhere = factories.alice(), Client()
    sign_in(client, alice)
    sign_in(elsewhere, alice)
    client.post(
        "/account/password/change/",
        {
            "oldpassword": factories.PASSWORD,
            "password1": "another long enough one",
            "password2": "another long enough one",
        },
    )
    assert not signed_in(elsewhere)
