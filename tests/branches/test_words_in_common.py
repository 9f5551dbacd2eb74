"""The words that many pages share: a date, the mark of simulated data, a date that cannot be."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from branches.actions import IN_THE_FUTURE, ActionRefused, refuse_future
from branches.days import day_in_words
from branches.simulated import marked


def test_a_date_is_written_without_a_nought_before_its_day():
    assert day_in_words(date(2026, 3, 4)) == "4 March 2026"


def test_simulated_words_are_marked_once_and_real_ones_never():
    assert marked("A seat", True) == "Simulated: A seat"
    assert marked(marked("A seat", True), True) == "Simulated: A seat"
    assert marked("A seat", False) == "A seat"


def test_today_may_be_logged_and_tomorrow_not():
    today = timezone.localdate()
    refuse_future(today)
    with pytest.raises(ActionRefused, match=IN_THE_FUTURE):
        refuse_future(today + timedelta(days=1))
