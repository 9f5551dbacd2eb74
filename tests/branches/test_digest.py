from datetime import date, timedelta

import pytest

from branches import digest
from branches.digest import DigestItem, enqueue_digests
from branches.models import OutgoingMail
from tests import factories
from tests.branches import records

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


@pytest.fixture
def told(monkeypatch):
    """What the apps have to tell everybody in this test, instead of what they register."""
    items = []
    monkeypatch.setattr(digest, "_COLLECTORS", [lambda user, today: list(items)])
    return items


def item(text="Answer", due=None, heading="Due"):
    return DigestItem(heading=heading, text=text, url="/branches/", due=due)


def test_each_person_gets_one_mail_on_monday_however_often_it_is_asked_for(told):
    factories.alice(), factories.charlie()
    told += [item("First", due=date(2026, 11, 27)), item("Second", heading="News")]
    assert enqueue_digests(MONDAY) == 2
    enqueue_digests(MONDAY)
    assert OutgoingMail.objects.count() == 2
    mail = OutgoingMail.objects.get(to="alice@example.org")
    assert mail.subject == "Your week: 1 due"
    assert "First (due Friday 27 November 2026)" in mail.body
    assert "Second" in mail.body


def test_nothing_to_tell_is_no_mail(told):
    factories.alice()
    assert enqueue_digests(MONDAY) == 0
    assert not OutgoingMail.objects.exists()


def test_on_other_days_only_what_is_due_tomorrow_comes(told):
    factories.alice()
    told += [item("Tomorrow's", due=date(2026, 11, 25)), item("Later", due=date(2026, 11, 26)), item("News")]
    enqueue_digests(TUESDAY)
    mail = OutgoingMail.objects.get()
    assert mail.subject == "Due tomorrow: 1 due"
    assert "Tomorrow's" in mail.body
    assert "Later" not in mail.body
    assert "News" not in mail.body


def test_on_monday_what_is_due_tomorrow_stands_in_the_one_mail(told):
    factories.alice()
    told += [item("Tomorrow's", due=TUESDAY), item("Later", due=date(2026, 11, 26))]
    enqueue_digests(MONDAY)
    assert OutgoingMail.objects.count() == 1


def test_who_turned_the_weekly_mail_off_still_hears_what_is_due_tomorrow(told):
    alice = factories.alice()
    alice.weekly_mail = False
    alice.save()
    told += [item("News")]
    assert enqueue_digests(MONDAY) == 0
    told += [item("Tomorrow's", due=TUESDAY)]
    assert enqueue_digests(MONDAY) == 1
    assert "News" not in OutgoingMail.objects.get().body


def test_a_leaver_gets_no_mail(told):
    alice = factories.alice()
    alice.is_active = False
    alice.save()
    told += [item()]
    assert enqueue_digests(MONDAY) == 0


def test_a_secretary_is_told_what_is_due_and_a_stranger_is_not():
    campaign = records.campaign()
    due = records.ask(campaign).due.on
    factories.charlie()
    enqueue_digests(due - timedelta(days=due.weekday() or 7))
    mail = OutgoingMail.objects.get(to="alice@example.org")
    assert "“Working group”" in mail.body
    told = OutgoingMail.objects.filter(to="charlie@example.org").first()
    assert told is None or "“Working group”" not in told.body
