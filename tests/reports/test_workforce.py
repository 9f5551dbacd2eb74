"""Workforce totals from a CSV: taken whole or not at all, every fault with its row."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from branches.models import AuditEvent, Role
from reports import workforce
from reports.models import WorkforceTable
from reports.workforce import WorkforceFaults, import_workforce, read_margins
from tests import factories

pytestmark = pytest.mark.django_db

GOOD = b'column,category,total\nnamed_group,3,4000\nnamed_group,4,2000\nrole,social_worker,4500\nrole,senior,"1,500"\n'


@pytest.fixture(autouse=True)
def groups():
    return factories.family_group(3), factories.family_group(4)


@pytest.fixture
def staff():
    return factories.user("staff@example.org", roles=[Role.SWIG_EDITOR])


def faults(text):
    with pytest.raises(WorkforceFaults) as refused:
        read_margins(text if isinstance(text, bytes) else text.encode())
    return refused.value.faults


def rows(*lines):
    return "\n".join(["column,category,total", *lines])


def test_a_whole_file_is_stored_with_its_source_day_and_an_audit_event(staff):
    table = import_workforce(content=GOOD, source="Staff census", as_of=datetime.date(2025, 9, 1), by=staff)
    assert table.as_margins() == {
        "named_group": {"3": 4000, "4": 2000},
        "role": {"social_worker": 4500, "senior": 1500},
    }
    assert str(table) == "Staff census, 1 September 2025"
    event = AuditEvent.objects.latest("pk")
    assert (event.verb, event.detail) == ("imported the workforce figures of", {"rows": 4})
    assert workforce.newest().total == 6000


def test_every_fault_is_told_at_once_with_its_row():
    found = faults(
        rows(
            "team,a,10",
            "named_group,99,10",
            "role,a,many",
            "role,b,-1",
            "role,c",
            "role,d,5",
            "role,d,5",
            "role,,5",
        )
    )
    assert [fault.partition(":")[0] for fault in found] == [
        f"Row {number}" for number in (2, 3, 4, 5, 6, 8, 9)
    ]
    assert "neither named_group nor role" in found[0]
    assert "no family group “99”" in found[1]
    assert "not a number" in found[2]
    assert "above zero" in found[3]
    assert "2 cells instead of 3" in found[4]


@pytest.mark.parametrize("total", ["nan", "inf", "0", "1e12", "-inf"])
def test_totals_that_are_no_number_of_people_are_refused(total):
    assert faults(rows(f"role,a,{total}"))[0].startswith("Row 2")


def test_columns_of_different_totals_are_refused():
    assert "totals of the columns differ" in faults(rows("named_group,3,100", "role,a,90"))[0]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "Row 1"),
        (b"a,b,c\n", "Row 1"),
        (b"column,category,total\n", "no rows"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"x" * 1_000_001, "larger than 1 MB"),
    ],
)
def test_a_file_of_another_kind_is_refused(content, says):
    assert says in faults(content)[0]


def test_nothing_of_a_bad_file_is_stored(client, staff):
    client.force_login(staff)
    file = SimpleUploadedFile("w.csv", rows("role,a,10", "role,b,none").encode())
    page = client.post(
        reverse("reports:workforce"), {"file": file, "source": "Census", "as_of": "2025-09-01"}
    ).content.decode()
    assert "Row 3: “none” is not a number." in page
    assert not WorkforceTable.objects.exists()


def test_staff_import_a_file_on_the_page_and_others_do_not(client, staff):
    values = {"file": SimpleUploadedFile("w.csv", GOOD), "source": "Census", "as_of": "2025-09-01"}
    client.force_login(factories.alice())
    assert client.post(reverse("reports:workforce"), values).status_code in (403, 404)
    client.force_login(staff)
    values["file"] = SimpleUploadedFile("w.csv", GOOD)
    page = client.post(reverse("reports:workforce"), values, follow=True).content.decode()
    assert "are weighted to these totals" in page
    assert WorkforceTable.objects.count() == 1
