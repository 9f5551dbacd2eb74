"""The chase ladder: the law's steps open and close on their counted days, and the page says which and why."""

from datetime import date

import pytest
import time_machine

from branches.actions import ActionRefused, letters
from branches.ladder import ladder
from branches.models import ChaseStep, Employer
from tests import factories
from tests.branches import records

pytestmark = pytest.mark.django_db
SENT = date(2026, 6, 1)  # answer due 30 June (15 June is a bank holiday), review until 26 August


@pytest.fixture
def where():
    campaign = records.campaign()
    records.ask(campaign)
    return place(campaign, factories.employer("South Lanarkshire Council"))


def place(campaign, employer):
    branch = factories.branch()
    return {"branch": branch, "campaign": campaign, "council": branch.councils.first(), "employer": employer}


def send(step, where, on):
    with time_machine.travel(on.isoformat()):
        letter = letters.draft_letter(step=step, by=factories.alice(), **where)
        return letters.mark_sent(letter=letter, on=on, by=factories.alice())


def prepare(step, where, on):
    with time_machine.travel(on):
        return letters.draft_letter(step=step, by=factories.alice(), **where)


def test_a_review_comes_after_the_request_and_its_answers_day(where):
    with pytest.raises(ActionRefused, match="First comes the freedom of information request"):
        prepare(ChaseStep.REVIEW, where, "2026-06-01")
    send(ChaseStep.FOI, where, SENT)
    with pytest.raises(ActionRefused, match="They have until Tuesday 30 June 2026 to answer"):
        prepare(ChaseStep.REVIEW, where, "2026-06-30")
    assert prepare(ChaseStep.REVIEW, where, "2026-07-01").subject


def test_a_review_ends_forty_working_days_after(where):
    send(ChaseStep.FOI, where, SENT)
    last = letters.next_deadline(where["branch"].letters.get(), date(2026, 7, 1)).on
    assert last == date(2026, 8, 26)
    assert prepare(ChaseStep.REVIEW, where, "2026-08-26").subject
    with pytest.raises(ActionRefused, match="could be required until Wednesday 26 August 2026"):
        prepare(ChaseStep.REVIEW, where, "2026-08-27")


def test_an_answer_opens_the_review_at_once_and_counts_from_it(where):
    letter = send(ChaseStep.FOI, where, SENT)
    with time_machine.travel("2026-06-10"):
        letters.mark_answered(letter=letter, on=date(2026, 6, 10), by=factories.alice())
    assert prepare(ChaseStep.REVIEW, where, "2026-06-10").subject


def test_an_appeal_comes_after_a_review_and_within_six_months(where):
    send(ChaseStep.FOI, where, SENT)
    review = send(ChaseStep.REVIEW, where, date(2026, 7, 2))
    with pytest.raises(ActionRefused, match="They have until"):
        prepare(ChaseStep.APPEAL, where, "2026-07-10")
    with time_machine.travel("2026-07-20"):
        letters.mark_answered(letter=review, on=date(2026, 7, 20), by=factories.alice())
    assert prepare(ChaseStep.APPEAL, where, "2027-01-20").subject
    with pytest.raises(ActionRefused, match="An appeal was possible until"):
        prepare(ChaseStep.APPEAL, where, "2027-01-21")


def test_the_page_tells_each_steps_days_and_opens_a_draft_instead_of_a_second_one(client, where):
    letter = send(ChaseStep.ASK, where, SENT)
    rungs = {rung.step: rung for rung in ladder(**where, today=date(2026, 6, 2))}
    assert rungs[ChaseStep.ASK].letter == letter and rungs[ChaseStep.REMINDER].is_next
    assert rungs[ChaseStep.APPEAL].why_not == "First comes the requirement for review."
    draft = prepare(ChaseStep.REMINDER, where, "2026-06-20")
    client.force_login(factories.alice())
    page = client.get("/branches/letters/new/?council=south-lanarkshire").content.decode()
    assert f'href="/branches/letters/{draft.pk}/">Open the draft: reminder' in page
    assert "Sent on 1 June 2026" in page and 'value="appeal"' not in page


def test_a_body_that_the_law_does_not_cover_has_no_such_step(where):
    charity = factories.employer("A charity", kind=Employer.Kind.VOLUNTARY)
    steps = [rung.step for rung in ladder(**place(where["campaign"], charity), today=SENT)]
    assert steps[-1] == ChaseStep.ELECTED and not set(steps) & letters.BY_LAW


def test_the_contact_moves_and_more_time_is_given_from_the_records_page(client, where):
    client.force_login(factories.alice())
    page = client.get("/branches/record/south-lanarkshire/").content.decode()
    asked = records.ask(where["campaign"])
    for address in (f"/branches/asked/{asked.pk}/contact/", f"/branches/asked/{asked.pk}/extension/"):
        assert address in page
    client.post(f"/branches/asked/{asked.pk}/contact/", {"contact": "holding", "on": "2026-03-05"})
    assert "Holding reply" in client.get("/branches/record/south-lanarkshire/").content.decode()


def test_a_simulated_answer_without_words_says_so_on_the_record(client, where):
    records.reply(records.ask(where["campaign"], "Q3", simulated=True))
    client.force_login(factories.alice())
    page = client.get("/branches/record/south-lanarkshire/").content.decode()
    assert "Simulated: Said in a meeting" in page
