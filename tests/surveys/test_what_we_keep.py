"""The page on what is kept tells every column that the database has."""

import pytest

from surveys.what_we_keep import ABOUT_NOBODY, TABLES, live_columns
from tests.surveys.asking import Respondent, one, open_wave, questionnaire

pytestmark = pytest.mark.django_db


def test_every_live_column_is_described_and_none_that_is_gone():
    live = {table: set(columns) for table, columns in live_columns().items() if table not in ABOUT_NOBODY}
    assert live == {table: set(words) for table, (_, _, words) in TABLES.items()}


def test_the_page_shows_every_table(client):
    open_wave(questionnaire(one("a")))
    person = Respondent(client).open("/survey/tiny/what-we-keep/")
    assert "Sealed responses" in person.words
    assert "Not yet described" not in person.words
