"""Questionnaires that would hang, flood or deceive: refused with a reason when taken in, or harmless when shown."""

import time

import pytest

from surveys.questionnaire import DefinitionFaults, load
from surveys.routing import shown
from surveys.versions import save_version
from surveys.xlsform import read_workbook
from tests import factories
from tests.surveys.test_xlsform import faults_of, workbook


def calculated(*sources):
    """A questionnaire whose last question hangs on a row of calculations d0, d1, …"""
    calculations = [
        {"name": f"d{number}", "type": "calculate", "calculation": source}
        for number, source in enumerate(sources)
    ]
    asked = {"name": "a", "type": "integer", "label": "A?"}
    last = {"name": "z", "type": "text", "label": "Z?", "relevant": f"${{d{len(sources) - 1}}} > 5"}
    return {
        "title": "T",
        "pages": [{"name": "p", "questions": [asked, *calculations]}, {"name": "q", "questions": [last]}],
    }


@pytest.mark.parametrize(
    "sources",
    [
        ["${a}", "${a}", *(f"${{d{n - 1}}} + ${{d{n - 2}}}" for n in range(2, 60))],
        ["concat(${a}, 'x')", *(f"concat(${{d{n - 1}}}, ${{d{n - 1}}})" for n in range(1, 40))],
        ["${a}", *(f"${{d{n - 1}}} + 1" for n in range(1, 1500))],
    ],
)
def test_calculations_that_would_never_end_are_refused_at_once(sources):
    begun = time.process_time()
    with pytest.raises(DefinitionFaults, match="calculations altogether"):
        load(calculated(*sources))
    assert time.process_time() - begun < 20


def test_a_sum_over_many_answers_is_still_worked_out():
    made = load(calculated(" + ".join(["${a}"] * 100)))
    assert "z" in shown(made, {"a": "1"})
    assert "z" not in shown(made, {"a": "0"})


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("${a} = " + "(" * 150 + "1" + ")" * 150, "brackets"),
        ("regex(${a}, '(a+)+$') and " * 90 + "1", "longer than"),
        ("//*[count(//*) > 1]", "paths"),
        ("document('http://elsewhere.example/x')", "known here"),
        ("${a} = $b", "can't be"),
    ],
)
def test_an_expression_that_could_hang_or_reach_out_is_refused_with_its_row(condition, words):
    survey = [["type", "name", "label", "relevant"], ["text", "a", "A?", ""], ["text", "b", "B?", condition]]
    assert any("survey, row 3" in fault and words in fault for fault in faults_of(workbook(survey)))


def test_a_pattern_made_to_hang_answers_at_once():
    survey = [["type", "name", "label", "constraint"], ["text", "a", "A?", "regex(., '(a+)+$')"]]
    made = read_workbook(workbook(survey))
    begun = time.process_time()
    from surveys.routing import route

    route(made).keeps_constraint(made.questions["a"], "a" * 4000 + "!", {})
    assert time.process_time() - begun < 2


@pytest.mark.slow
@pytest.mark.django_db
def test_staff_read_and_change_a_questionnaire_of_two_thousand_questions(client):
    client.force_login(factories.staff())
    pages = [
        {
            "name": f"p{page}",
            "questions": [{"name": f"q{page}_{n}", "type": "integer", "label": f"Q{n}?"} for n in range(20)],
        }
        for page in range(100)
    ]
    save_version(by=None, slug="long", definition=load({"title": "Long", "pages": pages}))
    assert client.get("/questionnaires/long/").content.count(b"pt-question") >= 2000
    answer = client.post("/questionnaires/long/questions/q3_4/change/", {"change": "down"})
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("#q3_4")
