"""Files out and in: a round trip changes nothing, every fault is told by its row, nothing is taken by halves."""

import csv
import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from branches.bulk import FILES, export_file, import_file
from branches.csv_files import read, write
from branches.faults import FileRefused
from branches.models import (
    AuditEvent,
    Branch,
    ChildrensSocialWork,
    CouncilArea,
    Employer,
    Membership,
    OutgoingMail,
    Role,
    SeatInvitation,
    User,
)
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    call_command("load_reference", verbosity=0)
    seats = [Branch.objects.get(slug="south-lanarkshire"), Branch.objects.get(slug="glasgow-city")]
    factories.user("secretary@example.org", "=Secretary, of two", branches=seats)
    return factories.admin()


def records(slug):
    return [record for _, record in read(export_file(slug).encode(), FILES[slug].columns)]


def bring(slug, rows, by):
    return import_file(slug=slug, content=write(FILES[slug].columns, rows).encode(), by=by)


def faults(slug, rows, by):
    with pytest.raises(FileRefused) as refused:
        bring(slug, rows, by)
    return [str(fault) for fault in refused.value.faults]


def history_rows():
    models = (Branch, Employer, ChildrensSocialWork, Membership)
    return [AuditEvent.objects.count(), *(model.history.count() for model in models)]


@pytest.mark.parametrize("slug", FILES)
def test_a_file_that_comes_back_unchanged_changes_nothing(admin, slug):
    before = history_rows()
    assert import_file(slug=slug, content=export_file(slug).encode(), by=admin) == 0
    assert history_rows() == before
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("slug", FILES)
def test_every_file_names_all_32_council_areas(admin, slug):
    Branch.objects.get(slug="falkirk").councils.clear()
    text = export_file(slug)
    missing = [council.name for council in CouncilArea.objects.all() if council.name not in text]
    assert missing == []


@pytest.mark.parametrize("slug", FILES)
def test_no_cell_of_a_file_starts_a_formula(admin, slug):
    cells = [cell for row in csv.reader(io.StringIO(export_file(slug))) for cell in row]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")]


def test_a_spreadsheets_mark_and_semicolons_are_understood(admin):
    out = io.StringIO("\ufeff", newline="")
    out.read()
    csv.writer(out, delimiter=";").writerows(csv.reader(io.StringIO(export_file("childrens-social-work"))))
    assert import_file(slug="childrens-social-work", content=out.getvalue().encode(), by=admin) == 0


def test_a_branch_is_renamed_gets_areas_and_a_new_one_comes(admin):
    rows = [row for row in records("branches") if row["branch_key"] in ("falkirk", "stirling")]
    rows[0].update(branch="Forth Valley", placeholder="no")
    rows.append({**rows[0], "council_code": "S12000030", "council": "Stirling"})
    rows.append(
        {"branch": "Quite new", "placeholder": "no", "council_code": "S12000014", "council": "Falkirk"}
    )
    assert bring("branches", rows, admin) == 2
    branch = Branch.objects.get(slug="falkirk")
    assert (branch.name, branch.placeholder) == ("Forth Valley", False)
    assert {council.name for council in branch.councils.all()} == {"Falkirk", "Stirling"}
    assert Branch.objects.get(slug="quite-new").councils.get().name == "Falkirk"
    assert AuditEvent.objects.first().verb == "uploaded the file of branches"


def test_every_fault_of_a_file_is_told_by_its_row_and_nothing_is_taken(admin):
    rows = records("branches")[:5]
    rows[0]["placeholder"] = "maybe"
    rows[1]["council_code"] = "S99"
    rows[2]["branch_key"] = "nowhere"
    rows[3]["council"] = "Fife"
    rows[4]["branch"] = "Renamed, but not taken"
    assert faults("branches", rows, admin) == [
        "Row 2: Write yes or no under placeholder, not “maybe”.",
        "Row 3: There is no council area with the code S99.",
        "Row 4: There is nothing with the key nowhere. Leave the key empty for something new.",
        f"Row 5: {rows[3]['council_code']} is Argyll and Bute, not Fife.",
    ]
    assert not Branch.objects.filter(name__startswith="Renamed").exists()


def test_two_branches_of_one_name_in_one_file_are_refused(admin):
    rows = records("branches")[:2]
    rows[0]["branch"] = rows[1]["branch"]
    assert "already" in faults("branches", rows, admin)[0]
    new = {"branch_key": "", "placeholder": "no", "council_code": "", "council": ""}
    rows = [{**new, "branch": "Twice"}, {**records("branches")[0], "branch": "Twice"}]
    assert "Row 3: “Twice” is used for two different places." in faults("branches", rows, admin)


def test_an_employer_is_added_and_a_covered_charity_refused(admin):
    row = {
        "employer": "A charity",
        "kind": "voluntary",
        "freedom_of_information": "yes",
        "council_code": "S12000014",
        "council": "Falkirk",
    }
    assert faults("employers", [row], admin) == [
        "Row 2: Freedom of information law does not cover voluntary bodies: write no."
    ]
    assert bring("employers", [{**row, "freedom_of_information": "no"}], admin) == 1
    assert Employer.objects.get(name="A charity").councils.get().name == "Falkirk"


def test_an_employer_with_a_wrong_kind_or_anothers_code_is_refused(admin):
    [row] = [row for row in records("employers") if row["employer_key"] == "falkirk-council"]
    found = faults("employers", [{**row, "kind": "club", "code": "S12000029"}], admin)
    assert found == [
        "Row 2: The kind should be one of council, hscp, nhs_board, voluntary, not “club”.",
        "Row 2: Another employer has the code S12000029.",
    ]


def test_the_service_moves_by_ending_one_row_and_adding_another(admin):
    [row] = [row for row in records("childrens-social-work") if row["council"] == "Falkirk"]
    after = {
        **row,
        "employer_key": "falkirk-hscp",
        "since": "2026-04-01",
        "until": "",
        "source": "Paper",
        "checked": "yes",
    }
    assert "at once" in faults("childrens-social-work", [row, after], admin)[0]
    assert bring("childrens-social-work", [{**row, "until": "01/04/2026"}, after], admin) == 2
    now = ChildrensSocialWork.objects.filter(council__name="Falkirk")
    assert now.current(date(2026, 4, 1)).get().employer.slug == "falkirk-hscp"
    assert now.current(date(2026, 3, 31)).get().employer.slug == "falkirk-council"
    assert (
        import_file(
            slug="childrens-social-work", content=export_file("childrens-social-work").encode(), by=admin
        )
        == 0
    )


def test_a_service_with_a_bad_day_an_unknown_employer_and_no_source_is_refused(admin):
    [row] = [row for row in records("childrens-social-work") if row["council"] == "Falkirk"]
    bad = {**row, "employer_key": "nobody", "since": "yesterday", "source": ""}
    assert faults("childrens-social-work", [bad], admin) == [
        "Row 2: There is no employer with the key nobody.",
        "Row 2: The source is missing: how do we know?",
        "Row 2: Write the day under since like 2026-03-27, not “yesterday”.",
    ]


def test_a_new_address_is_invited_once_and_a_known_one_seated(admin):
    factories.user("known@example.org", "Known")
    rows = [
        {"email": "new@example.org", "name": "New", "branch_key": "falkirk"},
        {"email": "Known@example.org", "name": "Known", "branch_key": "falkirk"},
        {"email": "known@example.org", "name": "Known", "role": "moderator"},
    ]
    assert bring("people", rows, admin) == 3
    assert SeatInvitation.objects.get().email == "new@example.org"
    known = User.objects.get(email="known@example.org")
    assert known.memberships.get().branch.slug == "falkirk"
    assert known.role_grants.get().role == Role.MODERATOR
    assert bring("people", rows, admin) == 0
    assert OutgoingMail.objects.count() == 1


def test_a_day_under_until_ends_a_seat(admin):
    [row] = [row for row in records("people") if row["branch_key"] == "glasgow-city"]
    assert bring("people", [{**row, "until": "2026-01-31"}], admin) == 1
    seat = Membership.objects.get(branch__slug="glasgow-city")
    assert seat.until == date(2026, 1, 31)


def test_faults_of_people_are_told_by_their_row(admin):
    rows = [
        {"email": "no address", "branch_key": "falkirk"},
        {"email": "a@example.org", "branch_key": "nowhere"},
        {"email": "a@example.org", "role": "king"},
        {"email": "a@example.org"},
        {"email": "admin@example.org", "name": "Admin", "role": "administrator", "until": "2026-01-31"},
        {"email": "a@example.org", "branch_key": "falkirk", "until": "2099-01-01"},
    ]
    found = faults("people", rows, admin)
    assert [sentence.split(":")[0] for sentence in found] == [f"Row {n}" for n in (2, 3, 4, 5, 6, 7, 7)]
    assert "Nobody would be left who may edit people" in found[4]
    assert not SeatInvitation.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b"\xff\xfe\x00", "not a CSV file"),
        (b"a,b\0", "not a CSV file"),
        (b"x" * 2_000_001, "larger than 2 MB"),
        (b"one,two\n1,2\n", "The columns should be: branch_key, branch"),
        (b"branch_key,branch,placeholder,council_code,council\nx,y\n", "Row 2: 2 cells instead of 5"),
    ],
)
def test_what_is_no_such_file_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(FileRefused, match=sentence):
        import_file(slug="branches", content=content, by=None)


def test_what_is_written_is_read_back_as_it_was():
    values = ["=1+1", "'quoted", "-5", "plain", "", 'with "quotes", commas', "line\nbreak", "@x", "'=y"]
    content = write(("a",), [{"a": value} for value in values]).encode()
    assert [row["a"] for _, row in read(content, ("a",))] == [value for value in values if value]


def test_the_pages_take_out_and_bring_in(admin, client):
    client.force_login(admin)
    response = client.get(reverse("branches:file-out", args=["people"]))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="people-' in response["Content-Disposition"]
    upload = SimpleUploadedFile("people.csv", response.content)
    url = reverse("branches:file-in", args=["people"])
    assert b"nothing changed" in client.post(url, {"file": upload}, follow=True).content
    wrong = client.post(url, {"file": SimpleUploadedFile("people.csv", b"a,b\n")})
    assert wrong.status_code == 422
    assert b"Nothing was changed: 1 thing to correct" in wrong.content
    assert client.post(url, {}).status_code == 200
    assert client.get(reverse("branches:file-in", args=["nothing"])).status_code == 404


@pytest.mark.parametrize("slug", FILES)
def test_files_are_for_administrators_only(client, slug):
    for person in (factories.alice(), factories.staff(), factories.approver()):
        client.force_login(person)
        for name in ("file-out", "file-in"):
            assert client.get(reverse(f"branches:{name}", args=[slug])).status_code == 403
