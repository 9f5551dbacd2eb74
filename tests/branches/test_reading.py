"""Reading what was uploaded, behind the page: what stands meanwhile, what a refused file leaves, what a death costs."""

import io
import zipfile
from datetime import date

import pytest
from django.core.files.storage import default_storage
from django.db import transaction

from branches import access
from branches.actions import ActionRefused, commitments, history, papers, reading, replies
from branches.models import AuditEvent, Paper, PaperParagraph
from branches.sample_paper import as_docx, sample_text
from tests import factories
from tests.branches import records

pytestmark = pytest.mark.django_db


def taken(data=None, name="paper.docx", **values):
    branch = factories.branch()
    return papers.take_paper(
        branch=branch,
        council=branch.councils.first(),
        name=name,
        data=data or as_docx(sample_text()),
        **{"title": "Ours", "kind": "published", "dated": date(2026, 3, 12), "by": factories.alice()}
        | values,
    )


def bomb():
    """A Word file that would unpack to 200 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 200_000_000)
    return out.getvalue()


def test_a_paper_is_read_by_the_workers_next_pass_and_once():
    paper = taken()
    assert paper.text_state == Paper.TextState.READING and not paper.served
    assert reading.read_waiting_papers() == 1
    paper.refresh_from_db()
    assert paper.text_state == Paper.TextState.READ and paper.served
    assert PaperParagraph.objects.matching("employee implications")[0].ref == "5.1"
    assert reading.read_waiting_papers() == 0


def test_the_schedule_reads_papers(settings):
    assert "branches.actions.reading.read_waiting_papers" in dict(settings.SCHEDULE)


def test_a_paper_being_read_is_seen_by_its_branch_only_and_nothing_stands_on_it(client):
    paper = taken(audience="public")
    assert [
        who().email for who in (factories.bob, factories.charlie, factories.staff) if access_to(who(), paper)
    ] == ["bob@example.org"]
    assert client.get(paper.get_absolute_url()).status_code == 404
    asked = records.ask(records.campaign())
    with pytest.raises(ActionRefused, match="still being read"):
        records.reply(asked, on=date(2026, 3, 12), grade="published", paper=paper)
    reading.read_waiting_papers()
    assert client.get(paper.get_absolute_url()).status_code == 200


def access_to(user, paper):
    return Paper.objects.visible_to(user).filter(pk=paper.pk).exists()


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [(bomb, "paper.docx", "unpack to far more"), (lambda: b"%PDF-1.7 x", "a.pdf", "damaged")],
)
def test_a_refused_file_is_not_kept_and_says_why_to_its_branch_only(client, data, name, words):
    paper = taken(data(), name)
    stored = paper.file.name
    assert default_storage.exists(stored)
    reading.read_waiting_papers()
    paper.refresh_from_db()
    assert paper.text_state == Paper.TextState.REFUSED and (paper.file.name, paper.sha256) == ("", "")
    client.force_login(factories.alice())
    page = client.get(paper.get_absolute_url()).content.decode()
    assert "This file was not kept." in page and words in page and "Choose another file" in page
    assert not access_to(factories.staff(), paper) and access_to(factories.bob(), paper)


@pytest.mark.django_db(transaction=True)
def test_the_bytes_of_a_refused_file_are_gone():
    paper = taken(bomb())
    name = paper.file.name
    reading.read_waiting_papers()
    assert not default_storage.exists(name)


def test_one_that_cannot_be_read_does_not_stop_the_next():
    broken, whole = taken(), taken(as_docx("1. Purpose\n1.1 Another paper."), "other.docx")
    default_storage.delete(broken.file.name)
    reading.read_waiting_papers()
    broken.refresh_from_db(), whole.refresh_from_db()
    assert (broken.text_state, whole.text_state) == (Paper.TextState.REFUSED, Paper.TextState.READ)


def test_what_a_killed_worker_left_is_read_anew_and_whole():
    paper = taken()
    with transaction.atomic():
        reading.read_waiting_papers()
        transaction.set_rollback(True)  # a kill leaves the state as it was and none of the rows
    assert not PaperParagraph.objects.exists()
    assert reading.read_waiting_papers() == 1
    assert paper.paragraphs.exclude(ref="").count() == 19


def test_undo_takes_an_upload_back_and_never_makes_it_unread():
    paper = taken()
    reading.read_waiting_papers()
    paper.refresh_from_db()
    assert history.undo_words(paper, history.changes_of(paper)) == "Remove it"
    assert AuditEvent.objects.filter(verb="read the paper").count() == 1


def test_the_same_file_may_come_again_after_it_was_refused():
    taken(bomb())
    reading.read_waiting_papers()
    assert taken(bomb()).text_state == Paper.TextState.READING


def test_whoever_cannot_wait_reads_at_once_and_a_refused_file_leaves_nothing():
    with pytest.raises(ActionRefused, match="unpack"):
        branch = factories.branch()
        papers.store_paper(
            branch=branch,
            council=branch.councils.first(),
            name="a.docx",
            data=bomb(),
            title="A",
            kind="other",
            dated=date(2026, 3, 3),
            by=factories.alice(),
        )
    assert not Paper.objects.exists() and not Paper.history.exists()


def test_a_paper_is_taken_back_with_a_reason_by_its_branch_unless_something_stands_on_it(client):
    paper = records.paper(dated=date(2026, 3, 12))
    reply = records.reply(
        records.ask(records.campaign()),
        on=date(2026, 3, 12),
        grade="published",
        paper=paper,
        paragraph=paper.paragraphs.get(ref="5.1"),
    )
    address = f"/branches/papers/{paper.pk}/take-back/"
    client.force_login(factories.charlie())
    assert client.post(address, {"reason": "x"}).status_code == 404
    client.force_login(factories.alice())
    client.post(address, {"reason": "Wrong file"})
    paper.refresh_from_db()
    assert paper.taken_back_at is None, "an answer stands on it"
    replies.take_back(record=reply, by=factories.alice(), reason="Wrong")
    client.post(address, {"reason": ""})
    paper.refresh_from_db()
    assert paper.taken_back_at is None, "without a reason"
    client.post(address, {"reason": "Wrong file"})
    assert client.get(paper.get_absolute_url()).status_code == 404
    assert AuditEvent.objects.get(verb="removed the paper", detail__reason="Wrong file")


def test_a_verdict_never_stands_on_a_paper_being_read():
    paper = taken()
    made = commitments.record_commitment(
        branch=paper.branch,
        council=paper.council,
        employer=factories.employer(),
        what="A seat",
        who="Head",
        made_on=date(2026, 3, 1),
        how_we_know="A minute",
        by=factories.alice(),
    )
    with pytest.raises(ActionRefused, match="still being read"):
        commitments.give_verdict(
            commitment=made,
            verdict="kept",
            words="So",
            paper=paper,
            on=date(2026, 3, 12),
            by=factories.alice(),
        )
    assert access.paper_for(factories.alice(), paper.pk) == paper
