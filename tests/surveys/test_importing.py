"""Tests of `import_answers`: all or nothing, each fault with its row and column."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from surveys import counts, waves
from surveys.models import StoreBlock, Wave
from tests.surveys import making

pytestmark = pytest.mark.django_db
MAPPING = {
    "columns": {"role": "Job", "council": "Area", "staffing": "Staff?", "caseload": "Cases", "more": "Words"},
    "multiple": {"changes": {"staff": "More staff", "time": "More time"}},
    "choices": {"role": {"Social worker": "social_worker"}, "council": {"Glasgow": "S12900001"}},
}
HEADER = "Job,Area,Staff?,Cases,Words,More staff,More time,Not used\n"
GOOD = "Social worker,Glasgow,agree,12,A word,yes,,x\nsenior,S12900002,does_not_apply,,,0,1,y\n"


@pytest.fixture
def load(tmp_path):
    def run(text, *options, mapping=MAPPING, slug="one"):
        file, names = tmp_path / "in.csv", tmp_path / "mapping.json"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        names.write_text(json.dumps(mapping))
        out, err = io.StringIO(), io.StringIO()
        try:
            call_command("import_answers", slug, str(file), *options, mapping=names, stdout=out, stderr=err)
        except CommandError as error:
            return err.getvalue() + str(error)
        return out.getvalue()

    return run


def test_a_good_file_goes_into_a_draft_which_becomes_an_imported_wave(load):
    making.draft()
    assert "2 responses imported" in load(HEADER + GOOD)
    wave = Wave.objects.get()
    assert (wave.mode, wave.state, wave.responses) == ("imported", "mixed", 2)
    cube = counts.count_wave(wave)
    assert cube.values("scotland", "staffing").tolist() == [[1, 0, 0]]
    assert cube.missing("scotland", "staffing").tolist() == [[0, 0, 0, 0, 1]]
    assert cube.values("scotland", "changes/time").tolist() == [[1, 1]]
    assert cube.values("scotland", "caseload")[0][12] == 1


def test_a_closed_wave_takes_a_file_beside_its_own_responses(load):
    making.mixed(responses=20)
    load(HEADER + GOOD)
    assert counts.count_wave(Wave.objects.get()).responses == 22


def test_a_dry_run_stores_nothing(load):
    making.draft()
    assert "nothing was stored" in load(HEADER + GOOD, "--dry-run")
    assert Wave.objects.get().state == "draft"


def test_an_open_or_released_wave_takes_none(load):
    wave = making.opened()
    assert "is open" in load(HEADER + GOOD)
    waves.close_wave(wave=wave, by=None)
    assert "not mixed yet" in load(HEADER + GOOD)
    call_command("mix", "one")
    waves.fix_responses(wave=wave, by=None)
    assert "no more responses" in load(HEADER + GOOD)


def test_a_dry_run_refuses_the_waves_that_the_import_refuses_in_the_same_words(load):
    wave = making.opened()
    assert load(HEADER + GOOD, "--dry-run") == load(HEADER + GOOD)
    waves.close_wave(wave=wave, by=None)
    assert load(HEADER + GOOD, "--dry-run") == "one is not mixed yet" == load(HEADER + GOOD)
    call_command("mix", "one")
    waves.fix_responses(wave=wave, by=None)
    said = load(HEADER + GOOD, "--dry-run")
    assert "no more responses" in said
    assert said == load(HEADER + GOOD)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("Plumber,Glasgow,agree,1,,,,", "row 2, column “Job”: “Plumber” is not a choice"),
        ("senior,Glasgow,agree,many,,,,", "row 2, column “Cases”: “many” can't be an answer"),
        ("senior,Glasgow,agree,201,,,,", "row 2, column “Cases”: “201” can't be an answer"),
        ("senior,Glasgow,agree,-1,,,,", "row 2, column “Cases”"),
        ("senior,Glasgow", "row 2, column “file”: has 2 cells"),
        (f"senior,Glasgow,agree,1,{'x' * 201},,,", "row 2, column “Words”"),
    ],
)
def test_one_bad_row_refuses_the_whole_file_and_names_the_place(load, line, fault):
    making.draft()
    said = load(HEADER + line + "\n" + GOOD)
    assert fault in said
    assert "nothing was imported: 1 faults" in said
    assert not StoreBlock.objects.exists()
    assert Wave.objects.get().state == "draft"


def test_every_fault_is_told_at_once(load):
    making.draft()
    said = load(HEADER + "Plumber,Atlantis,agree,x,,,,\n" + GOOD + "Baker,Glasgow,agree,1,,,,\n")
    assert said.count("row 2") == 3
    assert "row 5, column “Job”" in said


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b'Job,Area\n"open', HEADER.encode()])
def test_a_file_that_is_no_csv_or_empty_is_refused(load, content):
    making.draft()
    assert "nothing was imported" in load(content)


@pytest.mark.parametrize(
    ("mapping", "fault"),
    [
        ({"columns": {"nothing": "Job"}}, "question nothing: is not in this questionnaire"),
        ({"columns": {"role": "Nowhere"}}, "“Nowhere”: is named in the mapping"),
        ({"columns": {"role": "Job"}, "choices": {"role": {"x": "plumber"}}}, "has no choice “plumber”"),
        ({"multiple": {"role": {"senior": "Job"}}}, "does not take several choices"),
        ({"colums": {}}, "“colums” is not known"),
        ([], "mapping: must be an object of objects, not a list"),
        (["columns"], "mapping: must be an object of objects, not a list"),
        (12, "mapping: must be an object of objects, not a number"),
        ("columns", "mapping: must be an object of objects, not a text"),
        (None, "mapping: must be an object of objects, not null"),
        ({"columns": ["Job"]}, "mapping: “columns” must be an object, not a list"),
        ({"columns": None}, "mapping: “columns” must be an object, not null"),
        ({"columns": {"role": ["Job"]}}, "mapping: “columns”, “role” must be a text, not a list"),
        ({"columns": {"role": {"x": "Job"}}}, "mapping: “columns”, “role” must be a text, not an object"),
        ({"columns": {"role": 1}}, "mapping: “columns”, “role” must be a text, not a number"),
        ({"columns": {"role": None}}, "mapping: “columns”, “role” must be a text, not null"),
        ({"multiple": {"changes": "More staff"}}, "“multiple”, “changes” must be an object, not a text"),
        ({"multiple": {"changes": {"staff": ["a"]}}}, "“changes”, “staff” must be a text, not a list"),
        ({"choices": {"role": ["senior"]}}, "“choices”, “role” must be an object, not a list"),
        ({"choices": {"role": {"x": ["senior"]}}}, "“choices”, “role”, “x” must be a text, not a list"),
        ({"choices": {"role": {"x": None}}}, "“choices”, “role”, “x” must be a text, not null"),
        ({"choices": {"role": {"x": True}}}, "“choices”, “role”, “x” must be a text, not true or false"),
        ({"other": {"role": ["senior"]}}, "“other”, “role” must be a text, not a list"),
        ({"finished": ["Job"]}, "“finished” must be a text, not a list"),
        ({"header_rows": [2]}, "“header_rows” is 1 or 2"),
    ],
)
def test_a_wrong_mapping_is_refused_before_a_row_is_read(load, mapping, fault):
    making.draft()
    assert fault in load(HEADER + GOOD, mapping=mapping)


def test_an_answer_to_a_question_that_routing_hides_refuses_the_file(load):
    wave = making.draft()
    asked = making.definition()
    asked["pages"][1]["questions"][0]["relevant"] = "${role} = 'senior'"
    version = wave.questionnaire_version
    version.pk, version.number, version.definition = None, 2, asked
    version.save()
    Wave.objects.filter(pk=wave.pk).update(questionnaire_version=version)
    said = load(HEADER + GOOD)
    assert "row 2, column “Staff?”: is answered, but these answers don't lead to the question" in said
    assert "row 3" not in said
