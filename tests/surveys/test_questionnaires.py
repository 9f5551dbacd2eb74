"""Staff's pages about questionnaires: taking in, handing out, trying, changing."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from surveys import bank, conditions, editing
from surveys.models import Questionnaire, QuestionnaireVersion, SealedResponse
from surveys.question_form import choices_of
from surveys.questionnaire import Choice, DefinitionFaults
from surveys.versions import save_version
from surveys.xlsform import read_workbook
from surveys.xlsform_writing import write_workbook
from tests import factories
from tests.surveys import making
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
        ({"choices": "only"}, "two choices"),
        ({"rule": "is", "when": ""}, "Choose the answer"),
        ({"statements": "9999"}, "There is no statement 9999"),
        ({"type": "range", "choices": ""}, "needs a start and an end"),
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


def test_choices_are_lines_of_words_and_keep_their_names_when_reworded():
    known = (Choice("agree", "Agree"), Choice("no", "No"))
    assert choices_of(known, ["Agree", "Never"]) == (known[0], Choice("no", "Never"))
    assert [c.name for c in choices_of(known, ["No", "Perhaps", "Agree"])] == ["no", "perhaps", "agree"]
    assert choices_of(known, ["no | Nope", "Agree"]) == (Choice("no", "Nope"), known[0])
    assert [c.name for c in choices_of((), ["Yes!", "yes?", "Prefer not to say"])] == [
        "yes",
        "yes_2",
        "prefer_not_to_say_2",
    ]


@pytest.mark.parametrize(
    ("rule", "source"),
    [("is", "${a} = 'agree'"), ("not", "${a} != 'agree'"), ("always", ""), ("written", "${b} > 4")],
)
def test_a_condition_is_chosen_in_words(staff, version, rule, source):
    given = {"label": "c?", "type": "select_one", "choices": "Agree\nNever", "relevant": "${b} > 4"}
    staff.post("/questionnaires/small/questions/c/", {**given, "rule": rule, "when": "a|agree"})
    assert version.questionnaire.latest_version().loaded.questions["c"].relevant == source


def test_a_condition_is_read_back_in_words(staff, version):
    page = staff.get("/questionnaires/small/").content.decode()
    assert "Shown only if “a?” is “Agree”" in page
    form = staff.get("/questionnaires/small/questions/c/").context["form"]
    assert (form.initial["rule"], form.initial["when"]) == ("is", "a|agree")


def test_a_condition_on_several_choices_asks_whether_one_was_selected():
    several = {**one("m", "x", "y"), "type": "select_multiple"}
    made = questionnaire(page("p", several), page("q", one("n")))
    for source in ("selected(${m}, 'x')", "not(selected(${m}, 'x'))"):
        found = conditions.simple(made, source)
        assert conditions.expression(made, found) == source
    assert conditions.simple(made, "${n} = 'agree' or ${m} = 'x'") is None


def test_a_questionnaire_is_begun_empty_or_as_a_copy(staff, version):
    staff.post("/questionnaires/new/", {"title": "Brand new", "source": ""})
    assert len(Questionnaire.objects.get(slug="brand-new").latest_version().loaded.questions) == 1
    staff.post("/questionnaires/new/", {"title": "Next year", "source": "kept:small"})
    assert list(Questionnaire.objects.get(slug="next-year").latest_version().loaded.questions) == [
        "a",
        "b",
        "c",
    ]
    for taken in ("Small", "New", "In other languages", "???"):
        assert staff.post("/questionnaires/new/", {"title": taken, "source": ""}).context["form"].errors


def test_an_earlier_version_can_stand_again_and_nothing_in_between_is_lost(staff, version):
    staff.post("/questionnaires/small/questions/b/change/", {"change": "remove"})
    assert "Make version 1 the newest again" in staff.get("/questionnaires/small/changes/").content.decode()
    staff.post("/questionnaires/small/versions/1/restore/")
    newest = version.questionnaire.latest_version()
    assert (newest.number, newest.definition_hash) == (3, version.definition_hash)
    assert version.questionnaire.versions.count() == 3
    assert staff.post("/questionnaires/small/versions/9/restore/").status_code == 404


def test_pages_grow_change_and_go(staff, version):
    grow = "/questionnaires/small/pages/{}/grow/"
    staff.post(grow.format("p"), {"change": "question"})
    staff.post(grow.format("p"), {"change": "page"})
    latest = version.questionnaire.latest_version().loaded
    assert [[q.name for q in p.questions] for p in latest.pages] == [
        ["a", "b", "question_2"],
        ["question_3"],
        ["c"],
    ]
    staff.post(grow.format("page_2"), {"change": "remove"})
    staff.post("/questionnaires/small/pages/q/edit/", {"title": "Last", "rule": "is", "when": "a|disagree"})
    last = version.questionnaire.latest_version().loaded.pages[-1]
    assert (last.name, last.title, last.relevant) == ("q", "Last", "${a} = 'disagree'")
    said = staff.post(grow.format("p"), {"change": "remove"}, follow=True).content.decode()
    assert "Not done" in said


def test_the_bank_says_what_each_question_serves_and_hands_it_over(staff, version):
    call_command("load_reference")
    page = staff.get("/questionnaires/small/bank/?q=enough+staff&source=shipped:starter").content.decode()
    assert "Finding: Not enough staff" in page
    assert "(The Promise, page " in page
    given = {"after": "a", "source": "shipped:starter", "name": "team_has_enough_staff"}
    staff.post("/questionnaires/small/bank/", given)
    staff.post("/questionnaires/small/bank/", given)
    asked = version.questionnaire.latest_version().loaded.questions
    assert list(asked) == ["a", "team_has_enough_staff_2", "team_has_enough_staff", "b", "c"]
    assert asked["team_has_enough_staff"].finding == "team_has_enough_staff"
    assert staff.post("/questionnaires/small/bank/", {**given, "name": "nothing"}).status_code == 404


def test_a_condition_that_can_not_come_along_is_left_behind(staff, version):
    question = next(q for q in bank.shipped("one-day").questions.values() if q.relevant and q.kind.asks)
    given = {"after": "a", "source": "shipped:one-day", "name": question.name}
    said = staff.post("/questionnaires/small/bank/", given, follow=True).content.decode()
    assert "was left behind" in said
    assert version.questionnaire.latest_version().loaded.questions[question.name].relevant == ""


def test_the_phone_frames_the_try_and_nothing_else_may(staff, version):
    frame = staff.get("/questionnaires/small/phone/")
    assert "frame-src 'self'" in frame.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in frame.headers["Content-Security-Policy"]
    tried = staff.get("/questionnaires/small/try/")
    assert "frame-ancestors 'self'" in tried.headers["Content-Security-Policy"]
    assert tried.headers["X-Frame-Options"] == "SAMEORIGIN"
    other = staff.get("/questionnaires/").headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in other
    assert "frame-src 'none'" in other


def test_the_next_wave_starts_as_a_copy_of_the_last(staff):
    wave = making.draft(expected_size=400, declared_pairs=[["role", "staffing"]])
    form = staff.get(f"/waves/new/?wave={wave.slug}").context["form"]
    assert form.initial["questionnaire"] == wave.questionnaire_version.questionnaire_id
    assert (form.initial["expected_size"], form.initial["pair_1_second"]) == (400, "staffing")
    assert form.declares_pairs


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
