"""LimeSurvey's definitions: what can be asked here is carried over, and all that can't is listed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from surveys.limesurvey import read_definition
from surveys.limesurvey_expressions import CanNotSay, converted
from surveys.models import Questionnaire
from surveys.xlsform import WorkbookFaults, read_workbook
from surveys.xlsform_writing import write_workbook
from tests import factories
from tests.surveys.limesurvey_samples import ROWS, lss, row, tabs


def test_tab_separated_questions_choices_and_pages_are_carried_over():
    made = read_definition(tabs(*ROWS)).definition
    assert made.title == "Our work"
    assert [page.title for page in made.pages] == ["About you", "Your team"]
    asked = made.questions
    assert list(asked) == [
        "job", "job_other", "help", "cases", "team_A1", "team_A2", "again", "why", "odd",
    ]  # fmt: skip
    assert asked["job"].choice_names == ("sw", "tl", "other")
    assert (asked["job"].required, asked["job_other"].relevant) == (True, "selected(${job}, 'other')")
    assert (asked["help"].type, asked["help"].label) == ("select_multiple", "What would help, ${job}?")
    assert asked["help"].choices[0].label == "More & better staff"
    assert (asked["cases"].type, asked["cases"].maximum) == ("integer", 99)
    assert asked["team_A1"].label == "How often do you: skip breaks"
    assert asked["team_A1"].choice_names == ("1", "2")


def test_conditions_say_the_same_as_expressions():
    asked = read_definition(tabs(*ROWS)).definition
    assert asked.pages[1].relevant == "((${job}='sw'))"
    assert asked.questions["team_A1"].relevant == "selected(${help}, 'SQ001') and ${cases}>5"
    assert asked.questions["again"].relevant == "${cases} != ''"
    assert asked.questions["why"].relevant == "${again}='N'"


def test_what_was_not_carried_over_is_listed_each_with_its_place():
    lost = [str(each) for each in read_definition(tabs(*ROWS)).not_carried]
    assert lost == [
        "proof: a file can show who sent it",
        "table: a table of texts can't be asked here",
        "odd: the condition countif('Y', that.help) > 1",
        "quotas (1)",
    ]


@pytest.mark.parametrize("newer", [True, False])
def test_both_ages_of_lss_are_read(newer):
    taken = read_definition(lss(newer))
    asked = taken.definition.questions
    assert (taken.definition.title, asked["job"].label) == ("Our work", "What is your job?")
    assert asked["job"].choice_names == ("sw", "tl")
    assert [choice.label for choice in asked["help"].choices] == ["Staff", "Time"]
    assert asked["help"].relevant == "${job}='sw'"
    assert [str(each) for each in taken.not_carried] == ["quotas (1)"]
    if newer:
        assert taken.definition.translations["fr"]["question:job:label"] == "Quel est votre travail ?"


def test_what_was_taken_goes_out_as_a_workbook_that_asks_the_same():
    made = read_definition(tabs(*ROWS)).definition
    assert read_workbook(write_workbook(made)).hash == made.hash


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("1", ""),
        ("{Q1.NAOK == 'A'}", "${a}='A'"),
        ('Q1 != "A" or Q2_S1 == ""', "${a}!='A' or not(selected(${b}, 's'))"),
        ('Q2_S1 != "Y"', "not(selected(${b}, 's'))"),
        ("is_empty(Q2_S1)", "not(selected(${b}, 's'))"),
        ("(Q1 lt 3 and Q1 ge 1)", "(${a}<3 and ${a}>=1)"),
    ],
)
def test_a_condition_is_said_in_other_words(source, said):
    assert converted(source, {"Q1": ("a", ""), "Q2_S1": ("b", "s")}) == said


@pytest.mark.parametrize(
    "source",
    [
        "Q9 == 1",
        "sum(Q1, 2)",
        'Q1 = "it\'s"',
        "Q1.shown == 'x'",
        "Q2_S1 > 3",
        "Q2_S1 == 'N'",
        "Q1 + 2 > 3",
        "!Q1",
        "@",
        "is_empty(",
        "Q2_S1 ==",
    ],
)
def test_what_can_not_be_said_is_never_guessed(source):
    with pytest.raises(CanNotSay):
        converted(source, {"Q1": ("a", ""), "Q2_S1": ("b", "s")})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no columns"),
        (b"a\tb\n1\t2\n", "no columns"),
        (b"\xff\xfe\x00", "not text"),
        (b"<document>", "can be read"),
        (b"<document><LimeSurveyDocType>Group</LimeSurveyDocType></document>", "not a LimeSurvey survey"),
        (tabs(row("S", name="language", text="en")), "no group"),
        (b"<" + b"x" * 5_000_001, "larger than"),
        (
            b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><document><LimeSurveyDocType>&b;</LimeSurveyDocType></document>',
            "can be read",
        ),
    ],
)
def test_what_is_no_definition_or_a_bomb_is_refused_with_a_sentence(content, said):
    with pytest.raises(WorkbookFaults, match=said):
        read_definition(content)


def test_markup_and_scripts_in_texts_leave_only_words():
    rows = (row("G", "G1", "G"), row("Q", "S", "a", "<script>alert(1)</script>What <em>now</em>?<br>&nbsp;"))
    assert read_definition(tabs(*rows)).definition.questions["a"].label == "What now?"


@pytest.mark.django_db
def test_the_page_shows_what_was_left_behind(client):
    client.force_login(factories.staff())
    file = SimpleUploadedFile("survey.txt", tabs(*ROWS))
    page = client.post(reverse("surveys:questionnaire-list"), {"file": file}).content.decode()
    assert "Imported, with gaps" in page
    assert "a file can show who sent it" in page
    assert Questionnaire.objects.get().slug == "survey"


@pytest.mark.django_db
def test_the_command_prints_what_was_left_behind(tmp_path, capsys):
    (tmp_path / "our.lss").write_bytes(lss())
    call_command("import_questionnaire", tmp_path / "our.lss")
    assert "not carried over: quotas (1)" in capsys.readouterr().out
