"""Following: who may, what is told and when, what is never told, and the way back."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError
from django.utils import timezone

from branches.digest import enqueue_digests, items_for
from branches.models import AuditEvent, OutgoingMail, Reply, Role
from reports import following
from reports.models import Follow, Release
from tests import factories
from tests.branches import records
from tests.reports import shelves

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
TOMORROW = TODAY + timedelta(days=1)


def told(user, today=TOMORROW):
    return [item.text for item in items_for(user, today) if item.heading == following.HEADING]


def press(client, key, end=False, back="/following/"):
    address = "/following/unfollow/" if end else "/following/follow/"
    return client.post(address, {"subject": key, "back": back}, follow=True)


@pytest.fixture
def alice(client):
    client.force_login(factories.alice())
    shelves.places()
    return factories.alice()


def test_a_council_is_followed_by_its_button_once_and_audited(client, alice):
    page = client.get("/councils/glasgow-city/").content.decode()
    assert "Follow Glasgow City" in page
    press(client, "council:glasgow-city", back="/councils/glasgow-city/")
    answer = press(client, "council:glasgow-city", back="/councils/glasgow-city/")
    assert answer.redirect_chain[-1][0] == "/councils/glasgow-city/"
    assert "Stop following Glasgow City" in answer.content.decode()
    assert Follow.objects.get().user == alice
    assert AuditEvent.objects.filter(verb="began to follow", by=alice).count() == 1


def test_what_was_ended_on_the_list_can_be_taken_back_by_one_button(client, alice):
    press(client, "council:glasgow-city")
    page = press(client, "council:glasgow-city", end=True).content.decode()
    assert "You no longer follow Glasgow City" in page
    assert "Undo" in page
    assert not Follow.objects.exists()
    press(client, "council:glasgow-city")
    assert Follow.objects.count() == 1
    assert "You no longer follow" not in client.get("/following/?ended=council:glasgow-city").content.decode()


def test_council_question_and_finding_can_be_chosen_from_the_list(client, alice):
    records.campaign()
    shelves.finding()
    for key in ("council:glasgow-city", "part:Q1", "finding:team-has-enough-staff"):
        assert client.post("/following/", {"subject": key}).status_code == 302
    page = client.get("/following/").content.decode()
    for words in ("Glasgow City", "Working group", "Not enough staff", "Questions to employers"):
        assert words in page


@pytest.mark.parametrize(
    "key", ["", "council:nowhere", "part:Q99", "finding:x", "x" * 10_000, "\x00", "council:\x00"]
)
def test_what_does_not_exist_cannot_be_followed_and_is_no_fault(client, alice, key):
    assert client.post("/following/follow/", {"subject": key}).status_code == 404
    assert client.post("/following/unfollow/", {"subject": key}).status_code == 404
    assert client.post("/following/", {"subject": key}).status_code == 200
    assert client.get("/following/", {"ended": key}).status_code == 200
    assert not Follow.objects.exists()


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "x" * 5_000]
)
def test_the_button_leads_nowhere_but_back_into_the_site(client, alice, back):
    answer = client.post("/following/follow/", {"subject": "council:glasgow-city", "back": back})
    assert answer["Location"] == "/following/"


def test_a_stranger_sees_no_button_and_is_sent_to_sign_in(client):
    shelves.places()
    assert "Follow Glasgow" not in client.get("/councils/glasgow-city/").content.decode()
    assert client.post("/following/follow/", {"subject": "council:glasgow-city"}).status_code == 302
    assert not Follow.objects.exists()


def test_reading_changes_nothing(client, alice):
    assert client.get("/following/follow/").status_code == 405
    assert client.get("/following/unfollow/").status_code == 405


def test_nobody_ends_what_another_follows(client, alice):
    council = factories.council("Glasgow City")
    following.follow(subject=council, by=factories.charlie())
    press(client, "council:glasgow-city", end=True)
    assert Follow.objects.get().user == factories.charlie()


def test_an_answer_logged_this_week_is_told_once_to_who_follows_its_council_and_its_question(alice):
    staff = factories.staff()
    asked = records.ask(records.campaign())
    records.reply(asked)
    assert told(staff) == []
    following.follow(subject=asked.council, by=staff)
    following.follow(subject=asked.part, by=staff)
    assert len(told(staff)) == 1
    assert "Working group" in told(staff)[0]
    assert told(staff, TODAY) == []  # what is logged today belongs to the next mail
    assert told(staff, TODAY + timedelta(days=8)) == []


def test_an_answer_of_long_ago_that_was_logged_now_is_news(alice):
    asked = records.ask(records.campaign())
    records.reply(asked, on=date(2026, 3, 10))
    following.follow(subject=asked.council, by=alice)
    assert "10 March 2026" in told(alice)[0]


def test_what_a_branch_keeps_to_itself_reaches_no_other_follower(alice):
    asked = records.ask(records.campaign())
    records.reply(asked, audience="own")
    for each in (alice, factories.charlie(), factories.staff()):
        following.follow(subject=asked.council, by=each)
    assert told(alice)
    assert told(factories.charlie()) == []
    assert told(factories.staff()) == []


def test_whoever_lost_their_role_hears_nothing_more(alice):
    gone = factories.user(roles=[Role.SWIG_EDITOR])
    asked = records.ask(records.campaign(), audience="public")
    records.reply(asked, audience="public")
    following.follow(subject=asked.council, by=gone)
    assert told(gone)
    gone.role_grants.update(until=TODAY - timedelta(days=1))
    assert told(gone) == []


def test_simulated_news_says_so(alice):
    asked = records.ask(records.campaign(), simulated=True)
    records.reply(asked)
    Reply.objects.update(simulated=True)
    following.follow(subject=asked.council, by=alice)
    assert told(alice)[0].startswith("Simulated:")


def test_a_followed_finding_is_told_with_its_figure_when_it_is_published_and_not_before(alice):
    found = shelves.finding()
    following.follow(subject=found, by=alice)
    release = shelves.release(state="frozen")
    assert told(alice) == []
    shelves._step(release, "published", [])
    assert told(alice) == [f"Simulated: 74 % {shelves.SAID} (between 68 and 79 %)."]
    shelves._step(Release.objects.get(), "withdrawn", [])
    assert told(alice) == []


def test_a_question_stays_followed_in_the_copy_of_its_campaign(alice):
    before = records.campaign("before", state="closed")
    part = records.part(before, "Q1")
    following.follow(subject=part, by=alice)
    copy = records.campaign("after")
    heir = records.part(copy, "Q1").question
    heir.came_from = part.question
    heir.save()
    records.reply(records.ask(copy))
    assert len(told(alice)) == 1


def test_the_news_come_with_the_one_mail_on_monday(alice):
    asked = records.ask(records.campaign())
    records.reply(asked)
    staff = factories.staff()
    following.follow(subject=asked.council, by=staff)
    monday = TOMORROW + timedelta(days=(7 - TOMORROW.weekday()) % 7)
    enqueue_digests(monday)
    body = OutgoingMail.objects.get(to=staff.email).body
    assert following.HEADING in body
    assert "/councils/south-lanarkshire/" in body
    assert mail.outbox == []


def test_a_busy_week_is_cut_short_and_says_how_much_more(alice, monkeypatch):
    monkeypatch.setattr(following, "MOST", 1)
    campaign = records.campaign()
    for ref in ("Q1", "Q3"):
        asked = records.ask(campaign, ref)
        records.reply(asked)
    following.follow(subject=asked.council, by=alice)
    assert told(alice)[-1] == "South Lanarkshire: and 1 more change."


def test_a_row_follows_exactly_one_thing(alice):
    with pytest.raises(IntegrityError):
        Follow.objects.create(user=alice)
