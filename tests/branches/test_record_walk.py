"""What a walk through the record found: pictures typed later, the sample, undo of a first answer, days to come."""

import html
import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from branches import sample_paper
from branches.actions import ActionRefused, asking, commitments, history, papers, reading
from branches.models import Asked, Foundation, Paper, PaperParagraph, Statement, Theme
from branches.reference_statements import load_foundations, load_statements
from branches.rows import State, state_grid
from tests import factories
from tests.branches import records

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    factories.alice(), factories.bob(), factories.charlie()
    factories.employer()
    return records.campaign()


def tomorrow():
    return timezone.localdate() + timedelta(days=1)


def picture():
    out = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(out, "PNG")
    return out.getvalue()


def stored(name="page.png", data=None, **values):
    branch = factories.branch()
    return papers.store_paper(
        branch=branch,
        council=branch.councils.first(),
        name=name,
        data=data or picture(),
        **{"title": "Page", "kind": "published", "dated": date(2026, 3, 3), "by": factories.alice()} | values,
    )


def commit(**values):
    branch = factories.branch()
    given = {"made_on": date(2026, 3, 1), "what": "A seat", "who": "Head", "how_we_know": "Minute"} | values
    return commitments.record_commitment(
        branch=branch,
        council=branch.councils.first(),
        employer=factories.employer(),
        by=factories.alice(),
        **given,
    )


def test_a_picture_is_stored_without_words_and_found_once_they_are_typed(client, campaign):
    paper = stored()
    assert paper.text_state == Paper.TextState.WAITING
    client.force_login(factories.alice())
    assert "not typed in yet" in client.get(paper.get_absolute_url()).content.decode()
    words = "Employees are affected.\r\n\r\nSix posts."
    client.post(f"/branches/papers/{paper.pk}/words/", {"typed": words})
    assert [hit.text for hit in PaperParagraph.objects.matching("six posts")] == ["Six posts."]
    paper.refresh_from_db()
    assert paper.text_state == Paper.TextState.TYPED


def test_only_the_own_branch_types_the_words(client, campaign):
    paper = stored()
    client.force_login(factories.charlie())
    assert client.post(f"/branches/papers/{paper.pk}/words/", {"typed": "x"}).status_code == 404
    assert not paper.paragraphs.exists()


def test_words_that_an_answer_points_at_are_not_typed_again(campaign):
    paper = stored(typed="Words")
    papers.mark_bearing(
        paragraph=paper.paragraphs.get(),
        part=records.part(campaign, "Q1"),
        summary="It bears",
        by=factories.alice(),
    )
    with pytest.raises(ActionRefused, match="points at these words"):
        papers.type_words(paper=paper, typed="Others", by=factories.alice())


def test_the_sample_is_a_sample_whoever_uploads_it(client, campaign, settings):
    client.force_login(factories.alice())
    sample = client.get("/branches/papers/sample.docx").content
    file = SimpleUploadedFile("mine.docx", sample)
    form = {"file": file, "title": "Mine", "kind": "published", "dated": "2026-03-03", "audience": "shared"}
    client.post("/branches/papers/new/", form | {"council": factories.branch().councils.first().pk})
    reading.read_waiting_papers()
    assert Paper.objects.get().is_sample
    assert not stored("other.docx", sample_paper.as_docx("1. Purpose\n1.1 Another paper.")).is_sample


def test_a_paper_uploaded_during_the_demo_says_that_it_may_be_real(client, campaign, settings):
    settings.DEMO_MODE = True
    paper = stored(simulated=True)
    client.force_login(factories.alice())
    page = client.get(paper.get_absolute_url()).content.decode()
    assert "<h1>Simulated: Page</h1>" in page
    assert "may be a real paper" in page


def test_undoing_the_first_answer_puts_the_question_back_to_waiting(campaign):
    reply = records.reply(records.ask(campaign))
    history.undo_last_change(record=reply, by=factories.alice())
    assert Asked.objects.get().contact == Asked.Contact.ASKED
    council = reply.asked.council
    states = {
        row.council: row.states["Q1"] for row in state_grid(campaign, factories.alice(), date(2026, 3, 4))
    }
    assert states[council] == State.WAITING


def test_the_button_says_what_undoing_would_do(campaign):
    reply = records.reply(records.ask(campaign))
    changes = history.changes_of
    assert history.undo_words(reply, changes(reply)) == "Remove it"
    reply.said = "Something else"
    reply.save()
    assert history.undo_words(reply, changes(reply)) == "Undo the last change"


@pytest.mark.parametrize("simulated", [False, True])
def test_an_action_refuses_an_answer_of_tomorrow(campaign, simulated):
    asked = records.ask(campaign, simulated=simulated)
    with pytest.raises(ActionRefused, match="in the future"):
        records.reply(asked, on=tomorrow())


def test_an_action_refuses_a_contact_of_tomorrow(campaign):
    with pytest.raises(ActionRefused, match="in the future"):
        asking.move_contact(
            asked=records.ask(campaign), contact=Asked.Contact.HOLDING, on=tomorrow(), by=factories.alice()
        )


def test_an_action_refuses_a_paper_of_tomorrow(campaign):
    with pytest.raises(ActionRefused, match="in the future"):
        stored(dated=tomorrow())


def test_an_action_refuses_a_commitment_or_verdict_of_tomorrow(campaign):
    with pytest.raises(ActionRefused, match="in the future"):
        commit(made_on=tomorrow())
    made = commit()
    with pytest.raises(ActionRefused, match="in the future"):
        commitments.revise_commitment(commitment=made, by=factories.alice(), made_on=tomorrow())
    with pytest.raises(ActionRefused, match="in the future"):
        commitments.give_verdict(
            commitment=made, verdict="kept", words="x", paper=stored(), on=tomorrow(), by=factories.alice()
        )


@pytest.mark.parametrize(
    "address",
    [
        "meetings/new/",
        "papers/new/",
        "commitments/new/",
        "registers/unmet-need/new/",
        "registers/caseloads/new/",
    ],
)
def test_a_form_sent_empty_says_what_is_missing(client, campaign, address):
    client.force_login(factories.alice())
    page = client.post(f"/branches/{address}").content.decode()
    assert "<title>Error: " in page


def test_an_answer_cites_what_the_promise_says_and_only_its_branch_says_so(client, campaign):
    load_foundations(), load_statements()
    reply, statement = records.reply(records.ask(campaign)), Statement.objects.exclude(kind="lead_in").first()
    address = f"/branches/cite/reply/{reply.pk}/"
    client.force_login(factories.charlie())
    assert client.post(address, {"statements": [statement.pk]}).status_code == 404
    client.force_login(factories.alice())
    form = client.get(address).context["form"]
    assert None not in dict(form.groups()) and sum(len(boxes) for _, boxes in form.groups()) == len(
        Statement.objects.exclude(kind="lead_in")
    )
    client.post(address, {"statements": [statement.pk]})
    assert list(reply.statements.all()) == [statement]
    theme, nearest = client.get(address).context["form"].groups()[0]
    assert theme is None and [near for near, _ in nearest] == [statement]
    assert statement.wording in html.unescape(client.get(reply.get_absolute_url()).content.decode())


def test_a_question_says_what_it_rests_on_whom_it_is_for_and_which_words_point_to_it(client, campaign):
    part = records.part(campaign, "Q1")
    client.force_login(factories.staff())
    values = {
        "label": "Group",
        "ask": "A group?",
        "phrase": "have a group",
        "keywords": "Working group, minute",
    }
    client.post(f"/branches/parts/{part.pk}/edit/", values | {"employer_kinds": ["council"]})
    part = records.part(campaign, "Q1")
    assert part.keywords == ["working group", "minute"] and part.question.employer_kinds == ["council"]
    load_foundations()
    theme = Theme.objects.create(number=1, wording="Voice", foundation=Foundation.objects.first())
    statement = Statement.objects.create(number=1, theme=theme, page=5, wording="Be heard")
    client.post(f"/branches/parts/{part.pk}/cite/", {"statements": [statement.pk]})
    assert list(part.statements.all()) == [statement]
    page = client.get(campaign.get_absolute_url()).content.decode()
    assert "The Promise, page 5: Be heard" in page
    client.force_login(factories.alice())
    assert client.get(f"/branches/parts/{part.pk}/cite/").status_code == 403
