"""The front page and the demonstration: three doors, five people, and no way in outside a demonstration."""

import datetime
import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.utils import timezone

from branches.models import User
from reports import demo, front, shown, tour
from reports.models import Benchmark, Finding
from surveys.models import Wave
from tests import factories
from tests.reports import samples
from tests.surveys import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def demonstration(settings):
    settings.DEMO_MODE = True
    settings.EMBEDDED_DATABASE = True


@pytest.fixture
def people():
    for person in demo.PEOPLE:
        factories.user(person.email)


def first_survey_link(page):
    found = re.search(r'href="(/survey/[^"]+)"', page.content.decode())
    return found and found[1]


def test_a_stranger_finds_three_doors(client):
    page = client.get("/").content.decode()
    assert page.count('class="pt-card pt-door"') == 3
    for address in ("/national/", "/councils/", "/account/login/"):
        assert f'href="{address}"' in page


def test_without_an_open_survey_the_page_says_so_and_leads_on(client):
    making.draft()
    page = client.get("/")
    assert "No survey is open" in page.content.decode()
    assert first_survey_link(page) is None


def test_the_first_survey_link_is_the_wave_that_was_opened_first(client):
    wave = making.opened()
    making.opened("later")
    assert first_survey_link(client.get("/")) == f"/survey/{wave.slug}/"


def test_a_wave_past_its_closing_time_has_no_door(client):
    wave = making.opened()
    Wave.objects.filter(pk=wave.pk).update(
        opens_at=timezone.now() - datetime.timedelta(days=9),
        closes_at=timezone.now() - datetime.timedelta(minutes=1),
    )
    assert first_survey_link(client.get("/")) is None


def test_a_practice_survey_says_simulated_at_its_door(client):
    making.opened(simulated=True)
    assert "pt-simulated" in client.get("/").content.decode()


@pytest.mark.parametrize("address", ["/how-we-protect-answers/", "/accessibility/", "/sources/", "/method/"])
def test_a_public_text_opens_for_a_stranger(client, address):
    page = client.get(address)
    assert page.status_code == 200
    assert page.content.decode().count("<h1>") == 1


@pytest.mark.parametrize("address", ["/demo/tour/", "/demo/mails/", "/demo/components/"])
def test_outside_a_demonstration_its_pages_do_not_exist(client, settings, address):
    settings.DEMO_MODE = False
    assert client.get(address).status_code == 404


def test_outside_a_demonstration_nobody_enters_as_somebody(client, settings, people):
    settings.DEMO_MODE = False
    assert client.post("/demo/enter/", {"person": "staff"}).status_code == 404
    assert "_auth_user_id" not in client.session
    assert "Look around as somebody" not in client.get("/").content.decode()


def test_in_a_demonstration_one_click_enters(client, demonstration, people):
    assert client.get("/").content.decode().count('name="person"') == 5
    answer = client.post("/demo/enter/", {"person": "glasgow"})
    assert (answer.status_code, answer.url) == (302, "/branches/")
    assert client.session["_auth_user_id"] == str(User.objects.get(email="glasgow@demo.example").pk)


def test_entering_is_by_post_only(client, demonstration, people):
    assert client.get("/demo/enter/?person=staff").status_code == 405


@pytest.mark.parametrize("person", ["", "nobody", "staff@demo.example"])
def test_only_the_five_can_be_entered_as(client, demonstration, people, person):
    assert client.post("/demo/enter/", {"person": person}).status_code == 404


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_the_tour_s_button_leads_nowhere_but_here(client, demonstration, people, elsewhere):
    answer = client.post("/demo/enter/", {"person": "staff", "next": elsewhere})
    assert answer.url == "/branches/"


def test_a_person_who_was_switched_off_cannot_be_entered_as(client, demonstration, people):
    User.objects.filter(email="staff@demo.example").update(is_active=False)
    assert client.post("/demo/enter/", {"person": "staff"}).status_code == 404


def practice(slug="practice-1", **options):
    return making.opened(slug, simulated=True, **options)


def test_the_tour_has_five_steps_and_begins_with_an_answer(client, demonstration):
    page = client.get("/demo/tour/")
    assert [step.current for step in page.context["steps"]] == [True, False, False, False, False]


def test_the_tour_s_first_button_leads_to_the_open_practice_survey(client, demonstration, people):
    wave = practice()
    making.opened("real")
    assert client.post("/demo/tour/begin/").url == f"/survey/{wave.slug}/"


def test_without_an_open_practice_survey_the_tour_opens_one_that_is_simulated(client, demonstration, people):
    making.version("starter")
    answer = client.post("/demo/tour/begin/")
    made = Wave.objects.get()
    assert answer.url == f"/survey/{made.slug}/"
    assert made.is_open and made.simulated


def test_outside_a_demonstration_the_tour_opens_nothing(client, settings, people):
    settings.DEMO_MODE = False
    assert client.post("/demo/tour/begin/").status_code == 404
    assert not Wave.objects.exists()


def test_the_tour_never_runs_through_a_real_wave(demonstration):
    making.opened("practice-1", simulated=False)
    assert tour.wave() is None


def test_once_closed_and_mixed_the_tour_goes_on_to_the_figures(demonstration):
    making.mixed("practice-1", simulated=True)
    assert [step.done for step in tour.steps(tour.wave())] == [True, True, False, False, False]


def test_components_show_their_errors_when_asked_with_answers(client, demonstration):
    assert b'id="error-summary"' in client.get("/demo/components/?name=").content


def test_a_demonstration_stops_on_a_database_where_real_people_answered(settings):
    settings.DEMO_MODE, settings.EMBEDDED_DATABASE = True, False
    wave = making.opened(simulated=False)
    demo.refuse_real_answers()
    making.send(wave)
    with pytest.raises(ImproperlyConfigured, match="real survey"):
        demo.refuse_real_answers()


def test_practice_in_a_database_that_the_demonstration_was_loaded_into_does_not_stop_it(settings, people):
    settings.DEMO_MODE, settings.EMBEDDED_DATABASE = True, False
    making.send(making.opened(simulated=False))
    demo.refuse_real_answers()


def test_no_demonstration_is_loaded_where_real_people_answered(settings):
    settings.EMBEDDED_DATABASE = False
    making.send(making.opened(simulated=False))
    with pytest.raises(CommandError, match="real survey"):
        call_command("load_demo")
    assert not User.objects.exists()


def test_no_demonstration_is_loaded_into_a_site_in_use(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="DEMO_MODE=true"):
        call_command("load_demo")
    assert not User.objects.exists()


def test_simulated_answers_do_not_stop_a_demonstration(settings):
    settings.DEMO_MODE, settings.EMBEDDED_DATABASE = True, False
    making.send(making.opened(simulated=True))
    demo.refuse_real_answers()


def test_real_answers_do_not_stop_the_real_thing(settings):
    settings.DEMO_MODE, settings.EMBEDDED_DATABASE = False, False
    making.send(making.opened(simulated=False))
    demo.refuse_real_answers()


def published_finding(**values):
    finding = Finding.objects.create(
        slug="staffing",
        title="Staffing",
        sentence="say their team does not have enough staff",
        question="team_has_enough_staff",
        wording="Enough staff?",
        counting_choices=["no"],
    )
    Benchmark.objects.create(
        finding=finding,
        slug="staffing-2021",
        share=74,
        words="74 %",
        place="Scotland",
        year=2021,
        when="November 2021",
        base=261,
        population="social workers",
        source="Keeping the Promise",
        **values,
    )


def test_without_a_release_the_placard_is_the_published_figure_with_place_year_and_base(client):
    published_finding()
    words = " ".join(client.get("/").content.decode().split())
    for part in ("74 %", "say their team does not have enough staff", "Scotland", "2021", "261"):
        assert part in words


def test_a_release_s_figure_takes_the_placard_with_its_range_and_says_simulated():
    shown_table = samples.table()
    reading = shown.Reading("spring/1", {("team_has_enough_staff", (), False): shown_table}, {})
    fact = shown.FindingFacts(
        "s", "S", "say their team lacks staff", "team_has_enough_staff", "?", (), (), ()
    )
    placard = front._placard(shown.Shelf((reading,), (fact,), (), (), True, datetime.date.today()))
    assert placard.number.endswith(" %")
    assert placard.spread.startswith("between ")
    assert placard.simulated == shown_table.provenance.simulated


def test_without_any_figure_there_is_no_placard(client):
    assert "pt-placard" not in client.get("/").content.decode()
