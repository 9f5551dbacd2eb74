"""Publishing many records at once: own ones only, the question goes along, each keeps its history."""

import pytest

from branches.actions import replies
from branches.actions.history import changes_of
from branches.models import Audience, AuditEvent, Reply
from branches.rows import council_record
from tests import factories
from tests.branches import records

pytestmark = pytest.mark.django_db
ADDRESS = "/branches/shown-to/"


@pytest.fixture
def ours():
    return records.reply(records.ask(records.campaign()), said="They said so.")


def send(client, who, ticked, audience="public", query=""):
    client.force_login(who())
    return client.post(ADDRESS + query, {"records": ticked, "audience": audience})


def test_many_are_published_at_once_and_strangers_find_the_answers(client, ours):
    paper = records.paper()
    second = records.reply(records.ask(ours.asked.part.question.campaign, "Q3"), said="A plan.")
    send(client, factories.alice, [f"reply-{ours.pk}", f"reply-{second.pk}", f"paper-{paper.pk}"])
    shown = council_record(ours.asked.council, None, ours.said_on)
    assert [part.said for part in shown.parts if part.said] == ["They said so.", "A plan."]
    assert len(shown.papers) == 1
    assert AuditEvent.objects.filter(verb="changed who may see").count() == 3
    ours.refresh_from_db()
    assert changes_of(ours)[0].lines[0][1:] == ("All branches and SWIG", "Everyone")


def test_all_of_a_kind_means_all_that_the_list_showed(client, ours):
    other = records.reply(records.ask(ours.asked.part.question.campaign, "Q3"), audience=Audience.OWN)
    send(client, factories.alice, ["reply-all"], "public", "?audience=own")
    assert {each.pk: each.audience for each in Reply.objects.all()} == {ours.pk: "shared", other.pk: "public"}
    send(client, factories.alice, ["reply-all"], "own")
    assert set(Reply.objects.values_list("audience", flat=True)) == {"own"}


@pytest.mark.parametrize(
    "ticked", ["reply-{}", "reply-all", "reply-x", "user-1", "reply-", "reply-9999999999"]
)
def test_nobody_publishes_what_another_branch_logged(client, ours, ticked):
    answer = send(client, factories.charlie, [ticked.format(ours.pk)])
    ours.refresh_from_db()
    assert ours.audience == "shared"
    assert b"Tick at least one" in answer.content


def test_nothing_ticked_or_chosen_says_what_to_do(client, ours):
    assert b"Tick at least one" in send(client, factories.alice, []).content
    assert b"Choose an answer" in send(client, factories.alice, [f"reply-{ours.pk}"], "").content


def test_the_list_says_who_sees_each_and_shows_no_other_branchs(client, ours):
    client.force_login(factories.alice())
    assert b"Shown to: all branches and swig" in client.get(ADDRESS).content
    client.force_login(factories.charlie())
    assert b"Nothing here" in client.get(ADDRESS).content


def test_what_is_shown_already_is_not_changed_again(client, ours):
    send(client, factories.alice, ["reply-all"], "shared")
    assert not AuditEvent.objects.filter(verb="changed who may see").exists()
    assert Reply.history.count() == 1


def test_an_answer_published_on_its_own_page_takes_its_question_along(ours):
    replies.revise_reply(reply=ours, by=factories.alice(), audience="public")
    ours.asked.refresh_from_db()
    assert ours.asked.audience == "public"
    replies.revise_reply(reply=ours, by=factories.alice(), audience="own")
    ours.asked.refresh_from_db()
    assert ours.asked.audience == "public", "that it was asked stays known"
