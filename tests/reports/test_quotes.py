"""Quotes in reports: from the bank only, with one attribute, of the document's own wave; withdrawn ones are flagged."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from reports import freshness, outline_editing, publishing
from reports.documents.basis import gather
from reports.documents.content import Quote as QuoteBlock
from reports.documents.outline import render
from reports.models import Edition
from reports.publishing import PublishingRefused
from surveys import moderating
from surveys.models import CommentDecision, Quote, Wave
from tests import factories
from tests.reports import shelves

pytestmark = pytest.mark.django_db
WORDS = "There is never time for a child."


@pytest.fixture(autouse=True)
def ground():
    freshness.forget()
    shelves.release()
    yield
    freshness.forget()


def quote(words=WORDS, slug="autumn-2025", tells_role=False, quotable=True, state="approved"):
    by = factories.user()
    comment = CommentDecision.objects.create(
        wave=Wave.objects.get(slug=slug),
        fingerprint=words[:60],
        state="released",
        question="more",
        role="social_worker",
        text=f"{words} And more that was never agreed.",
        quotable=quotable,
        decided_by=by,
    )
    return Quote.objects.create(
        comment=comment,
        words=words,
        tells_role=tells_role,
        state=state,
        proposed_by=by,
        approved_by=None if state == "proposed" else factories.user(),
        reason="They asked." if state == "withdrawn" else "",
    )


def made(**settings):
    return render([{"kind": "quotes", **settings}], gather(AnonymousUser()))


def report(**settings):
    editor = factories.staff()
    begun = outline_editing.create_report(title="Words", template="e-brief", council=None, by=editor)
    outline = [{"kind": "text", "text": "Before."}, {"kind": "quotes", **settings}]
    return outline_editing.change_outline(report=begun, outline=outline, by=editor)


def proposed(report):
    document = outline_editing.document_for(report)
    return publishing.propose_edition(report=report, document=document, by=report.created_by)


def test_only_what_two_people_agreed_on_and_nobody_withdrew_is_quoted():
    quote()
    quote("Proposed only.", state="proposed")
    quote("Taken back.", state="withdrawn")
    quote("Nobody was asked.", quotable=False)
    assert [one.text for one in made()] == [WORDS]
    assert "never agreed" not in str(made())


@pytest.mark.parametrize(
    ("tells_role", "attribution"),
    [(False, "Simulated: Somebody who answered"), (True, "Simulated: Social Worker")],
)
def test_a_quote_carries_its_one_attribute_and_the_word_simulated(tells_role, attribution):
    quote(tells_role=tells_role)
    (block,) = made()
    assert isinstance(block, QuoteBlock)
    assert block.attribution == attribution


def test_another_wave_s_words_never_stand_in_a_document():
    shelves.release("spring-2026", state="audited")
    other = quote("From a wave without a release.", slug="spring-2026")
    assert made() == ()
    assert made(quotes=[other.pk]) == ()


def test_named_quotes_stand_in_their_order_and_no_more():
    first, second, third = quote("One."), quote("Two."), quote("Three.")
    assert [one.text for one in made(quotes=[third.pk, first.pk])] == ["Three.", "One."]
    assert [one.text for one in made(most=2)] == ["Three.", "Two."]
    assert second.pk


def test_the_editor_chooses_quotes_of_the_bank_and_of_nothing_else(client):
    chosen, other = quote(), quote("Proposed only.", state="proposed")
    begun = report()
    client.force_login(begun.created_by)
    address = f"/reports/{begun.slug}/blocks/1/"
    page = client.get(address).content.decode()
    assert WORDS in page
    assert "Proposed only." not in page
    assert "Error" in client.post(address, {"quotes": [other.pk]}).content.decode()
    client.post(address, {"quotes": [chosen.pk]})
    begun.refresh_from_db()
    assert begun.outline[1]["quotes"] == [chosen.pk]
    assert WORDS in client.get(begun.get_absolute_url()).content.decode()


def test_a_withdrawn_quote_is_flagged_in_the_draft_and_left_out_of_it(client):
    chosen = quote()
    begun = report(quotes=[chosen.pk])
    client.force_login(begun.created_by)
    assert "was withdrawn" not in client.get(begun.get_absolute_url()).content.decode()
    moderating.withdraw_quote(quote=chosen, reason="They asked.", by=factories.user())
    page = client.get(begun.get_absolute_url()).content.decode()
    assert "A quote chosen in this outline was withdrawn." in page
    assert "1 withdrawn since" in page
    assert WORDS not in page


def test_an_edition_with_a_withdrawn_quote_says_so_and_is_not_published(client):
    chosen = quote()
    edition = proposed(report())
    moderating.withdraw_quote(quote=chosen, reason="They asked.", by=factories.user())
    client.force_login(factories.approver())
    assert "Withdrawn since it was frozen" in client.get("/reports/words/editions/1/").content.decode()
    with pytest.raises(PublishingRefused, match="never time"):
        publishing.approve_edition(edition=edition, by=factories.approver())
    edition.refresh_from_db()
    assert edition.state == Edition.State.PROPOSED


def test_a_quote_withdrawn_during_an_embargo_sends_the_edition_back():
    chosen = quote()
    soon = timezone.now() + timedelta(hours=1)
    edition = publishing.approve_edition(edition=proposed(report()), by=factories.approver(), publish_at=soon)
    moderating.withdraw_quote(quote=chosen, reason="They asked.", by=factories.user())
    publishing.publish_due(soon + timedelta(minutes=1))
    edition.refresh_from_db()
    assert edition.state == Edition.State.REFUSED
    assert "A quote in it was withdrawn" in edition.reason
