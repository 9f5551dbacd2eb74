"""Nobody is chased for what was answered or does not apply: Today, calendar, mail, letters and drafts follow the record."""

from datetime import date

import pytest
import time_machine

from branches import calendar_feed, today
from branches.actions import ActionRefused, letters, meetings
from branches.actions import replies as reply_actions
from branches.digest_today import what_is_due
from branches.ladder import ladder
from branches.models import Asked, ChaseStep, Letter, Stance
from reports import letter_packs
from tests import factories
from tests.branches import records

pytestmark = pytest.mark.django_db
LATE = date(2026, 4, 20)
GROUP, SEAT, MONEY = (f"{label} in 2027/28?" for label in ("Working group", "Union seat", "Money"))


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel(f"{LATE}T12:00:00Z"):
        yield


@pytest.fixture
def where():
    campaign = records.campaign()
    for ref in ("Q1", "Q2-b", "Q3"):
        ask = records.ask(campaign, ref)
    about = {"branch": ask.branch, "campaign": campaign, "council": ask.council, "employer": ask.employer}
    first = letters.draft_letter(step=ChaseStep.ASK, by=factories.alice(), **about)
    letters.mark_sent(letter=first, on=records.ASKED_ON, by=factories.alice())
    return about


def ask(where, ref):
    return Asked.objects.get(part=records.part(where["campaign"], ref))


def reminder(where, **values):
    return letters.draft_letter(
        step=ChaseStep.REMINDER, by=factories.alice(), send_by=LATE, **where, **values
    )


def answer_all(where):
    parts = where["campaign"].parts()
    taps = dict.fromkeys(parts, Stance.YES.value)
    return meetings.log_meeting(held_on=LATE, present=["Head"], taps=taps, by=factories.alice(), **where)


def due_titles(where):
    page = today.for_branches([where["branch"]], factories.alice(), LATE)
    return [item.title for item in (*page.overdue, *page.this_week)]


def page(client, address):
    client.force_login(factories.alice())
    return client.get(address).content.decode()


def test_after_a_meeting_that_answered_everything_the_draft_says_not_to_send_it(client, where):
    draft = reminder(where)
    assert due_titles(where)[-1] == "Reminder to South Lanarkshire Council is ready to send"
    assert "Don't send" not in page(client, draft.get_absolute_url())
    answer_all(where)
    assert due_titles(where) == []
    assert letter_packs.waiting(factories.alice()) == []
    assert "ready to send" not in calendar_feed.calendar_of(factories.alice(), LATE).decode()
    shown = page(client, draft.get_absolute_url())
    assert "Don't send this letter" in shown and "Discard this draft" in shown
    ladder_page = page(client, "/branches/letters/new/?council=south-lanarkshire")
    assert "Open the draft to discard it" in ladder_page and "A draft is ready" not in ladder_page
    client.post(f"{draft.get_absolute_url()}discard/")
    draft.refresh_from_db()
    assert draft.state == Letter.State.DROPPED
    dropped = page(client, draft.get_absolute_url())
    assert "Discarded" in dropped and "Has an answer come?" not in dropped and "Don't send" not in dropped


def test_a_draft_with_some_questions_answered_names_them_and_is_written_anew(client, where):
    draft = reminder(where)
    records.reply(ask(where, "Q3"))
    shown = page(client, draft.get_absolute_url())
    assert "no longer need an answer: Money." in shown and "Don't send" not in shown
    assert "is ready to send" in due_titles(where)[-1]
    client.post(f"{draft.get_absolute_url()}anew/")
    draft.refresh_from_db()
    assert GROUP in draft.body and MONEY not in draft.body
    assert "Some of it is answered" not in page(client, draft.get_absolute_url())


def test_nobody_is_reminded_of_what_was_answered(client, where):
    draft = reminder(where)
    answer_all(where)
    first = {"step": ChaseStep.ASK, "by": factories.alice(), **where}
    for write in (
        lambda: letters.draft_letter(**first),
        lambda: reminder(where),
        lambda: letters.write_anew(letter=draft, by=factories.alice()),
    ):
        with pytest.raises(ActionRefused, match="no unanswered questions to write about"):
            write()
    letters.drop_letter(letter=draft, by=factories.alice())
    rungs = {rung.step: rung for rung in ladder(**where, today=LATE)}
    assert rungs[ChaseStep.REMINDER].why_not and not rungs[ChaseStep.FOI].why_not
    assert "Reminder: not now." in page(client, "/branches/letters/new/?council=south-lanarkshire")


def test_a_draft_that_the_secretary_wrote_over_follows_the_record_too(where):
    draft = letters.edit_letter(letter=reminder(where), body="Please answer.", by=factories.alice())
    records.reply(ask(where, "Q3"))
    assert any("ready to send" in title for title in due_titles(where))
    answer_all(where)
    assert due_titles(where) == [] and draft.state == Letter.State.DRAFT


def test_a_sent_letter_cannot_be_discarded_or_written_anew(where):
    sent = letters.mark_sent(letter=reminder(where), on=LATE, by=factories.alice())
    for act in (letters.drop_letter, letters.write_anew):
        with pytest.raises(ActionRefused):
            act(letter=sent, by=factories.alice())


def test_what_rests_on_a_plain_no_is_chased_nowhere(client, where):
    draft = reminder(where)
    no = records.reply(ask(where, "Q1"), Stance.NO)
    assert due_titles(where)[0] == "“Money”: no answer from South Lanarkshire Council"
    assert SEAT not in reminder(where).body
    assert "no longer need an answer: Working group; Union seat." in page(client, draft.get_absolute_url())
    feed = calendar_feed.calendar_of(factories.alice(), LATE).decode()
    assert "“Money”: no answer" in feed.replace("\r\n ", "") and "2 questions" not in feed
    mail = [item.text for item in what_is_due(factories.alice(), LATE)]
    assert mail[0] == "“Money”: no answer from South Lanarkshire Council"
    record = page(client, "/branches/record/south-lanarkshire/")
    assert "The answer to “Working group” was no, so no answer is needed here." in record
    assert "Log an answer all the same" in record
    assert f"/branches/asked/{ask(where, 'Q2-b').pk}/contact/" not in record
    reply_actions.take_back(record=no, by=factories.alice(), reason="Wrong council")
    assert due_titles(where)[0].startswith("3 questions")


def test_only_the_newest_answer_to_the_ground_counts(where):
    records.reply(ask(where, "Q1"), Stance.NO)
    records.reply(ask(where, "Q1"), Stance.YES, on=date(2026, 3, 20))
    assert due_titles(where)[0].startswith("2 questions")


def test_does_not_apply_as_an_answer_is_not_chased(where):
    for ref in ("Q1", "Q2-b", "Q3"):
        records.reply(ask(where, ref), Stance.NOT_APPLICABLE)
    assert due_titles(where) == []


def test_a_first_letter_leaves_out_what_a_meeting_answered(where):
    records.reply(ask(where, "Q1"))
    Asked.objects.filter(part=records.part(where["campaign"], "Q2-b")).update(contact=Asked.Contact.WITHDRAWN)
    draft = letters.draft_letter(step=ChaseStep.ASK, by=factories.alice(), **where)
    assert MONEY in draft.body and GROUP not in draft.body and SEAT not in draft.body
