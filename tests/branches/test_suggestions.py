"""Suggestions which question a paragraph bears on: a person says yes with a sentence, or no once and for all."""

import pytest

from branches.actions import answering, papers
from branches.models import AuditEvent, SuggestionRefused
from branches.suggesting import suggested_for
from tests import factories
from tests.branches import records

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    made = records.campaign()
    part = records.part(made, "Q1")
    part.keywords = ["working", "group", "posts"]
    part.save()
    return made


@pytest.fixture
def paper(campaign):
    branch = factories.branch()
    return papers.summarise_paper(
        branch=branch,
        council=branch.councils.first(),
        title="Ours",
        kind="published",
        dated="2026-03-05",
        source="Committee",
        by=factories.alice(),
        paragraphs=[
            (3, "Next", "3.1", "A working group will meet."),
            (4, "Risk", "4.1", "There is none."),
            (None, "", "", "The working group's cover page."),
        ],
    )


def suggested(paper, campaign):
    return [
        (each.paragraph.ref, each.part.ref)
        for each in suggested_for(paper.paragraphs.all(), campaign.parts())
    ]


def test_a_numbered_paragraph_with_a_questions_words_is_suggested_to_its_branch_only(client, paper):
    client.force_login(factories.alice())
    page = client.get(paper.get_absolute_url()).content.decode()
    assert "Perhaps about your questions" in page and page.count("Yes, say how") == 1
    for who in (factories.charlie, factories.staff):
        client.force_login(who())
        assert "Perhaps about" not in client.get(paper.get_absolute_url()).content.decode()


def test_no_is_remembered_and_kept_in_the_audit(client, paper, campaign):
    first, part = paper.paragraphs.get(ref="3.1"), records.part(campaign, "Q1")
    address = f"/branches/papers/{paper.pk}/paragraphs/{first.pk}/not/{part.pk}/"
    client.force_login(factories.charlie())
    assert client.post(address).status_code == 404
    client.force_login(factories.alice())
    assert client.get(address).status_code == 405
    client.post(address), client.post(address)
    assert SuggestionRefused.objects.get().by == factories.alice()
    assert AuditEvent.objects.filter(verb="refused a suggestion about").count() == 1
    assert "Perhaps about" not in client.get(paper.get_absolute_url()).content.decode()


def test_yes_opens_the_form_with_the_question_chosen_and_ends_the_suggestion(client, paper, campaign):
    first, part = paper.paragraphs.get(ref="3.1"), records.part(campaign, "Q1")
    client.force_login(factories.alice())
    address = f"/branches/papers/{paper.pk}/paragraphs/{first.pk}/bearing/?part={part.pk}"
    assert f'<option value="{part.pk}" selected>' in client.get(address).content.decode()
    client.post(address, {"part": part.pk, "summary": "There will be one."})
    assert suggested(paper, campaign) == [("", "Q1")]


def test_only_the_five_nearest_are_suggested_in_the_papers_order(campaign):
    branch = factories.branch()
    texts = ["A working group."] * 4 + ["A working group for posts."] * 4
    made = papers.summarise_paper(
        branch=branch,
        council=branch.councils.first(),
        title="Long",
        kind="published",
        dated="2026-03-05",
        source="Committee",
        paragraphs=[(1, "Next", f"1.{place}", text) for place, text in enumerate(texts, start=1)],
    )
    assert [ref for ref, _ in suggested(made, campaign)] == ["1.1", "1.5", "1.6", "1.7", "1.8"]


def test_a_suggestion_needs_two_words_in_common(paper, campaign):
    assert ("4.1", "Q1") not in suggested(paper, campaign)


def test_the_employer_reads_whose_record_it_is_and_the_secretary_has_a_mail_ready(client, campaign):
    reply = records.reply(records.ask(campaign), said="There is one.")
    client.force_login(factories.alice())
    address = f"/branches/right-of-reply/reply/{reply.pk}/"
    client.post(address, {"closes_on": "2030-01-01"})
    page = client.get(address).content.decode()
    assert "mailto:?subject=South%20Lanarkshire" in page and "Write the email" in page
    client.logout()
    link = answering.token_for(reply.invitations.get())
    assert (
        "South Lanarkshire Council, South Lanarkshire"
        in client.get(f"/branches/answer/{link}/").content.decode()
    )
