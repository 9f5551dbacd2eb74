"""Tests of staff's wave pages: who may, what they see, what the buttons do."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from surveys import wave_pages, waves
from surveys.models import Invitation, Wave
from surveys.wave_forms import ScottishMoment, WaveForm
from tests import factories
from tests.surveys import making

pytestmark = pytest.mark.django_db
PAGES = ["wave-list", "wave-new"]
OF_A_WAVE = ["wave-detail", "wave-close"]


@pytest.fixture
def staff(client):
    client.force_login(factories.staff())
    return client


@pytest.fixture
def starter():
    return making.version("starter")


def at(name, *args):
    return reverse(f"surveys:{name}", args=args)


@pytest.mark.parametrize("name", PAGES)
def test_only_staff_sees_the_pages(client, name):
    assert client.get(at(name)).status_code == 302
    client.force_login(factories.alice())
    assert client.get(at(name)).status_code == 403
    client.force_login(factories.staff())
    assert client.get(at(name)).status_code == 200


@pytest.mark.parametrize("name", OF_A_WAVE)
def test_only_staff_sees_a_wave(client, name):
    making.opened()
    assert client.get(at(name, "one")).status_code == 302
    client.force_login(factories.alice())
    assert client.get(at(name, "one")).status_code == 403
    client.force_login(factories.staff())
    assert client.get(at(name, "one")).status_code == 200
    assert client.get(at(name, "nowhere")).status_code == 404


@pytest.mark.parametrize("name", ["wave-open", "wave-colleagues"])
def test_buttons_act_by_post_only(staff, name):
    making.draft()
    assert staff.get(at(name, "one")).status_code == 405


def test_a_practice_wave_goes_from_its_button_to_the_store(staff, starter):
    making.draft()  # brings the council areas
    page = staff.post(at("wave-practice"), follow=True)
    wave = Wave.objects.get(slug="practice-1")
    assert wave.simulated
    assert wave.is_open
    assert "Simulated" in page.content.decode()
    staff.post(at("wave-colleagues", wave.slug), {"count": 30})
    wave.refresh_from_db()
    assert wave.band == "25–49"
    page = staff.post(at("wave-close", wave.slug), follow=True).content.decode()
    wave.refresh_from_db()
    assert (wave.state, wave.responses, wave.inbox_key_destroyed) == ("mixed", 30, True)
    assert "Propose a release" in page


def test_without_a_questionnaire_the_button_says_what_is_missing(staff):
    page = staff.post(at("wave-practice"), follow=True).content.decode()
    assert "there is no starter questionnaire yet" in page


def test_an_open_wave_shows_a_band_and_never_a_number(staff):
    wave = making.opened()
    for number in range(37):
        making.send(wave, number)
    words = re.sub("<[^>]*>", " ", staff.get(at("wave-detail", "one")).content.decode())
    assert "Under 10 responses" in words  # refreshed once a day, so still the first day's
    assert not re.search(r"(?<![\w:])37(?!\w)", words)  # hashes and the time of day may hold it


def test_a_real_wave_is_opened_by_a_second_person_only(staff, client):
    made = waves.new_wave(
        by=factories.staff(), slug="real", title="Real", version=making.version("real"), mode="open"
    )
    making.draft()
    page = staff.post(at("wave-open", "real"), follow=True).content.decode()
    assert "a second person opens a survey that gathers real answers" in page
    assert "A second person opens it" in page
    assert "Approve and open" not in page
    made.refresh_from_db()
    assert made.state == "draft"
    client.force_login(factories.approver())
    assert "Approve and open" in client.get(at("wave-detail", "real")).content.decode()
    client.post(at("wave-open", "real"))
    made.refresh_from_db()
    assert (made.state, made.opened_by) == ("open", factories.approver())


def test_codes_leave_once_as_a_file_and_only_their_hashes_stay(staff):
    making.opened(mode="invitation")
    answer = staff.post(at("wave-invitations", "one"), {"count": 3})
    lines = answer.content.decode().split()
    assert len(lines) == 4
    code, address = lines[1].split(",")
    assert address.endswith(f"/survey/one/#{code}")
    kept = str(list(Invitation.objects.values()))
    assert code not in kept
    assert code.replace("-", "") not in kept
    assert making.send(Wave.objects.get(slug="one"), code=code).repeated is False


def test_an_open_link_has_no_codes(staff):
    making.opened()
    assert staff.get(at("wave-invitations", "one")).status_code == 404


def test_colleagues_never_join_a_real_wave(staff):
    making.opened()
    assert staff.post(at("wave-colleagues", "one"), {"count": 30}).status_code == 404


def planned(starter, **more):
    """What the form of a planned survey posts."""
    return {
        "title": "Autumn 2026",
        "questionnaire": starter.questionnaire_id,
        "mode": "open",
        "expected_size": "120",
        "retention_until": "2030-01-01",
        "opens_at": "",
        "closes_at": "",
        "results_due": "",
        **more,
    }


def test_planning_a_survey_makes_a_draft_with_its_geography_by_size(staff, starter):
    values = planned(starter)
    staff.post(at("wave-new"), values)
    wave = Wave.objects.get(slug="autumn-2026")
    assert (wave.state, wave.geography, wave.made_by) == ("draft", "named_groups", factories.staff())
    again = staff.post(at("wave-new"), values).content.decode()
    assert "There is a survey of this name already" in again
    assert "<title>Error:" in again


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (
            {"retention_until": "2020-01-01"},
            "The answers would be destroyed at once: choose a day that is still to come.",
        ),
        (
            {"retention_until": "2030-01-01", "closes_at": "01/02/2030 17:00"},
            "destroyed before the survey has closed: choose a later day",
        ),
    ],
)
def test_planning_asks_for_a_day_after_the_survey_for_the_end_of_its_answers(staff, starter, changed, words):
    page = staff.post(at("wave-new"), planned(starter, **changed))
    assert words in page.context["form"].errors["retention_until"][0]
    assert not Wave.objects.filter(slug="autumn-2026").exists()


def test_pairs_of_questions_are_declared_before_the_survey_opens(staff, starter):
    pairs = {"pair_1_first": "staffing", "pair_1_second": "role"}
    third = {"pair_3_first": "role", "pair_3_second": "council"}
    staff.post(at("wave-new"), planned(starter, **pairs, **third))
    wave = Wave.objects.get(slug="autumn-2026")
    assert wave.declared_pairs == [["staffing", "role"], ["role", "council"]]
    assert "Enough staff? × Role?" in staff.get(wave.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        ({"pair_1_first": "role"}, "Pair 1: choose two questions, or none"),
        ({"pair_2_first": "role", "pair_2_second": "role"}, "Pair 2: choose two different questions"),
        ({"pair_1_first": "role", "pair_1_second": "caseload"}, "Choose a question from the list"),
        (
            {
                "pair_1_first": "role",
                "pair_1_second": "staffing",
                "pair_6_first": "staffing",
                "pair_6_second": "role",
            },
            "Pair 6: these two are paired already",
        ),
    ],
)
def test_a_pair_that_cannot_be_declared_is_explained(staff, starter, pairs, words):
    shown = staff.post(at("wave-new"), planned(starter, **pairs)).content.decode()
    assert words in shown
    assert not Wave.objects.filter(slug="autumn-2026").exists()


@pytest.mark.parametrize(
    ("opens", "kept"),
    [
        ("29/03/2026 00:59", "2026-03-29T00:59:00+00:00"),
        ("29/03/2026 01:30", None),  # the clocks jump over it
        ("29/03/2026 02:00", "2026-03-29T01:00:00+00:00"),
        ("25/10/2026 00:59", "2026-10-24T23:59:00+00:00"),
        ("25/10/2026 01:30", None),  # it comes twice
        ("25/10/2026 02:00", "2026-10-25T02:00:00+00:00"),
    ],
)
def test_dates_are_scottish_time_on_both_days_on_which_the_clocks_change(opens, kept, starter):
    form = WaveForm({"opens_at": opens})
    form.is_valid()
    found = form.cleaned_data.get("opens_at")
    assert (found.astimezone(UTC).isoformat() if found else None) == kept
    assert ("opens_at" in form.errors) is (kept is None)
    if kept is None:
        assert "Choose a time before 01:00 or from 02:00" in form.errors["opens_at"][0]


@pytest.mark.parametrize(
    ("typed", "instant"),
    [
        ("28/03/2027 02:00", datetime(2027, 3, 28, 1, tzinfo=UTC)),
        ("31/10/2027 02:00", datetime(2027, 10, 31, 2, tzinfo=UTC)),
        ("31/10/2027 00:30", datetime(2027, 10, 30, 23, 30, tzinfo=UTC)),
    ],
)
def test_a_survey_opens_and_closes_at_the_very_moment_on_days_on_which_the_clocks_change(typed, instant):
    moment, second = ScottishMoment().clean(typed), timedelta(seconds=1)
    making.opened("closing", closes_at=moment)
    waves.approve_wave(wave=making.draft("opening", opens_at=moment), by=None)
    assert not Wave.objects.due_to_open(instant - second).exists()
    assert not Wave.objects.due_to_close(instant - second).exists()
    assert Wave.objects.due_to_open(instant).get().slug == "opening"
    assert Wave.objects.due_to_close(instant).get().slug == "closing"
    shown = {row["key"]: row["value"] for row in wave_pages.facts(Wave.objects.get(slug="closing"))}
    assert shown["Closes"].endswith(typed[-5:])
