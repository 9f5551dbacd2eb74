"""Limits on sending: an office may share one address, nothing is written down, and what was typed is kept."""

import pytest
from django.test import RequestFactory

from branches import pace
from surveys import crowding, pausing
from surveys.models import SealedResponse
from tests.surveys.asking import Respondent, one, open_wave, page, questionnaire

pytestmark = pytest.mark.django_db
OFFICE, ELSEWHERE = "192.0.2.7", "192.0.2.8"


@pytest.fixture(autouse=True)
def nobody_yet(settings):
    settings.SENDINGS_AN_HOUR = 60
    crowding.forget()
    yield
    crowding.forget()


@pytest.fixture
def wave():
    return open_wave(questionnaire(page("work", one("staffing"))))


def at_sending(client, address):
    client.defaults["REMOTE_ADDR"] = address
    person = Respondent(client).begin()
    return person.press(staffing="agree")


def test_sixty_colleagues_of_one_office_can_answer_within_an_hour(client, wave):
    for _ in range(60):
        assert at_sending(client, OFFICE).press().has("thanks")
    assert SealedResponse.objects.count() == 60


def test_the_next_one_is_told_so_and_keeps_the_answers(client, wave):
    for _ in range(60):
        crowding._senders.allows(OFFICE)
    person = at_sending(client, OFFICE).press()
    assert person.response.status_code == 429
    assert "Nothing was saved" in person.errors
    assert SealedResponse.objects.count() == 0
    crowding.forget()
    assert person.press().has("thanks")


def test_another_office_is_not_kept_waiting(client, wave):
    for _ in range(60):
        crowding._senders.allows(OFFICE)
    assert at_sending(client, ELSEWHERE).press().has("thanks")


def test_an_hour_later_the_same_office_goes_on():
    crowd = pace.Pace(60, crowding.HOUR, together=None)
    assert all(crowd.allows(OFFICE, now=1000.0 + number) for number in range(60))
    assert not crowd.allows(OFFICE, now=1100.0)
    assert crowd.allows(OFFICE, now=1000.0 + crowding.HOUR)
    assert not crowd.allows(OFFICE, now=1000.5 + crowding.HOUR)


def test_addresses_are_held_as_hashes_and_forgotten_when_idle():
    crowd = pace.Pace(60, crowding.HOUR, together=None)
    crowd.allows(OFFICE, now=1000.0)
    assert OFFICE not in repr(vars(crowd))
    crowd.allows(ELSEWHERE, now=1001.0 + crowding.HOUR)
    assert len(crowd._sent) == 1


@pytest.mark.parametrize(
    ("proxies", "forwarded", "found"),
    [
        (0, "203.0.113.9", OFFICE),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "made up, 203.0.113.9", "203.0.113.9"),
        (1, "", OFFICE),
    ],
)
def test_only_the_proxys_word_on_an_address_counts(proxies, forwarded, found, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=OFFICE, HTTP_X_FORWARDED_FOR=forwarded)
    assert pace.address_of(request) == found


def test_trying_codes_of_paused_drafts_is_limited_too(client, wave, monkeypatch):
    monkeypatch.setattr(crowding, "CODES_AN_HOUR", 2)
    monkeypatch.setattr(pausing, "resume", refuse)
    client.defaults["REMOTE_ADDR"] = OFFICE
    answers = [client.post("/survey/tiny/resume/", {"code": "x"}).status_code for _ in range(3)]
    assert answers == [200, 200, 429]


def refuse(open_wave, code):
    raise pausing.NoSuchDraft
