"""Deadlines are counted as the Act counts them, and can say so."""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branches import deadlines
from branches.deadlines import DeadlineError

VECTORS = list(csv.DictReader((Path(__file__).parent.parent / "data" / "foisa_deadlines.csv").open()))


def test_all_twelve_vectors_are_here():
    assert len(VECTORS) == 12


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: row["received"])
def test_a_request_is_due_on_the_day_the_act_gives(row):
    due = deadlines.foisa_due(date.fromisoformat(row["received"]))
    assert due == date.fromisoformat(row["due_foisa_20wd_scotland"])


def test_a_moment_of_receipt_counts_as_its_day():
    assert deadlines.foisa_due(datetime(2021, 4, 1, 23, 59)) == date(2021, 4, 30)


@given(st.dates(date(2015, 1, 1), date(2035, 1, 1)), st.integers(1, 60))
def test_counting_agrees_with_a_slow_second_way(start, count):
    days = (start + timedelta(days=n) for n in range(1, 200))
    slow = [
        day
        for day in days
        if day.weekday() < 5 and day not in dict(deadlines.holidays_between(start, date(2036, 1, 1)))
    ]
    assert deadlines.add_working_days(start, count) == slow[count - 1]


def test_easter_monday_counts_because_it_is_no_bank_holiday_in_scotland():
    assert deadlines.is_working_day(date(2026, 4, 6))
    assert not deadlines.is_working_day(date(2026, 11, 30))


def test_a_review_is_required_within_forty_days_of_the_answer():
    counted = deadlines.foisa_review_request(date(2026, 6, 1), answered=date(2026, 6, 22))
    assert counted.on == date(2026, 8, 18)
    assert "when the answer was received" in counted.how
    assert "3 August (Summer Bank Holiday)" in counted.how


def test_without_an_answer_the_forty_days_start_when_the_twenty_end():
    counted = deadlines.foisa_review_request(date(2026, 6, 1))
    assert counted.on == deadlines.add_working_days(date(2026, 6, 30), 40)
    assert "ran out" in counted.how


def test_a_review_is_answered_in_twenty_working_days():
    assert deadlines.foisa_review_answer(date(2026, 8, 25)).on == date(2026, 9, 22)


def test_an_appeal_lies_for_six_months_after_the_outcome():
    assert deadlines.foisa_appeal(date(2026, 8, 1), outcome=date(2026, 8, 31)).on == date(2027, 2, 28)


def test_without_an_outcome_the_six_months_start_when_the_review_was_due():
    assert deadlines.foisa_appeal(date(2026, 8, 25)).on == date(2027, 3, 22)


def test_a_clarification_starts_the_count_again():
    assert deadlines.foisa_answer(date(2026, 6, 1), clarified=date(2026, 7, 1)).on == deadlines.foisa_due(
        date(2026, 7, 1)
    )


@pytest.mark.parametrize(
    "impossible",
    [
        lambda: deadlines.foisa_review_request(date(2026, 6, 2), answered=date(2026, 6, 1)),
        lambda: deadlines.foisa_appeal(date(2026, 6, 2), outcome=date(2026, 6, 1)),
        lambda: deadlines.foisa_answer(date(2026, 6, 2), clarified=date(2026, 6, 1)),
    ],
)
def test_an_answer_before_its_question_is_refused(impossible):
    with pytest.raises(DeadlineError, match="cannot be dated before"):
        impossible()


def test_an_extension_says_why():
    due = deadlines.reply_due(date(2026, 9, 1))
    later = deadlines.extended(due, date(2026, 10, 15), "the committee meets on 14 October")
    assert later.on == date(2026, 10, 15)
    assert later.how == (
        "Extended from Tuesday 29 September 2026 to Thursday 15 October 2026: the committee meets on 14 October."
    )


@pytest.mark.parametrize(("until", "reason"), [(date(2026, 10, 15), " "), (date(2026, 9, 29), "more time")])
def test_an_extension_without_reason_or_gain_is_refused(until, reason):
    with pytest.raises(DeadlineError):
        deadlines.extended(deadlines.reply_due(date(2026, 9, 1)), until, reason)


def test_a_deadline_is_past_only_from_the_next_day():
    due = deadlines.reply_due(date(2026, 9, 1))
    assert not due.is_past(due.on)
    assert due.is_past(due.on + timedelta(days=1))


def test_a_count_says_that_no_holiday_fell_in_between():
    assert deadlines.reply_due(date(2026, 9, 1)).how == (
        "20 working days after Tuesday 1 September 2026, when the question was asked. "
        "Weekends do not count; no bank holiday in Scotland fell in between."
    )


def test_a_campaign_date_moves_with_the_opening():
    counted = deadlines.campaign_date(date(2026, 9, 1), 90, "Budget meeting")
    assert counted.on == date(2026, 11, 30)
    assert "90 days after the campaign opened" in counted.how
