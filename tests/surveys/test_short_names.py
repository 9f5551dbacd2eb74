"""The short name under which a questionnaire or a survey stands in an address: one rule, whoever gives it."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from surveys.editing import begun
from surveys.models import Questionnaire, Wave
from surveys.questionnaire import DefinitionFaults
from surveys.short_names import LONGEST, check_questionnaire_name, check_short_name
from surveys.versions import save_version
from surveys.xlsform_writing import write_workbook
from tests import factories
from tests.surveys import making
from tests.surveys.asking import one, page, questionnaire

BAD = ["Bad Slug!", "опрос", "a/b", "a\n", "", "x" * 200]
TAKEN = ["new", "in-other-languages"]


def small():
    return questionnaire(page("p", one("a")))


@pytest.fixture
def workbook(tmp_path):
    """A function that writes a workbook under a name."""

    def write(name="mine.xlsx"):
        (tmp_path / name).write_bytes(write_workbook(small()))
        return tmp_path / name

    return write


@pytest.fixture
def staff(client):
    client.force_login(factories.staff())
    return client


def upload(client, name, **more):
    return client.post(
        "/questionnaires/", {"file": SimpleUploadedFile(name, write_workbook(small())), **more}, follow=True
    )


@pytest.mark.parametrize("name", ["a", "autumn-2026", "Mine_2", "x" * LONGEST])
def test_a_name_that_an_address_can_hold_is_taken(name):
    check_short_name(name)


def test_the_limit_is_that_of_both_tables():
    assert {model._meta.get_field("slug").max_length for model in (Questionnaire, Wave)} == {LONGEST}


@pytest.mark.parametrize("name", BAD)
def test_any_other_name_is_refused_with_a_sentence(name):
    with pytest.raises(ValidationError, match="can't be a short name"):
        check_short_name(name)


@pytest.mark.parametrize("name", TAKEN)
def test_a_questionnaire_does_not_take_a_pages_address(name):
    with pytest.raises(ValidationError, match="is a page of its own"):
        check_questionnaire_name(name)


@pytest.mark.django_db
@pytest.mark.parametrize("name", BAD + TAKEN)
def test_no_questionnaire_is_made_under_a_bad_name(name):
    with pytest.raises(ValidationError):
        save_version(by=None, slug=name, definition=small())
    assert not Questionnaire.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Bad Slug!", "x" * 200, "new"])
def test_the_command_refuses_a_bad_short_name(workbook, name):
    with pytest.raises(CommandError, match="Give another with --slug"):
        call_command("import_questionnaire", workbook(), slug=name)
    assert not Questionnaire.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("file", ["опрос.xlsx", "new.xlsx", "!!!.xlsx"])
def test_the_command_asks_for_a_short_name_where_the_files_name_gives_none(workbook, file):
    with pytest.raises(CommandError, match="Give another with --slug"):
        call_command("import_questionnaire", workbook(file))
    call_command("import_questionnaire", workbook(file), slug="survey")
    assert Questionnaire.objects.get().slug == "survey"


@pytest.mark.django_db
@pytest.mark.parametrize("file", ["опрос.xlsx", "new.xlsx"])
def test_the_page_asks_for_a_short_name_where_the_files_name_gives_none(staff, file):
    answer = upload(staff, file)
    assert "Write another under “Short name”." in answer.context["form"].errors["slug"][0]
    assert not Questionnaire.objects.exists()
    assert upload(staff, file, slug="survey").redirect_chain[-1][0] == "/questionnaires/survey/"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Bad Slug!", "x" * 200, "new"])
def test_the_page_refuses_a_bad_short_name_once(staff, name):
    assert len(upload(staff, "mine.xlsx", slug=name).context["form"].errors["slug"]) == 1
    assert not Questionnaire.objects.exists()


@pytest.mark.django_db
def test_a_wave_is_made_under_the_same_rule():
    making.version("small")
    for name in BAD:
        with pytest.raises(CommandError, match="can't be a short name"):
            call_command("create_wave", "small", name, mode="open")
    assert not Wave.objects.exists()


@pytest.mark.django_db
def test_a_long_file_name_is_shortened(workbook):
    call_command("import_questionnaire", workbook("n" * 240 + ".xlsx"))
    assert len(Questionnaire.objects.get().slug) == LONGEST


def test_a_title_that_the_table_does_not_hold_is_a_fault():
    limit = Questionnaire._meta.get_field("title").max_length
    begun("x" * limit)
    with pytest.raises(DefinitionFaults, match=f"longer than {limit} characters"):
        begun("x" * (limit + 1))
