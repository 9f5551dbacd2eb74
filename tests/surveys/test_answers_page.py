"""Answers from elsewhere by the page: each tool's habits are recognised, a person confirms, all or nothing is taken."""

import csv
import io
import json
import re

import pytest
import time_machine
import xlsxwriter
from django.apps import apps
from lxml import html

from surveys import carried_file, counts, handing_over, keys
from surveys.answer_files import UnreadableFile, open_table
from surveys.answer_tools import UNKNOWN
from surveys.mapping_suggestions import suggested
from surveys.models import SealedImport, StoreBlock, Wave, WorkerKey
from surveys.questionnaire import load
from tests import factories
from tests.surveys import making

pytestmark = pytest.mark.django_db
LIMESURVEY = (
    '"id","submitdate","lastpage","startlanguage","ipaddr","role. Role?","council. Where?","staffing. Enough staff?",'
    '"changes[staff]. What would help? [Staff]","changes[time]. What would help? [Time]","caseload. How many?","more. Anything else?"\n'
    '"1","2026-01-05 10:00:00","3","en","10.0.0.1","Social Worker","S12900001","Agree","Yes","No","12","Thank you, all"\n'
    '"2","","1","en","10.0.0.2","Senior","S12900002","","","","",""\n'
)
MONKEY = (
    "Respondent ID,Collector ID,Start Date,IP Address,Email Address,Role?,,Where?,What would help?,,Anything else?\n"
    ",,,,,Response,Other (please specify),Response,Staff,Time,Open-Ended Response\n"
    "11,1,01/02/2026,10.0.0.1,who@example.org,Senior,,S12900001,Staff,,Words\n"
)
KOBO = (
    "start;end;you/role;you/council;work/changes;work/changes/staff;work/changes/time;work/caseload;_id;_uuid;_submission_time\n"
    "2026-01-01;2026-01-01;senior;S12900001;staff time;1;1;7;1;abc;2026-01-01\n"
)
FORMS = (
    "ID,Start time,Completion time,Email,Name,Role?,Where?,Enough staff?,What would help?,How many?\n"
    "1,1/2/26 9:00,1/2/26 9:05,anonymous,,Senior,S12900001,Agree,Staff;Training;,4\n"
)
TABLES = {"LimeSurvey": LIMESURVEY, "SurveyMonkey": MONKEY, "Kobo": KOBO, "Microsoft Forms": FORMS}


def as_workbook(text):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Form1")
        for number, row in enumerate(csv.reader(io.StringIO(text))):
            sheet.write_row(number, 0, row)
    return buffer.getvalue()


@pytest.fixture
def staff(client):
    client.force_login(factories.staff())
    return client


def sent(client, content, name="answers.csv"):
    file = io.BytesIO(content if isinstance(content, bytes) else content.encode())
    file.name = name
    return html.fromstring(client.post("/waves/one/answers/", {"answers": file}).content.decode())


def boxes(page, **changed):
    form = next(form for form in page.forms if "token" in form.fields)
    given = dict(form.form_values())
    return {**given, **changed}


def pressed(client, page, go, **changed):
    answer = client.post("/waves/one/answers/", {**boxes(page, **changed), "go": go}, follow=True)
    return html.fromstring(answer.content.decode())


def words(page):
    return " ".join(page.text_content().split())


@pytest.mark.parametrize("tool", TABLES)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_each_tools_file_is_recognised_and_imported_as_suggested(staff, tool, form):
    making.draft()
    text = TABLES[tool]
    content = text.encode() if form == "csv" or tool == "Kobo" else as_workbook(text)
    page = sent(staff, content)
    assert f"a file from {tool}" in words(page)
    page = pressed(staff, page, "check")
    assert "can be imported" in words(page), words(page)[:1500]
    assert not StoreBlock.objects.exists()
    pressed(staff, page, "store")
    cube = counts.count_wave(Wave.objects.get())
    assert cube.values("scotland", "role").tolist()[0][1] == 1
    assert cube.values("scotland", "changes/staff")[0][1] == 1


def test_who_stopped_half_way_did_not_reach_the_rest(staff):
    making.draft()
    page = pressed(staff, sent(staff, LIMESURVEY), "check")
    pressed(staff, page, "store")
    missing = counts.count_wave(Wave.objects.get()).missing("scotland", "caseload").tolist()
    assert missing == [[0, 0, 1, 0, 0]]


@pytest.mark.parametrize(
    "content",
    [
        FORMS.encode("utf-8-sig"),
        FORMS.encode("utf-16"),
        FORMS.replace("Training", "Training").encode("cp1252"),
        FORMS.replace(",", "\t").encode(),
        FORMS.replace(",", ";").replace("Staff;Training;", '"Staff;Training;"').encode(),
    ],
)
def test_encodings_marks_and_delimiters_are_read(staff, content):
    making.draft()
    assert "1 response can be imported" in words(pressed(staff, sent(staff, content), "check"))


def test_every_fault_is_told_with_its_row_and_column_and_nothing_is_stored(staff):
    making.draft()
    page = sent(staff, FORMS + "2,,,,,Plumber,S12900001,Agree,,many\n")
    said = words(pressed(staff, page, "store"))
    assert "Nothing was imported: 2 faults" in said
    assert "3Role?“Plumber” is not a choice" in said
    assert "3How many?“many” can't be an answer" in said
    assert Wave.objects.get().state == "draft"


def test_a_text_that_no_choice_fits_is_matched_by_the_person(staff):
    making.draft()
    page = sent(staff, FORMS.replace("Senior", "Chief of all"))
    assert "1 text to match" in words(page)
    (box,) = page.xpath("//select[starts-with(@name,'t-role-')]")
    assert "1 response can be imported" in words(pressed(staff, page, "check", **{box.name: "senior"}))


def test_a_column_chosen_anew_brings_its_own_texts(staff):
    making.draft()
    page = sent(staff, FORMS)
    options = {o.text: o.get("value") for o in page.xpath("//select[@name='c-role']/option")}
    page = pressed(staff, page, "check", **{"c-role": options["Where?"]})
    assert "“S12900001” is" in words(page)


def test_columns_that_say_who_or_when_are_dropped_before_anything_else(staff):
    making.draft()
    page = sent(staff, MONKEY.replace("who@example.org", "jamie@example.org"))
    assert "Dropped unread: Respondent ID, Collector ID, Start Date, IP Address, Email Address" in words(page)
    options = [o.text for o in page.xpath("//select[@name='c-role']/option")]
    assert "Email Address" not in options
    token = boxes(page)["token"]
    wave = Wave.objects.get()
    binding = f"answers|{wave.pk}|{wave.questionnaire_version.loaded.hash}|{factories.staff().pk}".encode()
    assert "jamie" not in json.dumps(carried_file.unseal(token, binding).rows)


def test_the_mapping_is_downloaded_as_the_command_takes_it(staff, tmp_path):
    from django.core.management import call_command

    making.draft()
    page = sent(staff, MONKEY)
    answer = staff.post("/waves/one/answers/", {**boxes(page), "go": "mapping"})
    (tmp_path / "m.json").write_bytes(answer.content)
    (tmp_path / "a.csv").write_text(MONKEY)
    assert json.loads(answer.content)["header_rows"] == 2
    out = io.StringIO()
    call_command("import_answers", "one", str(tmp_path / "a.csv"), mapping=tmp_path / "m.json", stdout=out)
    assert "1 responses imported" in out.getvalue()


def test_other_please_specify_is_a_choice_and_its_words():
    from surveys import importing
    from surveys.frozen import _frozen
    from surveys.questionnaire import dump
    from tests.surveys.asking import ask, one, questionnaire

    definition = questionnaire(
        {
            "name": "p",
            "questions": [
                one("why", "pay", "time", "other"),
                ask("why_other", "text", relevant="selected(${why}, 'other')"),
            ],
        }
    )
    form = _frozen(json.dumps(dump(definition)))
    mapping = {"columns": {"why": "Why?"}, "other": {"why": "other"}}
    found = importing.read_responses(form, b"Why?\npay\nMy own reason\n", mapping)
    assert found.rows.tolist() == [[0], [2]]
    assert found.comments[1] == {"why_other": "My own reason"}
    beside = {"columns": {"why": "Why?", "why_other": "Else"}, "other": {"why": "other"}}
    found = importing.read_responses(form, b"Why?,Else\n,Only here\n", beside)
    assert (found.rows.tolist(), found.comments[0]) == ([[2]], {"why_other": "Only here"})


def test_lines_that_answer_nothing_are_left_out_and_counted(staff):
    making.draft()
    page = sent(staff, FORMS + "2,1/2/26 9:00,1/2/26 9:05,anonymous,,,,,,\n")
    assert "1 line without an answer is left out" in words(pressed(staff, page, "check"))


def test_a_page_that_is_not_this_persons_or_is_old_is_refused(staff, client):
    making.draft()
    page = sent(staff, FORMS)
    client.force_login(factories.approver())
    said = words(pressed(client, page, "store"))
    assert "too old. Nothing was kept" in said
    assert not StoreBlock.objects.exists()


def test_a_page_is_good_for_two_hours(staff):
    making.draft()
    with time_machine.travel("2026-03-01 09:00+00:00") as clock:
        page = sent(staff, FORMS)
        clock.shift(2 * 60 * 60 - 10)
        assert "can be imported" in words(pressed(staff, page, "check"))
        clock.shift(20)
        assert "too old. Nothing was kept" in words(pressed(staff, page, "check"))


def test_a_token_of_another_survey_opens_nothing(staff):
    making.draft()
    making.draft("two")
    page = sent(staff, FORMS)
    answer = staff.post("/waves/two/answers/", {**boxes(page), "go": "store"}, follow=True)
    assert "too old. Nothing was kept" in answer.content.decode()


def test_an_imported_survey_says_that_it_never_opened_here(staff):
    making.draft()
    pressed(staff, pressed(staff, sent(staff, FORMS), "check"), "store")
    assert "never here: its answers were imported" in words(html.fromstring(staff.get("/waves/one/").content))


def test_no_row_stands_in_the_clear_in_any_table_or_log_afterwards(staff, caplog):
    making.draft()
    secret = "Zebrawood"
    page = sent(
        staff, MONKEY.replace("Words", secret) + "12,1,1/2/26,10.0.0.1,x@y.example,Plumber,,S12900001,,,\n"
    )
    page = pressed(staff, page, "check")
    assert "1 fault" in words(page)
    pressed(staff, pressed(staff, sent(staff, MONKEY.replace("Words", secret)), "check"), "store")
    assert Wave.objects.get().responses == 1
    assert secret not in caplog.text
    for model in apps.get_models():
        rows = list(model.objects.values()) if model._meta.managed else []
        assert secret not in str(rows) and secret.encode() not in b"".join(
            bytes(value) for row in rows for value in row.values() if isinstance(value, memoryview | bytes)
        ), model


def test_a_large_file_is_held_in_memory_and_never_put_into_a_folder(staff, settings, tmp_path):
    making.draft()
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "missing"
    rows = "".join(f"{n},,,,,Senior,S12900001,Agree,,{n % 50}{' ' * 400}\n" for n in range(8000))
    page = sent(staff, FORMS + rows)
    assert "8001 lines of answers" in words(page)


def test_a_file_beyond_what_the_page_takes_names_the_command(staff):
    making.draft()
    assert "over 20,000 rows" in words(sent(staff, FORMS + "2,,,,,Senior,S12900001,,,\n" * 20_001))


def test_the_form_without_its_token_is_refused():
    from django.test import Client

    making.draft()
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.staff())
    file = io.BytesIO(FORMS.encode())
    file.name = "a.csv"
    assert client.post("/waves/one/answers/", {"answers": file}).status_code == 403


@pytest.mark.parametrize("state", ["open", "released"])
def test_an_open_or_released_wave_has_no_such_page(staff, state):
    if state == "open":
        making.opened()
    else:
        making.mixed()
        Wave.objects.update(responses_fixed=True)
    assert staff.get("/waves/one/answers/").status_code == 404


@pytest.mark.parametrize("go", ["check", "store"])
def test_a_page_that_was_open_when_the_release_was_made_says_that_nothing_is_taken(staff, go):
    making.mixed()
    page = sent(staff, FORMS)
    Wave.objects.update(responses_fixed=True)
    said = words(pressed(staff, page, go))
    assert "Nothing was imported: one takes no more responses" in said
    assert "can be imported" not in said
    assert Wave.objects.get().responses == 25


def out_of_reach(monkeypatch):
    """As in production: the key folders belong to another user, whom this process is not."""
    monkeypatch.setattr(keys, "can_write", lambda: False)


def test_where_no_key_is_in_reach_the_answers_wait_sealed_and_the_worker_takes_them(staff, monkeypatch):
    making.draft()
    handing_over.take_and_give()
    with monkeypatch.context() as web:
        out_of_reach(web)
        page = pressed(staff, sent(staff, FORMS), "check")
        assert "sealed for the worker" in words(pressed(staff, page, "store"))
    (sealed,) = SealedImport.objects.all()
    assert b"senior" not in bytes(sealed.body)
    assert Wave.objects.get().state == "draft"
    used = WorkerKey.objects.get()
    handing_over.take_and_give()
    assert Wave.objects.get().responses == 1
    assert not SealedImport.objects.exists()
    assert not keys.has_key(used, "handover")
    assert WorkerKey.objects.get().key_id != used.key_id


def test_a_sealed_import_that_fails_is_dropped_with_its_key(staff, monkeypatch):
    making.draft()
    handing_over.take_and_give()
    with monkeypatch.context() as web:
        out_of_reach(web)
        pressed(staff, pressed(staff, sent(staff, FORMS), "check"), "store")
    SealedImport.objects.update(body=b"changed on its way")
    with pytest.raises(handing_over.DutyFailed):
        handing_over.take_and_give()
    assert not SealedImport.objects.exists()
    assert Wave.objects.get().state == "draft"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "old or locked Excel"),
        (b"PK\x03\x04 and nothing", "not an .xlsx file"),
        (b"a\0b", "neither a spreadsheet"),
        (b'a,b\n"open', "is not a CSV file from line"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(content, said):
    with pytest.raises(UnreadableFile, match=re.escape(said)):
        list(open_table(content).rows)


def test_a_bomb_and_macros_are_refused_by_the_reader_in_its_own_process():
    import zipfile

    def packed(name, size):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, b"0" * size)
        return buffer.getvalue()

    with pytest.raises(UnreadableFile, match="far more than a sheet"):
        open_table(packed("xl/worksheets/sheet1.xml", 160 * 1024 * 1024))
    with pytest.raises(UnreadableFile, match="macros"):
        open_table(packed("xl/vbaProject.bin", 10))


def test_a_shortened_header_is_suggested_where_one_question_alone_begins_so():
    definition = load(
        {
            "title": "Long",
            "pages": [
                {
                    "name": "all",
                    "questions": [
                        {"name": name, "type": "text", "label": label}
                        for name, label in (
                            ("more", "Anything else that we should know about your work?"),
                            (
                                "lost",
                                "In the past 12 months, has a child lost a home because support was missing?",
                            ),
                            (
                                "moved",
                                "In the past 12 months, has a child been moved when staying was better?",
                            ),
                        )
                    ],
                }
            ],
        }
    )
    header = ["Anything else?", "In the past 12 months", "Any"]
    found = suggested(definition, header, lambda name: [], UNKNOWN)
    assert found.mapping["columns"] == {"more": "Anything else?"}
    assert found.unused == ("In the past 12 months", "Any")
