"""Owns every counted date: FOISA's time limits and a campaign's own; must know no Django, request or database."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import holidays

from branches.days import day_in_words

FOISA_ANSWER_DAYS = 20
FOISA_REVIEW_REQUEST_DAYS = 40
FOISA_REVIEW_ANSWER_DAYS = 20
FOISA_APPEAL_MONTHS = 6
CAMPAIGN_REPLY_DAYS = 20
SOON_DAYS = 7


class DeadlineError(ValueError):
    """A date that cannot be counted; the message says what to do about it."""


@dataclass(frozen=True)
class CountedDate:
    """A date, the sentence that says how it was counted, and the rule's source."""

    on: date
    how: str
    source: str

    def is_past(self, today: date) -> bool:
        """A date is past from the day after it: on the day itself there is still time."""
        return today > self.on


def foisa_due(received: date) -> date:
    """The last day for an answer: the 20th working day after receipt (Freedom of Information (Scotland) Act 2002
    s. 10(1)); working days leave out Saturdays, Sundays and bank holidays in Scotland only (s. 73)."""
    return add_working_days(received, FOISA_ANSWER_DAYS)


def foisa_answer(received: date, clarified: date | None = None) -> CountedDate:
    """The answer's last day with its words; a clarification that the body asked for starts the count again (s. 10(1)(b))."""
    start = _day(clarified or received)
    if clarified and _day(clarified) < _day(received):
        raise DeadlineError("The clarification cannot be dated before the request.")
    event = "the clarification was received" if clarified else "the request was received"
    return _working(
        start,
        FOISA_ANSWER_DAYS,
        event,
        "Freedom of Information (Scotland) Act 2002, s. 10",
    )


def foisa_review_request(received: date, answered: date | None = None) -> CountedDate:
    """The last day to require a review: 40 working days after the answer came, or, without one, after the answer's
    last day (s. 20(5)). It comes before any appeal."""
    source = "Freedom of Information (Scotland) Act 2002, s. 20(5)"
    if answered is None:
        return _working(
            foisa_due(received),
            FOISA_REVIEW_REQUEST_DAYS,
            "the time for an answer ran out",
            source,
        )
    if _day(answered) < _day(received):
        raise DeadlineError("The answer cannot be dated before the request.")
    return _working(_day(answered), FOISA_REVIEW_REQUEST_DAYS, "the answer was received", source)


def foisa_review_answer(review_received: date) -> CountedDate:
    """The last day for the outcome of a review: 20 working days after the requirement was received (s. 21(1))."""
    source = "Freedom of Information (Scotland) Act 2002, s. 21(1)"
    return _working(
        _day(review_received),
        FOISA_REVIEW_ANSWER_DAYS,
        "the requirement for review was received",
        source,
    )


def foisa_appeal(review_received: date, outcome: date | None = None) -> CountedDate:
    """The last day to appeal to the Scottish Information Commissioner: six months after the outcome of the review
    came or, without one, after its last day (s. 47(4))."""
    start = _day(outcome) if outcome else foisa_review_answer(review_received).on
    if outcome and start < _day(review_received):
        raise DeadlineError("The outcome of a review cannot be dated before the requirement for it.")
    event = "the outcome of the review was received" if outcome else "the time for the review ran out"
    return CountedDate(
        add_months(start, FOISA_APPEAL_MONTHS),
        f"Six months after {in_words(start)}, when {event}.",
        "Freedom of Information (Scotland) Act 2002, s. 47(4)",
    )


def reply_due(asked: date, working_days: int = CAMPAIGN_REPLY_DAYS) -> CountedDate:
    """When a campaign's question should be answered: so many working days in Scotland after it was asked."""
    return _working(
        _day(asked),
        working_days,
        "the question was asked",
        "The campaign's own time for a reply",
    )


def extended(due: CountedDate, until: date, reason: str) -> CountedDate:
    """The same deadline moved to a later day, with the reason; an extension never shortens and never stands unexplained."""
    if not reason.strip():
        raise DeadlineError("Say why the date was extended.")
    if _day(until) <= due.on:
        raise DeadlineError(f"An extension must end after {in_words(due.on)}, the date it extends.")
    how = f"Extended from {in_words(due.on)} to {in_words(until)}: {reason.strip().rstrip('.')}."
    return CountedDate(_day(until), how, due.source)


def campaign_date(opened: date, after_days: int, event: str) -> CountedDate:
    """A campaign's own date, given as days after its opening, so that a copied campaign moves as a whole."""
    on = _day(opened) + timedelta(days=after_days)
    return CountedDate(
        on,
        f"{event}: {after_days} days after the campaign opened on {in_words(opened)}.",
        "The campaign",
    )


def add_working_days(start: date, count: int) -> date:
    """The `count`-th working day in Scotland after `start`; `start` itself is never counted."""
    if count < 1:
        raise DeadlineError("Count at least one working day.")
    day = _day(start)
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def is_working_day(day: date) -> bool:
    """Neither a weekend nor a bank holiday in Scotland (FOISA s. 73: a holiday elsewhere in the UK still counts)."""
    return day.weekday() < 5 and _day(day) not in _bank_holidays(day.year)


def add_months(start: date, months: int) -> date:
    """The same day of the month so many months later, or that month's last day where it has none."""
    month = start.month - 1 + months
    year, month = start.year + month // 12, month % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def in_words(day: date) -> str:
    """ "Tuesday 3 March 2026", the way every page writes a date that matters."""
    return f"{day:%A} {day_in_words(day)}"


def holidays_between(start: date, end: date) -> Iterator[tuple[date, str]]:
    """The bank holidays on weekdays after `start` and up to `end`, with their names."""
    for year in range(start.year, end.year + 1):
        for day, name in sorted(_bank_holidays(year).items()):
            if start < day <= end and day.weekday() < 5:
                yield day, name


def _working(start: date, count: int, event: str, source: str) -> CountedDate:
    due = add_working_days(start, count)
    return CountedDate(
        due,
        f"{count} working days after {in_words(start)}, when {event}. {_left_out(start, due)}",
        source,
    )


def _left_out(start: date, due: date) -> str:
    days = [f"{day.day} {day:%B} ({name})" for day, name in holidays_between(start, due)]
    if not days:
        return "Weekends do not count; no bank holiday in Scotland fell in between."
    return f"Weekends do not count, nor do bank holidays in Scotland: {', '.join(days)}."


@lru_cache(maxsize=64)
def _bank_holidays(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("GB", subdiv="SCT", years=year))


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
