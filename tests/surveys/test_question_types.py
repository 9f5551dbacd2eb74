"""What each type of question takes, refuses and stores. No database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.question_types import DOES_NOT_APPLY, PREFER_NOT, TYPES, BadAnswer
from surveys.questionnaire import Choice, Question, question_faults

THREE = (Choice("a", "A"), Choice("b", "B"), Choice("c", "C"))
APART = (PREFER_NOT, DOES_NOT_APPLY)
QUESTIONS = {
    "select_one": Question("q", "select_one", "Q?", choices=THREE, apart=APART),
    "likert": Question("q", "likert", "Q?", choices=THREE, apart=APART),
    "select_multiple": Question("q", "select_multiple", "Q?", choices=THREE, apart=APART),
    "rank": Question("q", "rank", "Q?", choices=THREE),
    "integer": Question("q", "integer", "Q?", apart=APART, maximum=200),
    "decimal": Question("q", "decimal", "Q?"),
    "range": Question("q", "range", "Q?", minimum=0, maximum=10, step=2),
    "text": Question("q", "text", "Q?", longest=40),
    "date": Question("q", "date", "Q?", apart=APART),
}
GOOD = [
    ("select_one", ["b"], "b", [1]),
    ("select_one", [PREFER_NOT], PREFER_NOT, [-4]),
    ("likert", ["c"], "c", [2]),
    ("select_multiple", ["c", "a"], ["a", "c"], [1, 0, 1]),
    ("select_multiple", [DOES_NOT_APPLY], DOES_NOT_APPLY, [-5, -5, -5]),
    ("rank", ["a=2", "", "c=1"], ["c", "a"], [2, -1, 1]),
    ("integer", [" 1,2 "], "12", [12]),
    ("integer", ["007"], "7", [7]),
    ("integer", ["", DOES_NOT_APPLY], DOES_NOT_APPLY, [-5]),
    ("decimal", ["7.5"], "7.5", [75]),
    ("decimal", ["7"], "7", [70]),
    ("range", ["4"], "4", [4]),
    ("text", ["  two\r\nlines "], "two\nlines", []),
    ("date", ["2", "1", "1970"], "1970-01-02", [1]),
    ("date", ["2025-03-27"], "2025-03-27", [20174]),
]
BAD = [
    ("select_one", ["d"], "not_offered"),
    ("select_one", ["a", "b"], "choose_one"),
    ("select_multiple", ["a", "zzz"], "not_offered"),
    ("select_multiple", ["a", PREFER_NOT], "apart_alone"),
    ("rank", ["a=1", "b=1"], "same_place"),
    ("rank", ["a=9"], "not_offered"),
    ("integer", ["-3"], "whole_number"),
    ("integer", ["1.5"], "whole_number"),
    ("integer", ["१२"], "whole_number"),
    ("integer", ["9" * 1_000_000], "whole_number"),
    ("integer", ["201"], "out_of_range"),
    ("integer", ["5", DOES_NOT_APPLY], "apart_alone"),
    ("decimal", ["1.25"], "one_decimal"),
    ("decimal", ["1e9"], "decimal_number"),
    ("decimal", ["99999"], "out_of_range"),
    ("range", ["3"], "not_offered"),
    ("text", ["x" * 41], "too_long"),
    ("text", ["nul\0"], "strange_characters"),
    ("text", ["\ud800"], "strange_characters"),
    ("text", ["\u202etxt"], "strange_characters"),
    ("date", ["31", "2", "2025"], "real_date"),
    ("date", ["1", "", ""], "real_date"),
    ("date", ["1", "1", "1960"], "date_range"),
]


@pytest.mark.parametrize(("kind", "posted", "answer", "row"), GOOD)
def test_an_answer_is_read_stored_and_shown_again(kind, posted, answer, row):
    question = QUESTIONS[kind]
    assert question.kind.parse(question, posted) == answer
    assert question.kind.encode(question, answer) == row
    assert question.kind.parse(question, question.kind.posted(answer)) == answer
    assert question.kind.words(question, answer)
    assert len(question.kind.items(question)) == len(row)


@pytest.mark.parametrize(("kind", "posted", "code"), BAD)
def test_what_is_no_answer_is_refused_by_name(kind, posted, code):
    with pytest.raises(BadAnswer) as refused:
        QUESTIONS[kind].kind.parse(QUESTIONS[kind], posted)
    assert refused.value.code == code


@pytest.mark.parametrize("kind", QUESTIONS)
def test_nothing_posted_is_no_answer(kind):
    assert QUESTIONS[kind].kind.parse(QUESTIONS[kind], []) is None
    assert QUESTIONS[kind].kind.parse(QUESTIONS[kind], ["", " "]) is None


@pytest.mark.parametrize("kind", QUESTIONS)
@given(
    posted=st.lists(
        st.text(st.characters(), max_size=40) | st.sampled_from(["a", "a=1", "3", PREFER_NOT]), max_size=5
    )
)
def test_whatever_is_posted_is_an_answer_that_fits_the_store_or_refused(kind, posted):
    question = QUESTIONS[kind]
    try:
        answer = question.kind.parse(question, posted)
    except BadAnswer:
        return
    if answer is not None:
        row = question.kind.encode(question, answer)
        assert len(row) == len(question.kind.items(question))
        assert all(-5 <= number <= 32767 for number in row)


@pytest.mark.parametrize(
    ("question", "fault"),
    [
        (Question("q", "select_one", "Q?", choices=THREE[:1]), "two choices"),
        (Question("q", "integer", "Q?", choices=THREE), "no choices"),
        (Question("q", "integer", "Q?", minimum=-5), "between 0 and"),
        (Question("q", "range", "Q?"), "start and an end"),
        (Question("q", "text", " "), "no words"),
        (Question("q", "video", "Q?"), "unknown type"),
        (Question("1q", "text", "Q?"), "a name is"),
        (Question("q", "select_one", "Q?", choices=(*THREE, Choice(PREFER_NOT, "No"))), "stands apart"),
        (Question("q", "select_one", "Q?", choices=(*THREE, Choice("a", "Again"))), "used twice"),
        (Question("q", "text", "Hidden \u202e"), "can't be shown"),
    ],
)
def test_a_question_that_cannot_be_asked_is_named(question, fault):
    assert any(fault in words for words in question_faults(question))


def test_every_type_has_its_template():
    from pathlib import Path

    folder = Path(__file__).parents[2] / "templates/surveys/questions"
    missing = [
        kind.name for kind in TYPES.values() if kind.template and not (folder / kind.template).exists()
    ]
    assert not missing
