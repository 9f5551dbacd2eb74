"""The codebook tells every question, choice and code; a change of words, choices or people asked breaks a series."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from surveys import codebook, editing
from surveys.version_changes import changes
from surveys.xlsform import read_workbook
from tests import factories
from tests.surveys import making
from tests.surveys.asking import ask, one, page, questionnaire

STARTER = Path(__file__).parents[2] / "surveys/questionnaires/starter.xlsx"


def test_every_question_and_choice_of_the_starter_stands_in_the_csv_with_its_code():
    definition = read_workbook(STARTER.read_bytes())
    rows = list(csv.DictReader(io.StringIO(codebook.as_csv(definition))))
    asked = {name for name, question in definition.questions.items() if question.kind.asks}
    assert {row["question"] for row in rows} == asked
    staffing = {row["choice"]: row["code"] for row in rows if row["question"] == "team_has_enough_staff"}
    assert [staffing[name] for name in ("yes", "no")] == ["0", "1"]
    assert any(row["finding"] for row in rows)


def test_the_word_file_holds_the_same_questions_with_their_choices():
    definition = questionnaire(one("a", apart=["prefer_not_to_say"]), ask("b", "text"))
    made = codebook.as_docx("Tiny", definition)
    document = docx.Document(io.BytesIO(made))
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 2"] == ["a?", "b?"]
    assert [cell.text for cell in document.tables[0].rows[-1].cells] == [
        "-4",
        "prefer_not_to_say",
        "Prefer not to say",
    ]


def test_a_label_that_looks_like_a_formula_is_not_run_by_a_spreadsheet():
    made = codebook.as_csv(questionnaire(one("a", label="=1+1")))
    assert "'=1+1" in made


@pytest.mark.parametrize(
    ("changed", "breaks"),
    [
        ({"label": "Other words?"}, True),
        ({"relevant": "${z} = 'agree'"}, True),
        ({"choices": ()}, True),
        ({"hint": "A hint"}, False),
        ({"finding": "other"}, False),
    ],
)
def test_what_changes_the_question_breaks_its_series(changed, breaks):
    before = questionnaire(one("z"), one("a"))
    question = replace(before.questions["a"], **changed)
    after = replace(before, pages=(before.pages[0], replace(before.pages[1], questions=(question,))))
    (found,) = changes(before, after)
    assert (found.question, found.breaks) == ("a", breaks)


def test_moving_and_retitling_pages_breaks_nothing():
    before = questionnaire(page("one", one("a")), page("two", one("b")))
    moved = editing.with_page_moved(before, "two", -1)
    after = editing.with_page(moved, "two", lambda page: replace(page, title="First now"))
    assert [each.name for each in after.pages] == ["two", "one"]
    assert after.pages[0].title == "First now"
    assert changes(before, after) == []
    assert editing.with_page_moved(before, "one", -1) == before


def test_a_page_that_others_depend_on_can_not_move_behind_them():
    before = questionnaire(page("one", one("a")), page("two", one("b", relevant="${a} = 'agree'")))
    with pytest.raises(editing_faults()):
        editing.with_page_moved(before, "one", 1)


def editing_faults():
    from surveys.questionnaire import DefinitionFaults

    return DefinitionFaults


@pytest.mark.django_db
def test_staff_rename_a_page_see_the_change_and_take_the_codebook_home(client):
    slug = making.version().questionnaire.slug
    client.force_login(factories.staff())
    address = f"/questionnaires/{slug}/"
    page_shown = client.post(
        f"{address}pages/work/edit/", {"title": "Your day", "rule": "always"}, follow=True
    )
    assert "Your day" in page_shown.content.decode()
    assert "same questions" in client.get(f"{address}changes/").content.decode()
    assert client.get(f"{address}codebook.csv").content.decode().startswith("page,question")
    assert client.get(f"{address}codebook.docx").content.startswith(b"PK")
    assert client.get(f"{address}codebook.exe").status_code == 404
