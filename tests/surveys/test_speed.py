"""What a respondent's pages cost: statements, bytes, and a cost that does not grow with the questionnaire."""

import re
import sys
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from branches.permissions import PUBLIC
from surveys import open_waves
from surveys.routes.respond import urlpatterns
from surveys.xlsform import read_workbook
from tests.surveys.asking import Respondent, ask, one, open_wave, page, questionnaire

STARTER = Path(__file__).parents[2] / "surveys/questionnaires/starter.xlsx"
pytestmark = pytest.mark.django_db


def of_length(questions, pages):
    each = questions // pages
    made = [page(f"p{p}", *(one(f"q{p}_{n}") for n in range(each))) for p in range(pages)]
    return questionnaire(*made, ask("comment", "text"))


@pytest.fixture
def person(client):
    open_wave(of_length(30, 6))
    return Respondent(client).begin()


def statements(action):
    with CaptureQueriesContext(connection) as captured:
        action()
    return [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]


def test_looking_at_a_page_asks_the_database_nothing(person):
    assert statements(lambda: person.client.get("/survey/tiny/page/p0/")) == []
    assert statements(lambda: person.client.get("/survey/tiny/")) == []


def test_every_view_of_a_respondent_goes_the_short_way():
    views = [each.callback for each in urlpatterns]
    assert views
    assert all(view.asks_nobody and view.csrf_exempt and view.permission == PUBLIC for view in views)


def test_answering_a_page_asks_the_database_nothing_while_its_wave_is_freshly_read(person):
    assert statements(lambda: person.press(q0_0="agree")) == []


def test_a_page_knows_of_a_close_within_seconds_at_the_cost_of_one_statement(person):
    held = open_waves._held["tiny"]
    open_waves._held["tiny"] = replace(held, read_at=held.read_at - open_waves.POST_SECONDS - 1)
    assert (
        len(
            statements(
                lambda: person.client.post("/survey/tiny/page/p0/", {"draft": person.draft, "q0_0": "agree"})
            )
        )
        == 1
    )


def test_sending_takes_one_statement(person):
    person.press("finish", q0_0="agree")
    data = {"draft": person.draft, "go": "send"}
    assert len(statements(lambda: person.client.post("/survey/tiny/send/", data))) == 1


def test_the_thank_you_asks_the_database_nothing_once_the_news_are_gathered(person):
    person.client.get("/survey/tiny/thanks/")
    assert statements(lambda: person.client.get("/survey/tiny/thanks/")) == []


def heaviest_page(client):
    """The starter's page of most bytes, as somebody meets it who skips nearly everything."""
    open_wave(read_workbook(STARTER.read_bytes()))
    person, found = Respondent(client).begin(), b""
    for answer in ("social_worker", *[None] * 40):
        if "/send/" in person.address:
            break
        found = max(found, person.response.content, key=lambda content: len(zlib.compress(content)))
        person.press(**({"role": answer} if answer else {}))
    assert "/send/" in person.address
    return found


def test_a_page_of_the_starter_is_light(client):
    assert len(zlib.compress(heaviest_page(client))) < 12_000


def test_a_cold_visit_takes_four_requests_and_40_kilobytes(client):
    page = heaviest_page(client).decode()
    sheets = re.findall(r'rel="stylesheet" href="([^"]+)"', page)
    styles = [client.get(sheet).content.decode() for sheet in sheets]
    others = re.findall(r'<(?:script|img)[^>]* src="([^"]+)"', page)
    others += [font for style in styles for font in re.findall(r'url\("?([^")]+)', style)]
    files = [finders.find(each.removeprefix("/static/")) for each in dict.fromkeys(others)]
    parts = [
        page.encode(),
        *(style.encode() for style in styles),
        *(Path(file).read_bytes() for file in files),
    ]
    assert 3 <= len(parts) <= 4
    assert sum(len(zlib.compress(part)) for part in parts) < 40_000


def steps(action):
    """How many lines of Python the action runs, a loop's each time: the same on a busy machine as on an idle one."""
    count, before = 0, sys.gettrace()

    def on_event(frame, event, arg):
        nonlocal count
        count += event == "line"
        return on_event

    sys.settrace(on_event)
    try:
        action()
    finally:
        sys.settrace(before)
    return count


def least(actions, rounds=5):
    """Return each action's steps in its leanest of a few rounds: the first ones fill what is kept for later."""
    return {name: min(steps(action) for _ in range(rounds)) for name, action in actions.items()}


@pytest.mark.parametrize("move", ["shown", "answered"])
def test_a_pages_cost_does_not_grow_with_the_questionnaire(move):
    """100 questions against 25, five a page, as many answered in both: less than a step for every third of the 75 more."""
    actions = {}
    for size in (25, 100):
        open_wave(of_length(size, size // 5), slug=f"of-{size}")
        person = Respondent(Client(), slug=f"of-{size}").begin().press(q0_0="agree")
        address = f"/survey/of-{size}/page/p0/"
        assert person.open(address).address == address
        data = {"draft": person.draft, "q0_0": "agree", "q0_1": "agree"}
        actions[size] = {
            "shown": lambda person=person, address=address: person.client.get(address),
            "answered": lambda person=person, address=address, data=data: person.client.post(address, data),
        }[move]
    costs = least(actions)
    assert costs[100] < costs[25] + 75 / 3, costs
