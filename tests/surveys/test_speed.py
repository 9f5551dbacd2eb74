"""What a respondent's pages cost: statements, bytes, and a cost that does not grow with the questionnaire."""

import time
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
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


def test_answering_a_page_asks_at_most_once(person):
    assert len(statements(lambda: person.press(q0_0="agree"))) <= 1


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


def test_sending_takes_at_most_three_statements(person):
    person.press("finish", q0_0="agree")
    data = {"draft": person.draft, "go": "send"}
    assert len(statements(lambda: person.client.post("/survey/tiny/send/", data))) <= 3


def test_the_thank_you_asks_the_database_nothing_once_the_news_are_gathered(person):
    person.client.get("/survey/tiny/thanks/")
    assert statements(lambda: person.client.get("/survey/tiny/thanks/")) == []


def test_a_page_of_the_starter_is_light(client):
    open_wave(read_workbook(STARTER.read_bytes()))
    person, heaviest = Respondent(client).begin(), 0
    for answer in ("social_worker", *[None] * 40):
        if "/send/" in person.address:
            break
        heaviest = max(heaviest, len(zlib.compress(person.response.content)))
        person.press(**({"role": answer} if answer else {}))
    assert "/send/" in person.address
    assert heaviest < 12_000


def least(action, rounds=80):
    """Return the CPU seconds of the quickest of many rounds: what the work costs, without the machine's noise."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        action()
        taken.append(time.process_time() - start)
    return min(taken)


@pytest.mark.parametrize("move", ["shown", "answered"])
def test_a_pages_cost_does_not_grow_with_the_questionnaire(move):
    """100 questions against 25, five a page, as many answered in both: at most 1.1 times."""
    costs = {}
    for size in (25, 100):
        open_wave(of_length(size, size // 5), slug=f"of-{size}")
        person = Respondent(Client(), slug=f"of-{size}").begin().press(q0_0="agree")
        address = f"/survey/of-{size}/page/p0/"
        assert person.open(address).address == address
        data = {"draft": person.draft, "q0_0": "agree", "q0_1": "agree"}
        act = {
            "shown": lambda person=person, address=address: person.client.get(address),
            "answered": lambda person=person, address=address, data=data: person.client.post(address, data),
        }[move]
        costs[size] = least(act)
    assert costs[100] <= 1.1 * costs[25], costs
