"""The calendar's address is signed, can be revoked and dies with the seat."""

from datetime import date

import icalendar
import pytest
import time_machine

from branches.actions import calendar as actions
from branches.calendar_feed import calendar_of, feed_behind, token_for
from tests import factories
from tests.branches import records

pytestmark = pytest.mark.django_db


def test_the_file_holds_each_due_date_once_and_keeps_its_identity():
    records.ask(records.campaign())
    first = icalendar.Calendar.from_ical(calendar_of(factories.alice(), date(2026, 3, 10)))
    later = icalendar.Calendar.from_ical(calendar_of(factories.alice(), date(2026, 5, 1)))
    event, same = first.walk("VEVENT")[0], later.walk("VEVENT")[0]
    assert event["DTSTART"].dt == date(2026, 3, 30)
    assert event["UID"] == same["UID"]
    assert "no bank holiday" in event["DESCRIPTION"]


def test_a_forged_or_changed_address_leads_nowhere(client):
    token = token_for(actions.renew_feed(by=factories.alice()))
    assert client.get(f"/branches/calendar/{token}.ics").status_code == 200
    for wrong in (token[:-1] + ("a" if token[-1] != "a" else "b"), "x", "WzEsMV0:1:x"):
        assert client.get(f"/branches/calendar/{wrong}.ics").status_code == 404


def test_a_new_address_and_a_revoked_one_stop_the_old():
    old = token_for(actions.renew_feed(by=factories.alice()))
    new = token_for(actions.renew_feed(by=factories.alice()))
    assert feed_behind(old) is None
    assert feed_behind(new) is not None
    actions.revoke_feed(by=factories.alice())
    assert feed_behind(new) is None


def test_a_leavers_calendar_is_empty_at_once_and_a_closed_account_has_none():
    records.ask(records.campaign())
    alice = factories.alice()
    token = token_for(actions.renew_feed(by=alice))
    alice.memberships.update(until=date(2026, 3, 1))
    with time_machine.travel("2026-06-01"):
        assert b"VEVENT" not in calendar_of(alice, date(2026, 6, 1))
    alice.is_active = False
    alice.save()
    assert feed_behind(token) is None


def test_another_branchs_dates_are_not_in_it():
    records.ask(records.campaign())
    assert b"VEVENT" not in calendar_of(factories.charlie(), date(2026, 3, 10))
