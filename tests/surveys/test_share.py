"""Tests of the words and the poster that branches invite with, and of the monitor's workforce figure."""

import datetime

import pytest
from django.urls import reverse

from branches.models import FamilyGroup
from reports.models import WorkforceTable
from reports.workforce import import_workforce
from surveys import duties, sharing
from tests import factories
from tests.surveys import making

pytestmark = pytest.mark.django_db
PAGE = "/waves/share/"
WORKFORCE = (
    b"column,category,total\nnamed_group,1,400\nnamed_group,2,600\nrole,social_worker,700\nrole,senior,300\n"
)


@pytest.fixture
def wave():
    return making.opened(closes_at=datetime.datetime(2040, 3, 25, 17, tzinfo=datetime.UTC))


def test_a_secretary_finds_words_in_the_name_of_their_branch(client, wave):
    client.force_login(factories.alice())
    page = client.get(PAGE).content.decode()
    assert page.count("<textarea") == 3
    assert "with South Lanarkshire branch" in page
    assert reverse("surveys:survey-start", args=["one"]) in page


def test_a_secretary_speaks_for_no_other_branch(client, wave):
    factories.branch("Glasgow City")
    client.force_login(factories.alice())
    page = client.get(PAGE, {"branch": "glasgow-city"}).content.decode()
    assert "Glasgow City branch" not in page


def test_staff_may_word_them_for_any_branch(client, wave):
    factories.branch("Glasgow City")
    client.force_login(factories.staff())
    assert "Glasgow City branch" in client.get(PAGE, {"branch": "glasgow-city"}).content.decode()
    assert " branch," not in client.get(PAGE).content.decode()


def test_the_reminder_goes_to_everybody_and_says_so(wave):
    words = {each.label: each.text for each in sharing.texts(wave)}
    assert "This goes to everybody, because nobody knows who has answered" in words["Reminder, to everybody"]
    assert "25 March 2040" in words["Reminder, to everybody"]


def test_every_text_of_a_practice_wave_says_simulated():
    wave = making.opened(simulated=True)
    assert all("[Simulated" in each.text for each in sharing.texts(wave))


def test_a_branchs_name_that_says_branch_says_it_once(wave):
    words = " ".join(
        each.text for each in sharing.texts(wave, factories.branch("Glasgow City branch", councils=[]))
    )
    assert "Glasgow City branch" in words
    assert "branch branch" not in words


def test_without_an_open_survey_the_page_says_so(client):
    client.force_login(factories.alice())
    assert "No survey is open" in client.get(PAGE).content.decode()


def test_the_monitor_sets_the_band_against_the_workforce(client, wave):
    for number in (1, 2):
        FamilyGroup.objects.get_or_create(number=number)
    staff = factories.staff()
    client.force_login(staff)
    assert "no workforce figures were imported" in client.get(wave.get_absolute_url()).content.decode()
    import_workforce(content=WORKFORCE, source="Staff statistics", as_of=datetime.date(2025, 9, 1), by=staff)
    for number in range(12):
        making.send(wave, number)
    duties.refresh_bands()
    page = client.get(wave.get_absolute_url()).content.decode()
    assert WorkforceTable.objects.count() == 1
    assert "10–24 responses" in page
    assert "1,000 people (Staff statistics, 1 September 2025)" in page


def test_the_band_stands_still_until_the_next_day(wave):
    duties.refresh_bands()
    for number in range(12):
        making.send(wave, number)
    wave.refresh_from_db()
    assert wave.band == "under 10"
