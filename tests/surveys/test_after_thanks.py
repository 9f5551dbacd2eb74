"""After the thanks: what the last results were, what employers answered, whom to talk to; also while nothing is known."""

import pytest
from django.utils import timezone

from surveys import after_thanks
from tests.surveys.asking import Respondent, one, open_wave, questionnaire

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept():
    after_thanks.forget()
    yield
    after_thanks.forget()


@pytest.fixture
def person(client):
    open_wave(questionnaire(one("a")), results_due=timezone.localdate())
    return Respondent(client)


def thanked(person):
    return person.begin().press(a="agree").press()


def test_the_thank_you_says_when_results_come_and_whom_to_talk_to(person):
    thanked(person)
    assert person.has("thanks")
    assert f"By {timezone.localdate():%-d %B %Y}" in person.words
    assert "Your branch. Its officers" in person.words
    assert "That page is not anonymous" in person.words
    assert person.tree.xpath("//a[@href='/tell-your-branch/']")


def test_without_any_result_the_page_points_to_the_picture(person):
    assert "See the picture so far" in thanked(person).words
