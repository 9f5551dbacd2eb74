"""A branch's contacts as a file: out, edited, in again; own branches only, all or nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from branches.bulk.contacts import COLUMNS, export_contacts, import_contacts
from branches.faults import FileRefused
from branches.models import AuditEvent, Contact
from tests import factories

pytestmark = pytest.mark.django_db
ROW = {
    "branch_key": "south-lanarkshire",
    "employer_key": "south-lanarkshire-council",
    "role": "elected_member",
    "job_title": "Convener",
}


@pytest.fixture
def alice():
    factories.branch()
    factories.employer()
    return factories.alice()


def file(*rows):
    lines = [",".join(COLUMNS)]
    lines += [",".join(str(row.get(name, "")) for name in COLUMNS) for row in rows]
    return "\n".join(lines).encode()


def test_the_list_names_each_employer_and_comes_back_unchanged(alice):
    text = export_contacts(alice)
    assert "south-lanarkshire-council" in text
    assert import_contacts(content=text.encode(), by=alice) == 0
    import_contacts(content=file(ROW), by=alice)
    assert import_contacts(content=export_contacts(alice).encode(), by=alice) == 0
    assert Contact.objects.get().role == Contact.Role.ELECTED_MEMBER


def test_rows_add_change_and_end_contacts(alice):
    assert import_contacts(content=file(ROW), by=alice) == 1
    key = Contact.objects.get().pk
    import_contacts(content=file(ROW | {"contact_key": key, "name": "A. Member"}), by=alice)
    assert Contact.objects.get().name == "A. Member"
    import_contacts(
        content=file(ROW | {"contact_key": key, "name": "A. Member", "ended_on": "2026-03-01"}), by=alice
    )
    assert Contact.objects.get().ended_on.isoformat() == "2026-03-01"
    assert AuditEvent.objects.filter(verb="ended contact at").count() == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"branch_key": "glasgow-city"}, "is no branch of yours"),
        ({"employer_key": "falkirk-council"}, "is no employer in the area"),
        ({"role": "councillor"}, "manager or elected_member"),
        ({"job_title": ""}, "The job title is missing"),
        ({"email": "nobody"}, "is no email address"),
        ({"name": "x" * 121}, "more than 120 characters"),
        ({"contact_key": "7"}, "There is no contact 7"),
        ({"ended_on": "soon"}, "2026-03-27"),
    ],
)
def test_a_faulty_row_stops_the_whole_file(change, said, alice):
    row = {"role": "manager", "name": "Kept out"} | ROW | change
    with pytest.raises(FileRefused, match=said) as refused:
        import_contacts(content=file(ROW, row), by=alice)
    assert refused.value.faults[0].place == 3
    assert not Contact.objects.exists()


def test_another_branch_s_contact_can_be_neither_read_nor_changed(alice):
    import_contacts(content=file(ROW | {"name": "Alice’s own"}), by=alice)
    charlie = factories.charlie()
    assert "Alice’s own" not in export_contacts(charlie)
    key = Contact.objects.get().pk
    for branch in ("south-lanarkshire", "glasgow-city"):
        with pytest.raises(FileRefused):
            import_contacts(
                content=file(ROW | {"contact_key": key, "branch_key": branch, "name": "x"}), by=charlie
            )
    assert Contact.objects.get().name == "Alice’s own"


def test_a_cell_that_a_spreadsheet_would_run_is_disarmed_and_read_back(alice):
    import_contacts(content=file(ROW | {"name": "'=1+1"}), by=alice)
    assert Contact.objects.get().name == "=1+1"
    assert "'=1+1" in export_contacts(alice)


def test_the_page_takes_the_file_and_says_what_is_wrong(client, alice):
    client.force_login(alice)
    assert client.get("/branches/contacts/contacts.csv").content.startswith(b"contact_key,")
    sent = SimpleUploadedFile("contacts.csv", file(ROW))
    page = client.post("/branches/contacts/file/", {"file": sent}, follow=True)
    assert "1 change is saved." in page.content.decode()
    assert "Elected member" in page.content.decode()
    sent = SimpleUploadedFile("contacts.csv", file(ROW | {"role": "x"}))
    page = client.post("/branches/contacts/file/", {"file": sent})
    assert page.status_code == 422
    assert "Row 2: The role should be" in page.content.decode()
