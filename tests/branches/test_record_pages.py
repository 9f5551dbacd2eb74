"""Each page of the record: the right person, the wrong branch, nobody, the wrong method; as HTML and as file."""

import io
from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from branches import sample_paper
from branches.actions import commitments, letters, papers, reading
from branches.actions.meetings import write_note
from branches.models import Asked, Audience, Campaign, ChaseStep, Letter, Meeting, OutgoingMail, Paper, Reply
from tests import factories
from tests.branches import records

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    factories.alice(), factories.bob(), factories.charlie(), factories.staff(), factories.approver()
    factories.employer()
    factories.employer("Glasgow City Council", councils=[factories.council("Glasgow City")])
    return records.campaign()


def signed_in(client, person):
    client.force_login(person)
    return client


def today():
    return timezone.localdate()


def everything(campaign, audience=Audience.SHARED):
    """One of each record of alice's branch, with its addresses."""
    alice, branch = factories.alice(), factories.branch()
    council = branch.councils.first()
    ask = records.ask(campaign, audience=audience)
    reply = records.reply(ask, audience=audience)
    paper = papers.store_paper(
        branch=branch,
        council=council,
        name="p.docx",
        data=sample_paper.as_docx(sample_paper.sample_text()),
        title="Ours",
        kind="published",
        dated=date(2026, 3, 3),
        by=alice,
        audience=audience,
    )
    commitment = commitments.record_commitment(
        branch=branch,
        council=council,
        employer=ask.employer,
        what="A seat",
        who="Head",
        made_on=date(2026, 3, 1),
        how_we_know="Minute",
        by=alice,
        audience=audience,
    )
    note = write_note(branch=branch, council=council, text="Our own note", by=alice)
    letter = letters.draft_letter(
        branch=branch, campaign=campaign, council=council, employer=ask.employer, step=ChaseStep.ASK, by=alice
    )
    return {
        "ask": ask,
        "reply": reply,
        "paper": paper,
        "commitment": commitment,
        "note": note,
        "letter": letter,
    }


OWN_ONLY = [
    "/branches/notes/{note}/",
    "/branches/letters/{letter}/",
    "/branches/letters/{letter}/file/",
    "/branches/history/note/{note}/",
    "/branches/history/letter/{letter}/",
]
SHARED = [
    "/branches/replies/{reply}/",
    "/branches/papers/{paper}/",
    "/branches/papers/{paper}/file/",
    "/branches/commitments/{commitment}/",
    "/branches/history/reply/{reply}/",
    "/branches/history/paper/{paper}/",
]
TO_CHANGE = [
    "/branches/replies/{reply}/edit/",
    "/branches/asked/{ask}/contact/",
    "/branches/asked/{ask}/extension/",
    "/branches/commitments/{commitment}/edit/",
    "/branches/commitments/{commitment}/verdict/",
    "/branches/letters/{letter}/edit/",
]


def addresses(templates, rows):
    return [template.format(**{name: row.pk for name, row in rows.items()}) for template in templates]


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_the_owner_reads_and_may_change_everything(client, campaign):
    rows = everything(campaign)
    signed_in(client, factories.bob())
    for address in addresses([*OWN_ONLY, *SHARED, *TO_CHANGE], rows):
        assert client.get(address).status_code == 200, address


def test_another_branchs_note_and_letter_answer_as_if_absent(client, campaign):
    rows = everything(campaign)
    absent = {name: type(row)(pk=987654) for name, row in rows.items()}
    for person in (factories.charlie(), factories.staff()):
        signed_in(client, person)
        for theirs, nothing in zip(addresses(OWN_ONLY, rows), addresses(OWN_ONLY, absent), strict=True):
            hidden, missing = client.get(theirs), client.get(nothing)
            assert hidden.status_code == missing.status_code == 404, theirs
            assert body(hidden) == body(missing)


def test_another_branch_reads_what_is_shared_and_changes_nothing(client, campaign):
    rows = everything(campaign)
    signed_in(client, factories.charlie())
    for address in addresses(SHARED, rows):
        assert client.get(address).status_code == 200, address
    for address in addresses(TO_CHANGE, rows):
        assert client.get(address).status_code == 404, address
        assert client.post(address, {}).status_code == 404, address


def test_what_a_branch_keeps_to_itself_is_absent_for_others(client, campaign):
    rows = everything(campaign, Audience.OWN)
    for person in (factories.charlie(), factories.staff()):
        signed_in(client, person)
        for address in addresses(SHARED, rows):
            assert client.get(address).status_code == 404, address
        assert b"Ours" not in client.get("/branches/papers/").content
        assert b"A seat" not in client.get("/branches/commitments/?all").content


def test_nobody_reads_anything_without_signing_in_but_what_is_public(client, campaign):
    rows = everything(campaign)
    for address in addresses(
        [*OWN_ONLY, *TO_CHANGE, "/branches/", "/branches/checks/", "/branches/papers/"], rows
    ):
        assert client.get(address).status_code == 302, address
    paper = f"/branches/papers/{rows['paper'].pk}/"
    assert client.get(paper).status_code == 404
    Paper.objects.update(audience=Audience.PUBLIC)
    assert client.get(paper).status_code == 200


def test_the_administrator_has_no_part_in_the_record(client, campaign):
    rows = everything(campaign)
    signed_in(client, factories.admin())
    for address in addresses(SHARED, rows):
        assert client.get(address).status_code in {403, 404}, address


@pytest.mark.parametrize(
    "address",
    [
        "/branches/replies/{reply}/check/",
        "/branches/commitments/{commitment}/check/",
        "/branches/letters/{letter}/sent/",
        "/branches/history/reply/{reply}/undo/",
    ],
)
def test_a_button_is_no_link(client, campaign, address):
    rows = everything(campaign)
    signed_in(client, factories.alice())
    assert client.get(addresses([address], rows)[0]).status_code == 405


def test_the_today_page_shows_what_is_overdue_with_one_next_step(client, campaign):
    records.ask(campaign)
    page = signed_in(client, factories.alice()).get("/branches/").content.decode()
    assert "Overdue" in page
    assert "Write the first letter" in page


def test_an_empty_today_page_teaches(client, campaign):
    Campaign.objects.update(state="closed")
    page = signed_in(client, factories.alice()).get("/branches/").content.decode()
    assert "Nothing is due" in page
    assert "appears here automatically" in page


def test_staff_see_who_is_silent_and_chase_with_one_click(client, campaign):
    records.ask(campaign)
    signed_in(client, factories.staff())
    page = client.get("/branches/").content.decode()
    assert "<strong>1</strong> silent" in page
    client.post("/branches/chase/spring/glasgow-city/")
    assert OutgoingMail.objects.get().to == "charlie@example.org"


def test_a_secretary_chases_nobody(client, campaign):
    assert (
        signed_in(client, factories.alice()).post("/branches/chase/spring/glasgow-city/").status_code == 403
    )


def taps(campaign, **chosen):
    values = {"held_on": today().isoformat()}
    for part in campaign.parts():
        tap = chosen.get(part.ref.replace("-", "_"), "not_raised")
        label = part.labels.filter(label=tap).first()
        values[f"part_{part.pk}"] = f"label-{label.pk}" if label else tap
    return values


def test_a_meeting_is_logged_with_one_tap_a_question(client, campaign):
    signed_in(client, factories.alice())
    answer = client.post("/branches/meetings/new/", taps(campaign, Q1="Granted", Q3="no_answer"))
    meeting = Meeting.objects.get()
    assert answer.url == f"/branches/meetings/{meeting.pk}/"
    assert meeting.replies.get().stance_label == "Granted"
    assert Asked.objects.count() == 2
    assert client.get(answer.url).status_code == 200


def test_a_meeting_without_a_tap_or_in_the_future_says_what_to_do(client, campaign):
    signed_in(client, factories.alice())
    page = client.post("/branches/meetings/new/", taps(campaign)).content.decode()
    assert "Tap at least one question" in page
    assert "<title>Error: " in page
    later = taps(campaign, Q1="Granted") | {"held_on": (today() + timedelta(days=1)).isoformat()}
    assert "is in the future" in client.post("/branches/meetings/new/", later).content.decode()
    assert not Meeting.objects.exists()


def test_a_meeting_for_another_branchs_council_is_not_there(client, campaign):
    signed_in(client, factories.alice())
    assert client.get("/branches/meetings/new/?council=glasgow-city").status_code == 404
    assert client.post("/branches/meetings/new/?council=nowhere", {}).status_code == 404


def reply_values(part, **values):
    label = part.labels.get(label="Granted")
    return {
        "answer": f"label-{label.pk}",
        "grade": "written",
        "said_on": "2026-03-10",
        "asked_on": "2026-03-02",
        "said": "Yes, a seat.",
        "audience": "shared",
        **values,
    }


def test_a_reply_by_letter_is_logged_with_the_day_of_the_question(client, campaign):
    part = records.part(campaign, "Q1")
    signed_in(client, factories.alice())
    client.post(f"/branches/record/south-lanarkshire/replies/{part.pk}/new/", reply_values(part))
    reply = Reply.objects.get()
    assert (reply.asked.asked_on, reply.stance_label, reply.said) == (
        date(2026, 3, 2),
        "Granted",
        "Yes, a seat.",
    )


def test_a_reply_dated_before_the_ask_is_refused_with_a_sentence(client, campaign):
    part = records.part(campaign, "Q1")
    signed_in(client, factories.alice())
    answer = client.post(
        f"/branches/record/south-lanarkshire/replies/{part.pk}/new/", reply_values(part, said_on="2026-03-01")
    )
    assert "dated before the question" in answer.content.decode()
    assert not Reply.objects.exists()


@pytest.mark.parametrize(("ref", "words"), [("", "name the one"), ("9.9", "has no paragraph 9.9")])
def test_a_reply_from_a_numbered_paper_needs_a_real_paragraph(client, campaign, ref, words):
    part, paper = records.part(campaign, "Q1"), records.paper()
    signed_in(client, factories.alice())
    values = reply_values(part, grade="published", paper=paper.pk, paragraph_ref=ref)
    answer = client.post(f"/branches/record/south-lanarkshire/replies/{part.pk}/new/", values)
    assert words in answer.content.decode()


def test_another_branchs_private_paper_cannot_be_chosen(client, campaign):
    part = records.part(campaign, "Q1")
    theirs = records.paper(by=factories.charlie(), branch=factories.branch("Glasgow City"), audience="own")
    signed_in(client, factories.alice())
    values = reply_values(part, grade="published", paper=theirs.pk, paragraph_ref="5.1")
    answer = client.post(f"/branches/record/south-lanarkshire/replies/{part.pk}/new/", values)
    assert not Reply.objects.exists()
    assert theirs.title not in answer.content.decode()


def test_alice_cannot_check_her_own_reply_and_bob_can(client, campaign):
    reply = records.reply(records.ask(campaign))
    address = f"/branches/replies/{reply.pk}/check/"
    signed_in(client, factories.alice()).post(address)
    reply.refresh_from_db()
    assert not reply.checked
    signed_in(client, factories.charlie()).post(address)
    reply.refresh_from_db()
    assert not reply.checked
    signed_in(client, factories.bob()).post(address)
    reply.refresh_from_db()
    assert reply.checked


def upload(client, data, name="paper.docx", **values):
    given = {
        "file": SimpleUploadedFile(name, data),
        "title": "Ours",
        "kind": "published",
        "dated": "2026-03-03",
        "council": factories.council().pk,
        "audience": "shared",
        **values,
    }
    return client.post("/branches/papers/new/", given)


def test_a_paper_is_uploaded_read_and_found(client, campaign):
    signed_in(client, factories.alice())
    answer = upload(client, sample_paper.as_pdf(sample_paper.sample_text()), "paper.pdf")
    assert "Being read" in client.get(answer.url).content.decode()
    reading.read_waiting_papers()
    page = client.get(answer.url).content.decode()
    assert "Six posts are needed" in page
    assert 'id="p5-1"' in page
    found = client.get("/branches/papers/?words=employee+implications").content.decode()
    assert found.index("5.1 Employee Implications") > 0


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"<!doctype html><html></html>", "paper.pdf", "is a web page"),
        (b"%PDF-" + b"0" * (26 * 1024 * 1024), "paper.pdf", "Files can be up to 25 MB"),
        (b"MZ", "paper.exe", "cannot be read"),
        (b"%PDF-1.7", "pap\u202efdp.pdf", "hidden marks"),
        (b"%PDF-1.7", "..\\paper.pdf", "another folder"),
    ],
)
def test_a_file_that_is_not_taken_says_why(client, campaign, data, name, words):
    signed_in(client, factories.alice())
    assert words in upload(client, data, name).content.decode()
    assert not Paper.objects.exists()


def test_a_stored_web_page_is_only_ever_a_download(client, campaign):
    signed_in(client, factories.alice())
    upload(client, b"<!doctype html><html><script>alert(1)</script><p>1. A</p></html>", "page.html")
    reading.read_waiting_papers()
    answer = client.get(f"/branches/papers/{Paper.objects.get().pk}/file/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_search_for_nonsense_finds_nothing_and_says_so(client, campaign):
    signed_in(client, factories.alice())
    for words in ("zzz", "\x00", "'; drop table", '"', "-", "<script>"):
        assert client.get("/branches/papers/", {"words": words}).status_code == 200


def test_a_letter_is_prepared_changed_downloaded_and_sent(client, campaign):
    import docx

    signed_in(client, factories.alice())
    address = client.post("/branches/letters/new/", {"step": "ask"}).url
    letter = Letter.objects.get()
    client.post(
        f"{address}edit/", {"to_role": "Head", "subject": "Our questions", "body": "Dear you", "send_by": ""}
    )
    words = "\n".join(
        each.text for each in docx.Document(io.BytesIO(client.get(f"{address}file/").content)).paragraphs
    )
    assert "Our questions" in words
    client.post(f"{address}sent/", {"on": today().isoformat()})
    letter.refresh_from_db()
    assert letter.state == "sent"
    assert "20 working days after" in client.get(address).content.decode()


def test_the_grid_has_every_council_area_for_everyone(client, campaign):
    records.reply(records.ask(campaign, audience=Audience.PUBLIC), audience=Audience.PUBLIC)
    page = client.get("/branches/grid/").content.decode()
    assert page.count('<th scope="row">') == 2
    assert "1 of 2 have a working group" in page


def test_the_grids_file_says_simulated_in_name_and_headings(client, campaign):
    records.ask(campaign, audience=Audience.PUBLIC, simulated=True)
    answer = client.get("/branches/grid.csv")
    assert 'filename="simulated-spring-' in answer["Content-Disposition"]
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("gss_code,council,Simulated: Q1")
    assert len(lines) == 3


def test_a_draft_campaign_is_seen_by_swig_only(client, campaign):
    Campaign.objects.update(state="draft")
    assert signed_in(client, factories.alice()).get("/branches/campaigns/spring/").status_code == 404
    assert signed_in(client, factories.staff()).get("/branches/campaigns/spring/").status_code == 200


def test_a_campaign_is_copied_put_forward_and_approved_by_a_second_person(client, campaign):
    signed_in(client, factories.staff())
    values = {"title": "Autumn", "slug": "autumn", "budget_year": "2028/29", "opens_on": today().isoformat()}
    client.post("/branches/campaigns/spring/copy/", values)
    copy = Campaign.objects.get(slug="autumn")
    assert copy.state == "draft"
    assert [question.came_from.campaign.slug for question in copy.questions.all()] == ["spring"] * 3
    assert records.part(copy, "Q2-b").depends_on == records.part(copy, "Q1")
    assert client.post("/branches/campaigns/autumn/approve/").status_code == 403
    client.post("/branches/campaigns/autumn/propose/")
    signed_in(client, factories.approver()).post("/branches/campaigns/autumn/approve/")
    copy.refresh_from_db()
    assert copy.state == "open"


def test_an_approver_cannot_approve_what_they_put_forward(client, campaign):
    Campaign.objects.update(state="draft")
    signed_in(client, factories.approver())
    client.post("/branches/campaigns/spring/propose/")
    answer = client.post("/branches/campaigns/spring/approve/")
    assert "second person" in str(list(get_messages(answer.wsgi_request))[-1])
    assert Campaign.objects.get().state == "proposed"


def test_the_last_change_is_undone_by_its_owner_only(client, campaign):
    reply = records.reply(records.ask(campaign), said="first")
    signed_in(client, factories.alice())
    part = reply.asked.part
    client.post(f"/branches/replies/{reply.pk}/edit/", reply_values(part, said="second", grade="said"))
    assert client.get(f"/branches/history/reply/{reply.pk}/").content.decode().count("Alice") >= 1
    assert (
        signed_in(client, factories.charlie()).post(f"/branches/history/reply/{reply.pk}/undo/").status_code
        == 404
    )
    signed_in(client, factories.bob()).post(f"/branches/history/reply/{reply.pk}/undo/")
    reply.refresh_from_db()
    assert reply.said == "first"


@pytest.mark.parametrize(
    "address",
    [
        "/branches/record/nowhere/",
        "/branches/history/user/1/",
        "/branches/grid/?campaign=none",
        "/branches/replies/99999999999999999999/",
    ],
)
def test_what_does_not_exist_is_not_found(client, campaign, address):
    assert signed_in(client, factories.alice()).get(address).status_code == 404


def test_the_second_page_of_papers_is_a_page_and_not_a_paper(client, campaign):
    for number in range(26):
        records.paper(title=f"Paper {number}")
    signed_in(client, factories.alice())
    first = client.get("/branches/papers/").content.decode()
    assert first.count('<a href="/branches/papers/') >= 25
    assert 'href="?page=2" rel="next"' in first
    second = client.get("/branches/papers/?page=2").content.decode()
    assert 'href="?page=1" rel="prev"' in second
    assert "Paper 0" in second


def test_the_record_shows_a_kept_and_a_broken_promise_apart(client, campaign):
    rows = everything(campaign)
    commitment = rows["commitment"]
    commitment.verdict, commitment.verdict_on, commitment.verdict_paper = "kept", today(), rows["paper"]
    commitment.save()
    signed_in(client, factories.alice())
    for address in (
        f"/branches/record/{commitment.council.slug}/",
        "/branches/commitments/",
        commitment.get_absolute_url(),
    ):
        page = client.get(address).content.decode()
        assert '<span class="pt-tag pt-tag--yes">Kept</span>' in page, address
