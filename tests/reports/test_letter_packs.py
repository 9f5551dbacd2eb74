"""Letters with their hand-outs in one zip: own branch only, nothing of other branches, logged as sent."""

import io
import zipfile

import pytest

from branches.models import Letter
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
