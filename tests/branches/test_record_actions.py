"""The record's rules: dates, paragraphs, second persons, taking back, undo; in the actions and in the database."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from branches import overview, sample_paper
from branches.actions import ActionRefused, asking, commitments, history, letters, meetings, papers, replies
from branches.actions.chasing import chase_branch
from branches.models import (
    Asked,
    AuditEvent,
    ChaseStep,
    Commitment,
    Employer,
    Letter,
    Note,
    OutgoingMail,
    Paper,
    PaperParagraph,
    Reply,
    Stance,
)
from tests import factories
from tests.branches import records

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_june():
    with time_machine.travel("2026-06-15 10:00", tick=False):
        yield


def test_asking_twice_keeps_the_first_day():
    campaign = records.campaign()
    first = records.ask(campaign)
    again = records.ask(campaign, on=date(2026, 4, 1))
    assert again == first
    assert again.asked_on == records.ASKED_ON
    assert [event.contact for event in first.events.all()] == ["asked"]


def test_a_question_cannot_be_asked_on_a_day_to_come():
    with pytest.raises(ActionRefused, match="in the future"):
        records.ask(records.campaign(), on=timezone.localdate() + timedelta(days=1))


def test_a_reply_from_before_the_question_is_refused_and_says_why():
    ask = records.ask(records.campaign())
    with pytest.raises(ActionRefused, match="relevant evidence but not an answer"):
        records.reply(ask, on=date(2026, 3, 1))


def test_the_database_itself_refuses_a_reply_from_before_the_question():
    reply = records.reply(records.ask(records.campaign()))
    with pytest.raises(IntegrityError, match="before the question"), transaction.atomic():
        Reply.objects.filter(pk=reply.pk).update(said_on=date(2026, 1, 1))


def test_a_simulated_reply_never_cites_a_real_paper():
    ask = records.ask(records.campaign(), simulated=True)
    paper = records.paper()
    with pytest.raises(ActionRefused, match="never stand together"):
        records.reply(ask, paper=paper, paragraph=paper.paragraphs.first())
    reply = records.reply(ask)
    with pytest.raises(IntegrityError, match="real paper"), transaction.atomic():
        Reply.objects.filter(pk=reply.pk).update(paper=paper)


def test_a_real_reply_never_belongs_to_a_simulated_question():
    reply = records.reply(records.ask(records.campaign(), simulated=True))
    with pytest.raises(IntegrityError, match="simulated question"), transaction.atomic():
        Reply.objects.filter(pk=reply.pk).update(simulated=False)


def test_a_stance_from_a_numbered_paper_names_its_paragraph():
    ask, paper = records.ask(records.campaign()), records.paper()
    with pytest.raises(ActionRefused, match="numbers its paragraphs"):
        records.reply(ask, grade="published", paper=paper)
    assert (
        records.reply(
            ask, grade="published", paper=paper, paragraph=paper.paragraphs.get(ref="5.1")
        ).paragraph.ref
        == "5.1"
    )


def test_a_paragraph_of_another_paper_is_refused():
    ask, paper, other = records.ask(records.campaign()), records.paper(), records.paper(title="Other")
    with pytest.raises(ActionRefused, match="not in this paper"):
        records.reply(ask, paper=paper, paragraph=other.paragraphs.first())
    reply = records.reply(ask)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reply.objects.filter(pk=reply.pk).update(paper=paper, paragraph=other.paragraphs.first())


def test_the_second_pair_of_eyes_is_never_the_first():
    reply = records.reply(records.ask(records.campaign()))
    with pytest.raises(ActionRefused, match="somebody else"):
        replies.check_reply(reply=reply, by=factories.alice())
    with pytest.raises(IntegrityError), transaction.atomic():
        Reply.objects.filter(pk=reply.pk).update(checked_by=reply.logged_by, checked_at=timezone.now())
    assert replies.check_reply(reply=reply, by=factories.bob()).checked


def test_a_colleague_or_swig_checks_and_a_stranger_does_not():
    reply = records.reply(records.ask(records.campaign()))
    may = {
        person.name: overview.may_check(person, reply)
        for person in (factories.alice(), factories.bob(), factories.charlie(), factories.staff())
    }
    assert may == {"Alice": False, "Bob": True, "Charlie": False, "Staff": True}
    assert list(overview.to_check(factories.bob()).replies) == [reply]
    assert list(overview.to_check(factories.charlie()).replies) == []


def test_a_changed_stance_needs_to_be_checked_again():
    reply = records.reply(records.ask(records.campaign()))
    replies.check_reply(reply=reply, by=factories.bob())
    replies.revise_reply(reply=reply, by=factories.alice(), stance=Stance.NO, label=None)
    assert not reply.checked


def test_contact_stance_and_grade_each_have_their_own_history():
    ask = records.ask(records.campaign())
    asking.move_contact(asked=ask, contact=Asked.Contact.HOLDING, on=date(2026, 3, 5), by=factories.alice())
    reply = records.reply(ask)
    replies.revise_reply(reply=reply, by=factories.bob(), stance=Stance.PARTLY)
    replies.revise_reply(reply=reply, by=factories.bob(), said="more words")
    assert [event.contact for event in ask.events.all()] == ["asked", "holding", "replied"]
    assert [words for _, _, words in history.fact_history(reply, "stance")] == ["Yes", "Partly"]
    assert [words for _, _, words in history.fact_history(reply, "grade")] == ["Said in a meeting"]


def test_undo_puts_back_the_last_change_and_keeps_it_in_the_history():
    reply = records.reply(records.ask(records.campaign()), said="first")
    replies.revise_reply(reply=reply, by=factories.alice(), said="second", stance=Stance.NO)
    history.undo_last_change(record=reply, by=factories.alice())
    reply.refresh_from_db()
    assert (reply.said, reply.stance) == ("first", "yes")
    assert len(history.changes_of(reply)) == 3


def test_undoing_the_first_version_takes_it_back_and_deletes_nothing():
    reply = records.reply(records.ask(records.campaign()))
    history.undo_last_change(record=reply, by=factories.alice())
    assert Reply.objects.filter(pk=reply.pk).exists()
    assert not Reply.objects.visible_to(factories.alice()).filter(pk=reply.pk).exists()


def test_what_is_taken_back_waits_for_an_answer_again():
    ask = records.ask(records.campaign())
    replies.take_back(record=records.reply(ask), by=factories.alice(), reason="wrong council")
    ask.refresh_from_db()
    assert ask.contact == Asked.Contact.ASKED


def test_an_extension_without_a_reason_is_refused_by_the_database_too():
    ask = records.ask(records.campaign())
    with pytest.raises(ActionRefused):
        asking.extend(asked=ask, until=date(2026, 7, 1), reason=" ", by=factories.alice())
    with pytest.raises(IntegrityError), transaction.atomic():
        Asked.objects.filter(pk=ask.pk).update(extended_until=date(2026, 7, 1))


def log(taps, **values):
    campaign = records.campaign()
    branch = factories.branch()
    council = branch.councils.first()
    chosen = {records.part(campaign, ref): tap for ref, tap in taps.items()}
    return meetings.log_meeting(
        branch=branch,
        council=council,
        employer=factories.employer(),
        campaign=campaign,
        held_on=date(2026, 6, 1),
        present=["Head of service"],
        taps=chosen,
        by=factories.alice(),
        **values,
    )


def test_a_whole_meeting_is_logged_at_once():
    meeting = log(
        {"Q1": "yes", "Q2-b": meetings.NO_ANSWER, "Q3": meetings.NOT_RAISED}, note="They were tired"
    )
    assert [reply.asked.part.ref for reply in meeting.replies.all()] == ["Q1"]
    assert sorted(ask.part.ref for ask in Asked.objects.all()) == ["Q1", "Q2-b"]
    assert Note.objects.get().text == "They were tired"
    assert AuditEvent.objects.filter(subject_type="branches.meeting").count() == 1


def test_a_meeting_to_come_cannot_be_logged():
    with time_machine.travel("2026-05-01"), pytest.raises(ActionRefused, match="in the future"):
        log({"Q1": "yes"})


def store(data=None, name="paper.docx", **values):
    branch = factories.branch()
    return papers.store_paper(
        branch=branch,
        council=branch.councils.first(),
        name=name,
        data=data or sample_paper.as_docx(sample_paper.sample_text()),
        title="Sample",
        kind=Paper.Kind.PUBLISHED,
        dated=date(2026, 3, 3),
        by=factories.alice(),
        **values,
    )


def test_all_that_the_demos_people_log_is_simulated(settings):
    settings.DEMO_MODE = True
    someone = factories.user("south-lanarkshire@demo.example", branches=[factories.branch()])
    ask = records.ask(records.campaign(), by=someone)
    assert records.reply(ask, by=someone, said="a seat").sentence == "Simulated: a seat"
    assert records.paper().simulated is False
    assert promise().simulated is False


def test_a_paper_is_stored_by_its_hash_and_searchable_by_its_paragraphs():
    paper = store()
    assert paper.sha256 in paper.file.name
    hits = PaperParagraph.objects.visible_to(factories.alice()).matching("employee implications")
    assert hits[0].ref == "5.1"
    assert PaperParagraph.objects.matching("carer")[0].text.startswith("Kinship carers")


def test_a_private_paper_is_not_found_by_another_branch():
    store(audience="own")
    assert PaperParagraph.objects.visible_to(factories.alice()).matching("posts").exists()
    assert not PaperParagraph.objects.visible_to(factories.charlie()).matching("posts").exists()


def test_the_same_file_again_leads_to_the_first():
    paper = store()
    with pytest.raises(papers.SamePaper) as same:
        store()
    assert same.value.paper == paper


def test_a_refused_file_leaves_no_row():
    with pytest.raises(ActionRefused, match="web page"):
        store(data=b"<!doctype html><html></html>", name="paper.pdf")
    assert not Paper.objects.exists()


def promise(**values):
    branch = factories.branch()
    given = {"made_on": date(2026, 3, 1), "due_on": date(2026, 6, 1)} | values
    return commitments.record_commitment(
        branch=branch,
        council=branch.councils.first(),
        employer=factories.employer(),
        what="Give a seat",
        who="Head of service",
        how_we_know="A minute",
        by=factories.alice(),
        **given,
    )


def test_a_promise_past_its_day_needs_a_verdict_by_itself():
    made = promise()
    assert list(Commitment.objects.past_due(date(2026, 6, 1))) == []
    assert list(Commitment.objects.past_due(date(2026, 6, 2))) == [made]
    assert made.state_label(date(2026, 6, 2)) == "Verdict needed"


@pytest.mark.parametrize(
    ("verdict", "tag"), [("kept", "yes"), ("partly", "partly"), ("not_kept", "no"), ("no_evidence", "no")]
)
def test_a_promise_that_was_kept_does_not_look_like_one_that_was_broken(verdict, tag):
    assert Commitment(verdict=verdict, due_on=date(2026, 6, 1)).tag_state(date(2026, 6, 2)) == tag


def test_a_promise_without_a_verdict_looks_overdue_once_its_day_is_past():
    made = promise()
    assert made.tag_state(date(2026, 6, 1)) == "planned"
    assert made.tag_state(date(2026, 6, 2)) == "overdue"


def verdict(made, paper, by=None):
    return commitments.give_verdict(
        commitment=made,
        verdict=Commitment.Verdict.KEPT,
        words="The minute says so.",
        paper=paper,
        on=date(2026, 6, 5),
        by=by or factories.alice(),
    )


def test_a_verdict_needs_a_file_and_another_person():
    made = promise()
    with pytest.raises(ActionRefused, match="needs a file"):
        verdict(made, None)
    verdict(made, records.paper())
    with pytest.raises(ActionRefused, match="somebody else"):
        commitments.check_verdict(commitment=made, by=factories.alice())
    assert commitments.check_verdict(commitment=made, by=factories.bob()).checked_by == factories.bob()


def test_the_database_refuses_a_verdict_without_a_file_or_checked_by_its_author():
    made = promise()
    rows = Commitment.objects.filter(pk=made.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(verdict="kept", verdict_on=date(2026, 6, 5))
    verdict(made, records.paper())
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(checked_by=factories.alice(), checked_at=timezone.now())


def test_a_simulated_verdict_never_stands_on_a_real_paper():
    made = promise(simulated=True)
    with pytest.raises(ActionRefused):
        verdict(made, records.paper())
    with pytest.raises(IntegrityError, match="simulated verdict"), transaction.atomic():
        Commitment.objects.filter(pk=made.pk).update(
            verdict="kept", verdict_on=date(2026, 6, 5), verdict_paper=records.paper()
        )


def about(employer=None):
    branch = factories.branch()
    return {
        "branch": branch,
        "campaign": records.campaign(),
        "council": branch.councils.first(),
        "employer": employer or factories.employer(),
    }


def send(step, where, on=date(2026, 6, 1)):
    letter = letters.draft_letter(step=step, by=factories.alice(), **where)
    return letters.mark_sent(letter=letter, on=on, by=factories.alice())


def test_the_first_letter_puts_every_part_to_the_employer():
    where = about()
    send(ChaseStep.ASK, where)
    assert Asked.objects.count() == 3
    assert letters.next_step(**where) == ChaseStep.REMINDER


def test_each_letter_of_the_ladder_is_written_from_what_is_open():
    where = about()
    send(ChaseStep.ASK, where)
    for step in letters.LADDER[1:]:
        letter = send(step, where)
        assert "Money in 2027/28?" in letter.body
        assert "{" not in letter.body
        assert letter.subject
        if step in letters.BY_LAW:
            letters.mark_answered(letter=letter, on=letter.sent_on, by=factories.alice())
    assert letters.next_step(**where) is None


def test_freedom_of_information_is_only_for_bodies_that_it_covers():
    where = about(factories.employer("A voluntary body", kind=Employer.Kind.VOLUNTARY))
    assert letters.steps_for(where["employer"])[-1] == ChaseStep.ELECTED
    with pytest.raises(ActionRefused, match="does not cover"):
        letters.draft_letter(step=ChaseStep.FOI, by=factories.alice(), **where)


def test_a_request_counts_its_answer_and_its_review():
    letter = send(ChaseStep.FOI, about())
    assert letters.letter_due(letter).on == date(2026, 6, 30)
    assert "15 June" in letters.letter_due(letter).how
    assert letters.next_deadline(letter, timezone.localdate()).on == date(2026, 8, 26)


def test_a_sent_letter_stays_as_it_was_sent():
    letter = send(ChaseStep.ASK, about())
    with pytest.raises(ActionRefused, match="stays as it was sent"):
        letters.edit_letter(letter=letter, by=factories.alice(), body="other")


def test_a_silent_branch_is_chased_once_a_day():
    campaign = records.campaign()
    factories.alice(), factories.bob()
    for _ in range(2):
        chase_branch(campaign=campaign, branch=factories.branch(), by=factories.staff())
    assert sorted(mail.to for mail in OutgoingMail.objects.all()) == ["alice@example.org", "bob@example.org"]


def test_the_search_of_paragraphs_stands_on_an_index():
    store()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT 1 FROM branches_paperparagraph WHERE search @@ websearch_to_tsquery('english', 'employee')"
        )
        plan = " ".join(row[0] for row in cursor.fetchall())
    assert "paragraph_search" in plan


def test_a_letter_knows_its_state():
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.create(step="ask", state="sent", to_role="x", subject="x", body="x", **about())
