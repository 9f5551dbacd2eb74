"""Staff's pages about questionnaires: taking in, handing out, trying, changing."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from surveys import editing
from surveys.models import QuestionnaireVersion, SealedResponse
from surveys.questionnaire import DefinitionFaults
from surveys.versions import save_version
from surveys.xlsform import read_workbook
from surveys.xlsform_writing import write_workbook
from tests import factories
from tests.surveys.asking import Respondent, ask, one, page, questionnaire

pytestmark = pytest.mark.django_db


def small():
    return questionnaire(
        page("p", one("a"), ask("b", "integer")), page("q", one("c", relevant="${a} = 'agree'"))
    )


@pytest.fixture
def staff(client):
    client.force_login(factories.staff())
    return client


@pytest.fixture
def version():
    return save_version(by=None, slug="small", definition=small())


def upload(client, content, **more):
    return client.post(
        reverse("surveys:questionnaire-list"),
        {"file": SimpleUploadedFile("mine.xlsx", content), **more},
        follow=True,
    )


def test_a_workbook_is_taken_in_and_handed_out_the_same(staff):
    assert upload(staff, write_workbook(small())).redirect_chain[-1][0] == "/questionnaires/mine/"
    handed = staff.get("/questionnaires/mine/export/").content
    assert read_workbook(handed).hash == small().hash


def test_a_workbook_with_faults_is_refused_with_all_of_them(staff):
    response = upload(staff, b"not a workbook")
    assert "not an .xlsx file" in response.content.decode()
    assert not QuestionnaireVersion.objects.exists()


def test_the_same_questionnaire_again_makes_no_new_version(version):
    assert save_version(by=None, slug="small", definition=small()) == version


def test_trying_a_questionnaire_stores_nothing(staff, version):
    person = (
        Respondent(staff).open("/questionnaires/small/try/").press().press(a="agree", b="4").press(c="agree")
    )
    assert "3 of 3 questions answered" in person.words
    assert person.press().has("thanks")
    assert not SealedResponse.objects.exists()


def test_a_changed_question_becomes_a_new_version(staff, version):
    address = "/questionnaires/small/questions/a/"
    given = {
        "label": "Better?",
        "type": "select_one",
        "choices": "agree | Yes\nno | No",
        "relevant": "",
        "finding": "",
    }
    staff.post(address, given)
    latest = version.questionnaire.latest_version()
    assert latest.number == 2
    assert latest.loaded.questions["a"].label == "Better?"
    assert version.loaded.questions["a"].label == "a?"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"choices": "only"}, "Line 1 needs"),
        ({"choices": "one | One"}, "two choices"),
        ({"relevant": "${c} = 1"}, "comes later"),
        ({"relevant": "pulldata("}, "known here"),
        ({"label": ""}, "Fill in"),
    ],
)
def test_a_change_that_cannot_be_asked_is_explained(staff, version, changed, words):
    given = {"label": "Better?", "type": "select_one", "choices": "agree | Yes\nno | No", **changed}
    response = staff.post("/questionnaires/small/questions/a/", given)
    assert words in response.content.decode()
    assert version.questionnaire.versions.count() == 1


@pytest.mark.parametrize(
    ("change", "order"),
    [
        ("up", "b a c"),
        ("copy", "a b b_2 c"),
        ("add", "a b question_2 c"),
        ("remove", "a c"),
        ("down", "a b c"),
    ],
)
def test_questions_are_moved_copied_added_and_taken_out(staff, version, change, order):
    staff.post("/questionnaires/small/questions/b/change/", {"change": change})
    assert " ".join(version.questionnaire.latest_version().loaded.questions) == order


def test_a_question_that_others_ask_about_is_not_taken_out(staff, version):
    response = staff.post("/questionnaires/small/questions/a/change/", {"change": "remove"}, follow=True)
    assert "Not done" in response.content.decode()


def test_moving_over_the_edge_of_a_page_takes_the_question_along():
    moved = editing.moved(small(), "b", 1)
    assert [[q.name for q in p.questions] for p in moved.pages] == [["a"], ["b", "c"]]
    up = editing.moved(editing.moved(moved, "c", -1), "c", -1)
    assert [[q.name for q in p.questions] for p in up.pages] == [["a", "c"], ["b"]]
    with pytest.raises(DefinitionFaults):
        editing.moved(up, "c", -1)  # it would be asked before what it depends on


def test_strangers_never_reach_them(client, version):
    assert client.get("/questionnaires/").status_code == 302
    client.force_login(factories.alice())
    assert client.get("/questionnaires/small/").status_code == 403
    assert client.get("/questionnaires/small/try/").status_code == 403


def test_labels_that_look_like_formulas_or_markup_stay_words(staff):
    made = questionnaire(one("a", label='=HYPERLINK("http://x") <b>bold</b>'))
    with zipfile.ZipFile(io.BytesIO(write_workbook(made))) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    assert read_workbook(write_workbook(made)).hash == made.hash
    save_version(by=None, slug="odd", definition=made)
    assert b"<b>bold" not in staff.get("/questionnaires/odd/").content
