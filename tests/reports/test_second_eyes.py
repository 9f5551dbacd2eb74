"""The one queue: who finds what in it, and the sentence about agreement."""

import pytest

from branches.actions import commitments, marking
from branches.models import Role, RoleGrant, SecondMark
from reports import agreement, second_eyes
from tests import factories
from tests.attacks import comment_samples
from tests.branches import records
from tests.reports import shelves

pytestmark = pytest.mark.django_db


@pytest.fixture
def reply():
    return records.reply(records.ask(records.campaign()), said="They said so.")


def titles(user):
    return [kind.title for kind in second_eyes.queue(user)]


def test_an_answer_waits_for_a_colleague_and_for_swig_and_never_for_its_author(reply):
    assert titles(factories.bob()) == titles(factories.staff()) == ["Answers"]
    assert titles(factories.alice()) == titles(factories.charlie()) == titles(factories.admin()) == []


def test_a_verdict_stands_before_answers(reply):
    made = commitments.record_commitment(
        branch=reply.branch,
        council=reply.asked.council,
        employer=reply.asked.employer,
        what="A seat",
        who="Head",
        made_on=reply.said_on,
        how_we_know="A minute",
        by=factories.alice(),
    )
    commitments.give_verdict(
        commitment=made,
        verdict="kept",
        words="So",
        paper=records.paper(),
        on=reply.said_on,
        by=factories.alice(),
    )
    assert titles(factories.staff()) == ["Verdicts", "Answers"]


def test_a_second_mark_waits_for_a_marker_and_a_difference_for_a_moderator(client, reply):
    mark = SecondMark.objects.create(reply=reply)
    assert titles(factories.bob()) == ["Second marks", "Answers"]
    marking.give_mark(mark=mark, stance="no", by=factories.bob())
    assert titles(factories.bob()) == ["Answers"]
    assert titles(factories.staff()) == ["Marks that differ", "Answers"]
    client.force_login(factories.staff())
    page = client.get("/branches/checks/").content.decode()
    assert (
        f"/branches/second-marks/{mark.pk}/settle/" in page
        and "One answer has been marked twice so far" in page
    )


def test_the_number_on_the_today_page_is_the_queues(client, reply):
    SecondMark.objects.create(reply=reply)
    assert second_eyes.number(factories.staff()) == 2


def test_a_release_and_a_quote_wait_for_their_second_person():
    proposer = shelves.release(state="audited").proposed_by
    RoleGrant.objects.create(user=proposer, role=Role.SWIG_APPROVER, since=factories.LONG_AGO)
    assert titles(proposer) == [], "nobody approves their own"
    assert titles(factories.approver()) == ["Releases"] and titles(factories.staff()) == []
    comment_samples.quote()
    assert "Quotes" in titles(factories.user(roles=[Role.MODERATOR]))


def pairs_of(same, different):
    return [("yes", "yes"), ("no", "no")] * (same // 2) + [("yes", "no")] * different


@pytest.mark.parametrize(
    ("marks", "words"),
    [
        ([], "No answers have been marked twice so far"),
        (pairs_of(8, 1), "9 answers have been marked twice so far; agreement is worked out from 10 on"),
        ([("yes", "yes")] * 10, "All marks are the same"),
        (
            pairs_of(8, 2),
            "10 answers have been marked twice, 8 of them the same both times; agreement beyond chance (Cohen's kappa) is 0.62.",
        ),
    ],
)
def test_agreement_is_told_in_a_sentence(marks, words):
    assert words in agreement.of_pairs(marks).sentence
    assert agreement.of_pairs(marks, simulated=True).sentence.startswith("Simulated: ")


def test_simulated_marks_are_told_as_simulated_and_never_among_real_ones(reply):
    made_up = records.reply(records.ask(records.campaign("autumn"), simulated=True), said="They said so.")
    marking.give_mark(mark=SecondMark.objects.create(reply=reply), stance="no", by=factories.bob())
    assert [(each.marks, each.simulated) for each in agreement.told()] == [(1, False)]
    marking.give_mark(mark=SecondMark.objects.create(reply=made_up), stance="no", by=factories.bob())
    assert [(each.marks, each.simulated) for each in agreement.told()] == [(1, False), (1, True)]


def test_the_method_page_tells_how_far_marks_agree(client):
    assert b"No answers have been marked twice so far" in client.get("/method/").content
