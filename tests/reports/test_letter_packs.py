"""Letters with their hand-outs in one zip: own branch only, nothing of other branches, logged as sent."""

import io
import zipfile

import pytest
from django.utils import timezone
from lxml import html

from branches import recipients
from branches.actions import ActionRefused
from branches.actions.letters import mark_sent
from branches.models import AuditEvent, Contact, Letter, LetterCopy
from reports import freshness
from tests import factories
from tests.attacks.record_samples import letter
from tests.branches import records
from tests.reports import shelves
from tests.reports.documents.reading import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept():
    freshness.forget()
    yield
    freshness.forget()


def fetched(client):
    answer = client.get("/documents/letters/letters.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as found:
        return {name: found.read(name) for name in found.namelist()}


def test_a_letter_comes_as_word_and_e_mail_with_the_hand_out(client):
    shelves.release()
    letter()
    client.force_login(factories.alice())
    files = fetched(client)
    assert sorted(name.rpartition(".")[2] for name in files) == ["docx", "pdf", "txt"]
    handout = words_of("pdf", next(data for name, data in files.items() if name.endswith("pdf")))
    assert f"Simulated: In South Lanarkshire, 66 % {shelves.SAID}" in handout
    assert all("simulated" in name for name in files if name.endswith("pdf"))


def test_what_other_branches_got_and_what_to_ask_stay_at_home(client):
    shelves.release()
    letter()
    client.force_login(factories.alice())
    handout = words_of("pdf", next(data for name, data in fetched(client).items() if name.endswith("pdf")))
    assert "What to ask next" not in handout
    assert "neighbours" not in handout


def contact(role, name, employer=None, **more):
    branch = factories.branch()
    made = {"branch": branch, "employer": employer or factories.employer(), "role": role, "name": name}
    return Contact.objects.create(**made, job_title=more.pop("job_title", "Convener"), **more)


def sent_to(client, *contacts):
    """The files of a zip asked for with these contacts ticked."""
    pk = Letter.objects.get().pk
    answer = client.post(
        "/documents/letters/letters.zip", {"letter": pk, "to": [f"{pk}-{one.pk}" for one in contacts]}
    )
    with zipfile.ZipFile(io.BytesIO(answer.content)) as found:
        return {name: found.read(name) for name in found.namelist()}


def test_everyone_ticked_gets_a_letter_that_greets_them_and_one_hand_out_is_attached(client):
    shelves.release()
    letter()
    manager = contact("manager", "Una Managh", email="una@council.example")
    member = contact("elected_member", "Cllr O’Test", address="1 High Street\nHamilton")
    client.force_login(factories.alice())
    files = sent_to(client, manager, member)
    words = {name: words_of(name.rpartition(".")[2], data) for name, data in files.items() if "docx" in name}
    assert sorted(name.rpartition(".")[2] for name in files) == ["docx", "docx", "pdf", "txt", "txt"]
    assert sorted("Dear Una Managh," in text for text in words.values()) == [False, True]
    assert sorted("Dear Cllr O’Test," in text for text in words.values()) == [False, True]
    assert any("Hamilton" in text for text in words.values())
    emails = [data.decode() for name, data in files.items() if name.endswith("txt")]
    assert any(text.startswith("To: una@council.example\nSubject: ") for text in emails)
    attached = next(name for name in files if name.endswith("pdf")).rpartition("/")[2]
    assert all(f"\nAttach: {attached}\n" in text for text in emails)


def test_managers_are_ticked_for_a_question_and_elected_members_for_the_step_to_them(client):
    made = letter()
    contact("manager", "Una Managh")
    contact("elected_member", "Cllr Test")
    client.force_login(factories.alice())

    def ticked():
        form = html.fromstring(client.get("/documents/letters/").content)
        boxes = form.xpath("//input[@name='to'][@checked]/following-sibling::label")
        return [" ".join(box.text_content().split()) for box in boxes]

    assert [words[:10] for words in ticked()] == ["Una Managh"]
    Letter.objects.filter(pk=made["pk"]).update(step="elected")
    assert [words[:10] for words in ticked()] == ["Cllr Test,"]


def test_elected_members_of_the_area_are_offered_and_other_employers_managers_are_not(client):
    letter()
    area = Letter.objects.get().council
    board = factories.employer("The Board", councils=[area])
    contact("elected_member", "Of the board", board)
    contact("manager", "Of the board too", board)
    contact("manager", "Gone", ended_on=timezone.localdate())
    other = Contact.objects.create(
        branch=factories.branch("Glasgow"), employer=factories.employer(), job_title="Theirs"
    )
    offered = recipients.recipients(Letter.objects.get())
    assert [one.name for one in offered] == ["Of the board"]
    assert other not in offered


def test_a_name_that_would_be_a_path_or_a_header_stays_a_name(client):
    shelves.release()
    letter()
    hostile = contact("manager", "../../x\nBcc: all@council.example")
    client.force_login(factories.alice())
    files = sent_to(client, hostile)
    assert not any(".." in name for name in files)
    head = next(data.decode() for name, data in files.items() if name.endswith("txt")).split("\n\n")[0]
    assert len(head.splitlines()) == 3
    assert not any(line.startswith("Bcc") for line in head.splitlines())


def test_whom_a_letter_went_to_is_on_its_record_and_never_in_the_audit(client):
    made = letter()
    manager = contact("manager", "Una Managh")
    client.force_login(factories.alice())
    page = client.post(
        "/documents/letters/", {"letter": made["pk"], "to": f"{made['pk']}-{manager.pk}"}, follow=True
    )
    assert "1 logged as sent today." in page.content.decode()
    assert [str(one) for one in Letter.objects.get().copies.all()] == ["Una Managh, Convener"]
    assert "Una Managh" in client.get(Letter.objects.get().get_absolute_url()).content.decode()
    sent = AuditEvent.objects.get(verb="logged the sending of")
    assert sent.detail["copies"] == 1
    assert "Una" not in str(sent.detail)
    manager.delete()
    assert [str(one) for one in LetterCopy.objects.all()] == ["Convener"]


def test_a_letter_is_never_logged_as_sent_to_another_branch_s_contact():
    letter()
    other = Contact.objects.create(
        branch=factories.branch("Glasgow"), employer=factories.employer(), job_title="Theirs"
    )
    with pytest.raises(ActionRefused):
        mark_sent(letter=Letter.objects.get(), on=timezone.localdate(), by=factories.alice(), to=[other])
    assert Letter.objects.get().state == Letter.State.DRAFT


def test_a_letter_s_page_and_the_letters_to_send_lead_to_each_other(client):
    letter()
    client.force_login(factories.alice())
    own = Letter.objects.get().get_absolute_url()
    assert own in client.get("/documents/letters/").content.decode()
    page = client.get(own).content.decode()
    for address in (
        "/documents/letters/",
        "/documents/council-handout.pdf?",
        "/documents/council-briefing.pdf?",
    ):
        assert address in page


def test_another_branch_s_letter_is_neither_listed_nor_sent(client):
    made = letter()
    client.force_login(factories.charlie())
    assert "No letter is waiting" in client.get("/documents/letters/").content.decode()
    client.post("/documents/letters/", {"letter": made["pk"]})
    assert Letter.objects.get().state == Letter.State.DRAFT
    assert client.get("/documents/letters/letters.zip").status_code == 302


def test_ticked_letters_are_logged_as_sent_today(client):
    made = letter()
    client.force_login(factories.alice())
    client.post("/documents/letters/", {"letter": [made["pk"], "x", "987"]})
    assert Letter.objects.get().state == Letter.State.SENT
    assert records.part(Letter.objects.get().campaign, "Q1")


@pytest.mark.parametrize("ticked", [[], ["x"], ["9" * 400], ["-1"]])
def test_nothing_ticked_changes_nothing_and_says_what_to_do(client, ticked):
    letter()
    client.force_login(factories.alice())
    page = client.post("/documents/letters/", {"letter": ticked}, follow=True)
    assert "Tick the letters that were sent." in page.content.decode()
    assert Letter.objects.get().state == Letter.State.DRAFT
