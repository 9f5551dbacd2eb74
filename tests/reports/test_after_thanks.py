"""What a respondent reads after the thanks: the last published release and employers' public answers, nothing unpublished."""

import pytest
from django.db import OperationalError
from django.utils.functional import Promise

from branches.models import Audience
from reports.after_thanks import last_results
from surveys import after_thanks
from tests.branches import records
from tests.reports import shelves
from tests.surveys.asking import Respondent, one, open_wave, questionnaire

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept():
    after_thanks.forget()
    yield
    after_thanks.forget()


@pytest.fixture
def words(client):
    """What the thank-you says to somebody who is not signed in."""
    open_wave(questionnaire(one("a")))
    return lambda: Respondent(client).open("/survey/tiny/thanks/").words


def test_the_last_published_figure_is_told_with_its_range(words):
    shelves.release()
    assert shelves.SAID in words()
    assert "Last time: Autumn-2025" in words()


def test_its_heading_and_link_wait_for_each_readers_language(db):
    shelves.release()
    news = last_results()
    assert isinstance(news.heading, Promise)
    assert isinstance(news.link, Promise)


def test_an_unpublished_release_is_not_told(words):
    shelves.release(state="frozen")
    assert "Last time" not in words()


def test_what_employers_answered_in_public_is_told_as_a_count_of_council_areas(words):
    asked = records.ask(records.campaign(), audience=Audience.PUBLIC)
    records.reply(asked, audience=Audience.PUBLIC)
    assert "1 of 1 have a working group" in words()


def test_what_a_branch_shares_with_branches_only_is_not_told(words):
    asked = records.ask(records.campaign(), audience=Audience.PUBLIC)
    records.reply(asked, audience=Audience.SHARED)
    assert "have a working group" not in words()


def test_a_provider_that_can_not_reach_the_database_leaves_the_thanks_standing(words):
    def out_of_reach():
        raise OperationalError("gone")

    after_thanks.register(out_of_reach)
    try:
        assert "Thank you" in words()
    finally:
        after_thanks._PROVIDERS.remove(out_of_reach)
