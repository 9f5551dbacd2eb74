"""Signing in: by code or password, by invitation only, with a second factor for staff in production."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured

from branches.models import OutgoingMail
from branches.sign_in import MFAAdapter, sign_in_options
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_rate_limits_left_over():
    cache.clear()


def sign_in(client, person, password=factories.PASSWORD):
    return client.post("/account/login/", {"login": person.email, "password": password})


def signed_in(client):
    return client.get("/account/me/").status_code == 200


def give_second_factor(person):
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def code_now(secret):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_a_password_signs_in(client):
    sign_in(client, factories.alice())
    assert signed_in(client)


def test_an_emailed_code_signs_in_and_leaves_no_code_behind(client):
    alice = factories.alice()
    client.post("/account/login/code/", {"email": alice.email})
    code = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", mail.outbox[0].body, re.MULTILINE)[1]
    client.post("/account/login/code/confirm/", {"code": code})
    assert signed_in(client)
    assert OutgoingMail.objects.get().body == ""


def test_a_wrong_code_does_not_sign_in_and_three_of_them_end_it(client):
    alice = factories.alice()
    client.post("/account/login/code/", {"email": alice.email})
    code = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", mail.outbox[0].body, re.MULTILINE)[1]
    for _ in range(3):
        client.post("/account/login/code/confirm/", {"code": "AAAAAA"})
    client.post("/account/login/code/confirm/", {"code": code})
    assert not signed_in(client)


def test_an_unknown_address_is_answered_like_a_known_one_and_gets_no_mail(client):
    known = client.post("/account/login/code/", {"email": factories.alice().email})
    mail.outbox.clear()
    client.logout()
    unknown = client.post("/account/login/code/", {"email": "nobody@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert mail.outbox == []


def test_an_unknown_address_and_a_wrong_password_get_the_same_words(client):
    def words(response):
        return re.sub(r'value="[^"]*"', "", response.content.decode().split("<main", 1)[1])

    wrong = client.post("/account/login/", {"login": factories.alice().email, "password": "wrong"})
    unknown = client.post("/account/login/", {"login": "nobody@example.org", "password": "wrong"})
    assert words(wrong) == words(unknown)


def test_a_new_password_is_offered_to_an_unknown_address_in_the_same_way(client):
    known = client.post("/account/password/reset/", {"email": factories.alice().email})
    unknown = client.post("/account/password/reset/", {"email": "nobody@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [message.to for message in mail.outbox] == [["alice@example.org"]]


def test_nobody_opens_an_account_without_an_invitation(client):
    from branches.models import User

    values = {"email": "mallory@example.org", "password1": "a long enough password"}
    assert client.post("/account/signup/", values).status_code in (200, 403)
    assert not User.objects.filter(email="mallory@example.org").exists()


def test_guessing_a_password_is_slowed_down(client):
    alice = factories.alice()
    for _ in range(6):
        sign_in(client, alice, "wrong")
    sign_in(client, alice)
    assert not signed_in(client)


def test_a_leaver_does_not_sign_in(client):
    alice = factories.alice()
    alice.is_active = False
    alice.save()
    sign_in(client, alice)
    assert not signed_in(client)


def test_whoever_has_a_second_factor_needs_it_after_the_password(client):
    alice = factories.alice()
    secret = give_second_factor(alice)
    sign_in(client, alice)
    assert not signed_in(client)
    client.post("/account/2fa/authenticate/", {"code": code_now(secret)})
    assert signed_in(client)


def test_the_second_factor_cannot_be_gone_round_by_an_emailed_code(client):
    alice = factories.alice()
    give_second_factor(alice)
    client.post("/account/login/code/", {"email": alice.email})
    code = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", mail.outbox[0].body, re.MULTILINE)[1]
    response = client.post("/account/login/code/confirm/", {"code": code})
    assert response.url.startswith("/account/2fa/authenticate/")
    assert not signed_in(client)


def test_a_new_invitation_does_not_go_round_the_second_factor(client):
    from tests.branches.test_people import invite, token_of

    alice = factories.alice()
    give_second_factor(alice)
    token = token_of(invite(alice.email, branch=factories.branch("Glasgow City")))
    assert client.post(f"/branches/join/{token}/").url.startswith("/account/2fa/authenticate/")
    assert not signed_in(client)


@pytest.mark.parametrize("role", ["staff", "approver", "admin"])
def test_staff_without_a_second_factor_are_led_to_activate_one_in_production(client, settings, role):
    settings.SECOND_FACTOR_REQUIRED = True
    person = getattr(factories, role)()
    client.force_login(person)
    assert client.get("/branches/people/").url == "/account/2fa/totp/activate/"
    assert client.get("/account/2fa/totp/activate/").status_code in (200, 302)
    assert client.get("/account/me/").status_code == 200
    give_second_factor(person)
    assert client.get("/branches/people/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    staff = factories.staff()
    Authenticator.objects.create(user=staff, type=Authenticator.Type.RECOVERY_CODES, data={})
    client.force_login(staff)
    assert client.get("/branches/people/").status_code == 302


def test_secretaries_may_work_without_a_second_factor(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(factories.alice())
    assert client.get("/branches/contacts/").status_code == 200


def test_a_demo_only_offers_staff_a_second_factor(client):
    client.force_login(factories.staff())
    assert client.get("/branches/people/").status_code == 200
    assert "Turn on" in client.get("/account/me/").content.decode()


def test_a_second_factors_secret_stands_encrypted_in_the_database(settings):
    secret = give_second_factor(factories.alice())
    stored = str(Authenticator.objects.get(type="totp").data)
    assert secret not in stored
    adapter = MFAAdapter()
    sealed = adapter.encrypt(secret)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key altogether"
    assert adapter.decrypt(sealed) == secret
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(ImproperlyConfigured):
        adapter.decrypt(sealed)


@pytest.mark.parametrize(
    ("host", "offered"),
    [
        ("localhost:8000", True),
        ("127.0.0.1:8000", False),
        ("[::1]:8000", False),
        ("[::1]", False),
        ("tracker.example.org", True),
    ],
)
def test_passkeys_are_hidden_on_an_ip_address(rf, settings, host, offered):
    settings.ALLOWED_HOSTS = ["*"]
    assert sign_in_options(rf.get("/", headers={"host": host})) == {"passkeys_offered": offered}


def test_each_person_begins_on_a_page_that_is_open_to_them(client):
    for name in ("alice", "staff", "approver", "admin"):
        client.logout()
        response = client.post(
            "/account/login/",
            {"login": getattr(factories, name)().email, "password": factories.PASSWORD},
            follow=True,
        )
        assert response.status_code == 200, name


def test_signing_out_needs_a_post(client):
    client.force_login(factories.alice())
    client.get("/account/logout/")
    assert signed_in(client)
    client.post("/account/logout/")
    assert not signed_in(client)


def test_a_forgotten_password_is_replaced_by_an_emailed_code(client):
    alice = factories.alice()
    assert "Forgot your password?" in client.get("/account/password/reset/").content.decode()
    entering = client.post("/account/password/reset/", {"email": alice.email}, follow=True)
    assert "<h1>Enter the code</h1>" in entering.content.decode()
    code = re.search(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]+)*)\s*$", mail.outbox[-1].body, re.MULTILINE)[1]
    choosing = client.post("/account/password/reset/confirm/", {"code": code}, follow=True)
    assert "Twelve characters or more" in choosing.content.decode()
    new = "four words that differ"
    saved = client.post(
        "/account/password/reset/complete/", {"password1": new, "password2": new}, follow=True
    )
    assert "Your new password is saved" in saved.content.decode()
    assert client.login(request=None, email=alice.email, password=new)
