"""A passkey from beginning to end in Chromium, with its own virtual authenticator: add, sign in with it, take it away."""

import os

import pytest

from tests import site
from tests.browser import judges
from tests.browser.conftest import PHONE, press

pytestmark = pytest.mark.browser
KEYS = "/account/2fa/webauthn/"


@pytest.fixture
def phone(chromium, site_url):
    """A page of the administrator's browser, whose device holds keys and says yes to its owner."""
    context = chromium.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(site_url)
    press(page, page.locator("form:has(input[name=person][value=admin]) button").first)
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable", {"enableUI": False})
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
    }
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    device = devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    page.keys_held = lambda: devices.send("WebAuthn.getCredentials", {"authenticatorId": device})[
        "credentials"
    ]
    page.faults = judges.Listener(page, site_url).faults
    yield page
    context.close()


def prove_password(page):
    """Adding a key asks for the password again."""
    if page.locator("[name=password]").count():
        page.fill("[name=password]", os.environ.get("DEMO_PASSWORD", site.PASSWORD))
        press(page, page.locator("main form button.pt-button").first)


def add_key(page, site_url):
    page.goto(f"{site_url}{KEYS}add/")
    prove_password(page)
    page.fill("[name=name]", "My phone")
    with page.expect_navigation():
        page.locator("#mfa_webauthn_add").click()


def sign_out(page):
    press(page, page.get_by_role("button", name="Sign out").first)


def sign_in_with_key(page, site_url):
    page.goto(f"{site_url}/account/login/")
    page.locator("#passkey_login").click()


def remove_keys(page, site_url):
    while True:
        page.goto(f"{site_url}{KEYS}")
        prove_password(page)
        links = page.locator("a[href*='/remove/']")
        if not links.count():
            return
        press(page, links.first)
        prove_password(page)
        press(page, page.locator("main form button").first)


def test_a_passkey_is_added_signs_in_and_is_taken_away(phone, site_url):
    add_key(phone, site_url)
    assert len(phone.keys_held()) == 1
    phone.goto(f"{site_url}{KEYS}")
    assert "My phone" in phone.locator("main").inner_text()
    sign_out(phone)
    sign_in_with_key(phone, site_url)
    phone.wait_for_url(lambda url: "/account/login" not in url)
    assert phone.goto(f"{site_url}/account/me/").status == 200
    remove_keys(phone, site_url)
    assert phone.faults == []


@pytest.mark.slow
def test_a_key_of_nobody_here_signs_nobody_in(phone, site_url):
    add_key(phone, site_url)
    remove_keys(phone, site_url)
    sign_out(phone)
    sign_in_with_key(phone, site_url)
    phone.wait_for_timeout(1500)
    assert "/account/login/" in phone.goto(f"{site_url}/account/me/").url
