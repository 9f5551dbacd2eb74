"""Files named on the command line: whatever is wrong with one is told in a sentence, never by a traceback."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from surveys.models import Questionnaire, Wave
from tests.surveys import making

pytestmark = pytest.mark.django_db
MAPPING = {"columns": {"role": "Job"}}
NO_ANSWERS = b"\x7fELF\x00\x01\xff\xfe"


def refused(command, *arguments, **options):
    """Return what a command says when it ends with an error."""
    err = io.StringIO()
    with pytest.raises(CommandError) as error:
        call_command(command, *map(str, arguments), stdout=io.StringIO(), stderr=err, **options)
    return err.getvalue() + str(error.value)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "binary").write_bytes(NO_ANSWERS)
    (tmp_path / "answers.csv").write_text("Job\nsenior\n")
    (tmp_path / "mapping.json").write_text(json.dumps(MAPPING))
    return tmp_path


@pytest.mark.parametrize(
    ("out", "why"),
    [
        ("nowhere/out.xlsx", "No such file or directory"),
        ("folder", "Is a directory"),
        ("answers.csv/out.xlsx", "Not a directory"),
        (f"{'x' * 300}.xlsx", "File name too long"),
    ],
)
def test_a_questionnaire_is_not_written_where_nothing_can_be(folder, out, why):
    making.version("small")
    assert refused("export_questionnaire", "small", folder / out) == f"{folder / out} can't be written: {why}"


@pytest.mark.parametrize("name", ["nowhere.xlsx", "folder", "nowhere.lss", "folder/in.txt"])
def test_a_questionnaire_that_can_not_be_read_is_told(folder, name):
    assert f"{folder / name} can't be read: " in refused("import_questionnaire", folder / name)


@pytest.mark.parametrize("ending", [".xlsx", ".lss", ".txt", ".tsv", ""])
@pytest.mark.parametrize("content", [NO_ANSWERS, b"", b"PK\x03\x04 no workbook", b"\0" * 100, b"<a>" * 5000])
def test_a_file_that_is_no_questionnaire_is_refused(folder, ending, content):
    file = folder / f"mine{ending}"
    file.write_bytes(content)
    assert "was not taken in" in refused("import_questionnaire", file)
    assert not Questionnaire.objects.exists()


@pytest.mark.parametrize(
    ("answers", "mapping", "said"),
    [
        ("nowhere.csv", "mapping.json", "nowhere.csv can't be read: No such file or directory"),
        ("folder", "mapping.json", "folder can't be read: Is a directory"),
        ("answers.csv", "nowhere.json", "nowhere.json can't be read: No such file or directory"),
        ("answers.csv", "folder", "folder can't be read: Is a directory"),
        ("answers.csv", "binary", "binary is not JSON in UTF-8"),
        ("answers.csv", "answers.csv", "answers.csv is not JSON in UTF-8"),
        ("binary", "mapping.json", "nothing was imported: 1 faults"),
    ],
)
def test_answers_and_a_mapping_that_can_not_be_read_are_told(folder, answers, mapping, said):
    making.draft()
    assert said in refused("import_answers", "one", folder / answers, mapping=folder / mapping)
    assert Wave.objects.get().state == "draft"


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "1" * 10_000, "", '{"columns": '])
def test_a_mapping_that_no_reader_of_json_takes_is_told(folder, text):
    making.draft()
    (folder / "mapping.json").write_text(text)
    said = refused("import_answers", "one", folder / "answers.csv", mapping=folder / "mapping.json")
    assert said == f"{folder / 'mapping.json'} is not JSON in UTF-8"
