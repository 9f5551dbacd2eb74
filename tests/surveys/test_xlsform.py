"""XLSForm in and out: every feature carried, every fault named with its sheet and row, nothing hostile let in."""

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command

from surveys.models import Questionnaire
from surveys.xlsform import WorkbookFaults, read_workbook
from surveys.xlsform_writing import write_workbook

STARTER = Path(__file__).parents[2] / "surveys/questionnaires/starter.xlsx"
YES_NO = [["list_name", "name", "label"], ["yn", "yes", "Yes"], ["yn", "no", "No"]]
NAMED = [
    "role",
    "council",
    "team_has_enough_staff",
    "skip_breaks_or_work_late",
    "resources_decide_placements",
    "family_support_enough",
    "caseload",
    "caseload_system",
    "cover_extra_cases",
    "leave_with_serious_concerns",
    "cuts_affect_difference",
]


def workbook(survey, choices=YES_NO, settings=(), **others):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheets = {"survey": survey, "choices": choices, "settings": settings, **others}
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return buffer.getvalue()


def faults_of(content):
    with pytest.raises(WorkbookFaults) as refused:
        read_workbook(content)
    return [str(fault) for fault in refused.value.faults]


def test_the_starter_asks_what_others_rely_on():
    definition = read_workbook(STARTER.read_bytes())
    assert [name for name in NAMED if name not in definition.questions] == []
    assert len(definition.questions["council"].choices) == 32
    closed = [q for q in definition.questions.values() if q.kind.asks and q.type != "text"]
    assert all(q.finding for q in closed if q.name not in ("role", "council"))


@pytest.mark.parametrize("name", ["starter", "one-day"])
def test_the_export_of_an_import_asks_the_same(name):
    definition = read_workbook(STARTER.with_name(f"{name}.xlsx").read_bytes())
    assert read_workbook(write_workbook(definition)).hash == definition.hash
    assert write_workbook(definition) == write_workbook(definition)


def test_every_feature_is_carried_and_comes_back():
    survey = [
        ["type", "name", "label", "hint", "guidance_hint", "required", "relevant", "constraint", "calculation", "choice_filter", "appearance", "parameters"],
        ["begin group", "one", "Page one", "", "", "", "", "", "", "", "field-list", ""],
        ["select_one yn", "a", "A?", "A hint", "More", "yes", "", "", "", "", "likert", ""],
        ["select_multiple yn or_other", "b", "B?", "", "", "", "${a} = 'yes'", "count-selected(.) < 3", "", "", "", ""],
        ["begin group", "inner", "", "", "", "", "${a} = 'no'", "", "", "", "", ""],
        ["integer", "c", "C?", "", "", "", "", ". > 3", "", "", "", ""],
        ["end group"],
        ["end group"],
        ["calculate", "d", "", "", "", "", "", "", "${c} * 2", "", "", ""],
        ["range", "e", "E?", "", "", "", "${d} > 5", "", "", "", "", "start=1 end=5 step=1"],
        ["rank yn", "f", "F?"],
        ["date", "g", "G?"],
        ["decimal", "h", "H ${c}?"],
        ["note", "i", "I."],
        ["text", "j", "J?"],
    ]  # fmt: skip
    made = read_workbook(workbook(survey))
    kinds = {name: q.type for name, q in made.questions.items()}
    assert kinds["a"] == "likert"
    assert kinds["b_other"] == "text"
    assert made.questions["c"].relevant == "${a} = 'no'"
    assert made.questions["e"].maximum == 5
    assert [page.title for page in made.pages][0] == "Page one"
    assert read_workbook(write_workbook(made)).hash == made.hash


def test_apart_options_stand_apart_from_the_scale_and_go_back_into_the_list():
    choices = [*YES_NO, ["yn", "prefer_not_to_say", "Prefer not to say"]]
    made = read_workbook(workbook([["type", "name", "label"], ["select_one yn", "a", "A?"]], choices))
    assert made.questions["a"].choice_names == ("yes", "no")
    assert made.questions["a"].apart == ("prefer_not_to_say",)


def test_translations_are_kept():
    survey = [
        ["type", "name", "label::English (en)", "label::Gàidhlig (gd)"],
        ["text", "a", "Why?", "Carson?"],
    ]
    made = read_workbook(workbook(survey))
    assert made.questions["a"].label == "Why?"
    assert made.translations["gd"] == {"question:a:label": "Carson?"}


def test_all_faults_come_at_once_with_sheet_and_row():
    survey = [
        ["type", "name", "label", "relevant", "required"],
        ["geopoint", "where", "Where?"],
        ["start", "start"],
        ["image", "photo", "Photo"],
        ["begin repeat", "r", "Children"],
        ["select_one nowhere", "a", "A?"],
        ["text", "b", "B?", "${later} = 1"],
        ["integer", "later", "L?", "pulldata('x', 'y')"],
        ["selct_one yn", "c", "C?"],
        ["text", "d", "D?", "", "maybe"],
        ["begin group", "g", "G"],
    ]
    found = faults_of(workbook(survey, [*YES_NO, ["", "x", "X"]]))
    for row, words in (
        (2, "where somebody is"),
        (3, "whose device"),
        (4, "who sent it"),
        (5, "repeats"),
        (6, "nowhere"),
        (7, "comes later"),
        (8, "known here"),
        (9, "unknown type"),
        (10, "yes or no"),
        (11, "has no end"),
    ):
        assert any(f"survey, row {row}: " in fault and words in fault for fault in found), (row, words, found)
    assert any("choices, row 4" in fault for fault in found)


def test_a_circle_of_conditions_is_refused():
    survey = [
        ["type", "name", "label", "relevant"],
        ["text", "a", "A?", "${b} = 1"],
        ["text", "b", "B?", "${a} = 1"],
    ]
    assert any("comes later" in fault for fault in faults_of(workbook(survey)))


def test_two_thousand_questions_are_taken_and_one_more_is_refused():
    rows = [["type", "name", "label"], *(["integer", f"q{n}", f"Q{n}?"] for n in range(2000))]
    assert len(read_workbook(workbook(rows)).questions) == 2000
    assert any("more than 2000" in fault for fault in faults_of(workbook([*rows, ["text", "z", "Z?"]])))


def test_macros_and_bombs_are_refused():
    plain = workbook([["type", "name", "label"], ["text", "a", "A?"]])
    with_macro, bomb = io.BytesIO(plain), io.BytesIO()
    with zipfile.ZipFile(with_macro, "a") as book:
        book.writestr("xl/vbaProject.bin", b"x")
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", b"0" * 70_000_000)
    assert any("macros" in fault for fault in faults_of(with_macro.getvalue()))
    assert any("unpacks" in fault for fault in faults_of(bomb.getvalue()))
    for content in (b"", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0 old excel"):
        assert faults_of(content)


def test_a_workbook_without_a_survey_says_so():
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.add_worksheet("Sheet1").write(0, 0, "hello")
    assert "survey: this sheet is missing" in faults_of(buffer.getvalue())


@pytest.mark.django_db
def test_the_commands_take_in_and_hand_out(tmp_path):
    call_command("import_questionnaire", STARTER)
    call_command("import_questionnaire", STARTER, slug="again")
    out = tmp_path / "out.xlsx"
    call_command("export_questionnaire", "again", out)
    assert (
        read_workbook(out.read_bytes()).hash
        == Questionnaire.objects.get(slug="starter").latest_version().definition_hash
    )


@pytest.mark.django_db
def test_the_command_refuses_a_bad_file_whole_and_names_its_faults(tmp_path):
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(workbook([["type", "name", "label"], ["geopoint", "a", "A?"], ["video", "b", "B?"]]))
    with pytest.raises(CommandError) as refused:
        call_command("import_questionnaire", bad)
    assert "row 2" in str(refused.value)
    assert "row 3" in str(refused.value)
    assert not Questionnaire.objects.exists()
    with pytest.raises(CommandError):
        call_command("import_questionnaire", tmp_path / "none.xlsx")
    with pytest.raises(CommandError):
        call_command("export_questionnaire", "none", bad)
