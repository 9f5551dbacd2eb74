"""Who is asked what: expressions, screens, pruning, and the four codes. No database."""

import pytest

from surveys import routing
from surveys.expressions import BadExpression, Expression
from surveys.questionnaire import DefinitionFaults, dump, encode, load
from tests.surveys.asking import ask, one, page, questionnaire

VALUES = {"n": "5", "empty": "", "many": "a b", "word": "Clyde-12", "day": "20174"}
TRUE = [
    "${n} > 4",
    "${n} = 5 and not(${empty} > 5)",
    "selected(${many}, 'b')",
    "not(selected(${many}, 'ab'))",
    "count-selected(${many}) = 2",
    "if(${n} > 9, 'x', 'y') = 'y'",
    "coalesce(${empty}, ${n}) = 5",
    "regex(${word}, '[A-Z][a-z]+-[0-9]+')",
    "int(7.9) = 7",
    "max(${n}, 9, ${empty}) = 9",
    "min(${n}, 9) = 5",
    "round(2.345, 1) = 2.3",
    "string-length(${word}) = 8",
    "jr:choice-name(${n}, '${n}') = '5'",
    "${day} = date('2025-03-27')",
    "${day} < today()",
    "${n} div 2 = 2.5 and ${n} mod 2 = 1",
    "${empty} = ''",
    "selected-at(${many}, 1) = 'b'",
    "pow(2, 3) = 8 and abs(-2) = 2",
    "true() or false()",
]


@pytest.mark.parametrize("source", TRUE)
def test_xlsforms_expressions_mean_what_they_say(source):
    assert Expression(source).truth(VALUES)


@pytest.mark.parametrize(
    "source",
    [
        "${n} >",
        "pulldata('x')",
        "true() or pulldata('x')",
        "document('/etc/passwd')",
        "//answer",
        "x" * 3000,
        "((" * 200,
    ],
)
def test_what_cannot_be_asked_is_refused(source):
    with pytest.raises(BadExpression):
        Expression(source)


def test_a_pattern_that_would_hang_others_ends_at_once():
    assert not Expression("regex(., '(a+)+$')").truth({}, own="a" * 4000 + "!")
    assert not Expression("regex(., '" + "a?" * 150 + "')").truth({}, own="a" * 50)


def test_a_dot_is_the_answer_itself():
    assert Expression(". > 3 and . <= 10").truth({}, own="7")
    assert not Expression(". > 3").truth({}, own="\x00")


def branching():
    return questionnaire(
        one("a"),
        page("out", ask("bye", "note"), exit=True, relevant="${a} = 'disagree'"),
        page(
            "more",
            ask("n", "integer"),
            ask("big", "integer", relevant="${n} > 5"),
            one("b", relevant="${a} = 'agree'"),
        ),
        ask("end", "text"),
    )


def test_a_page_is_cut_where_a_question_needs_an_answer_from_it():
    assert [screen.name for screen in routing.route(branching()).screens] == [
        "on_a",
        "out",
        "more",
        "more-2",
        "on_end",
    ]


def test_the_other_box_stays_with_its_question():
    made = questionnaire(page("p", one("x", "y", "other"), ask("x_other", "text", relevant="${x} = 'other'")))
    assert [screen.name for screen in routing.route(made).screens] == ["p"]
    assert routing.route(made).progress({"x": "other"}) == (1, 1)


def test_an_exit_ends_the_way():
    way = routing.route(branching())
    assert way.next_place(0, {"a": "disagree"}) == 1
    assert way.next_place(0, {"a": "agree"}) == 2
    assert routing.shown(way.definition, {"a": "disagree"}) == {"a"}


def test_going_back_passes_what_is_not_shown():
    way = routing.route(branching())
    assert way.previous_place(4, {"a": "neither", "n": "2"}) == 2
    assert way.previous_place(4, {"a": "agree", "n": "2"}) == 3


def test_answers_that_nothing_leads_to_any_more_are_pruned_one_after_the_other():
    made = questionnaire(one("a"), one("b", relevant="${a} = 'agree'"), one("c", relevant="${b} = 'agree'"))
    answers = {"a": "disagree", "b": "agree", "c": "agree"}
    assert routing.pruned(made, answers) == {"a": "disagree"}


def test_the_four_codes_tell_apart_why_there_is_no_answer():
    made = branching()
    answers = {"a": "neither", "n": "2"}
    way = {"shown": routing.shown(made, answers), "reached": routing.route(made).reached[3]}
    assert encode(made, answers, **way) == [1, 2, -2, -2]
    assert encode(
        made,
        {"a": "agree", "n": "9"},
        shown=routing.shown(made, {"a": "agree", "n": "9"}),
        reached=routing.route(made).reached[3],
    ) == [0, 9, -1, -1]
    assert encode(
        made,
        {"a": "agree"},
        shown=routing.shown(made, {"a": "agree"}),
        reached=routing.route(made).reached[0],
    ) == [0, -3, -3, -3]


def test_choices_are_filtered_by_another_answer():
    towns = [
        {"name": name, "label": name, "columns": {"area": area}}
        for name, area in (("x", "agree"), ("y", "neither"), ("z", "agree"))
    ]
    made = questionnaire(one("a"), ask("town", "select_one", choices=towns, choice_filter="area = ${a}"))
    way = routing.route(made)
    assert way.offered(made.questions["town"], {"a": "agree"}) == ("x", "z")


def test_a_calculation_routes_and_is_never_shown():
    made = questionnaire(
        page("p", ask("n", "integer"), ask("twice", "calculate", calculation="${n} * 2")),
        one("b", relevant="${twice} > 10"),
    )
    assert routing.shown(made, {"n": "6"}) == {"n", "b"}
    assert routing.shown(made, {"n": "5"}) == {"n"}


def test_words_carry_earlier_answers():
    made = questionnaire(one("a"), one("b", label="Why ${a}?"))
    assert routing.route(made).piped("Why ${a}?", {"a": "agree"}) == "Why Agree?"


@pytest.mark.parametrize(
    ("expression", "fault"),
    [
        ("${b} = 'x'", "comes later"),
        ("${zz} = 1", "isn't a question"),
        ("${a} = (", "can't be read"),
        ("${a2} = 1", "or is itself"),
    ],
)
def test_a_bad_condition_is_named(expression, fault):
    with pytest.raises(DefinitionFaults) as refused:
        questionnaire(one("a"), one("a2", relevant=expression), one("b"))
    assert fault in str(refused.value)


def test_all_faults_come_at_once():
    with pytest.raises(DefinitionFaults) as refused:
        questionnaire(one("a", relevant="${a} = 1"), one("a"), ask("c", "video"))
    assert len(refused.value.faults) >= 3


def test_a_definition_survives_being_written_down():
    made = branching()
    assert load(dump(made)).hash == made.hash


@pytest.mark.parametrize(
    "data",
    [None, [], {}, {"pages": 3}, {"title": "x", "pages": [{"name": "p", "questions": [{"nonsense": 1}]}]}],
)
def test_what_is_no_definition_is_refused(data):
    with pytest.raises(DefinitionFaults):
        load(data)
