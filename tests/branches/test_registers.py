"""Registers: own entries only, words looked through, totals without small counts."""

from datetime import date

import pytest

from branches import register_totals
from branches.actions import registers
from branches.identifying import identifying
from branches.models import AuditEvent, CaseloadReturn, UnmetNeed
from branches.suggesting import suggestions
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "text",
    [
        "A boy aged 7 waited.",
        "The 14-year-old moved again.",
        "We asked Jamie Smith to wait.",
        "They live at EH6 5AA now.",
        "Ring 0131 496 0000 for more.",
        "Born on 3 March, moved since.",
        "Write to someone@example.org first.",
        "Case 1234567 is open.",
        "The twins were parted.",
    ],
)
def test_what_could_identify_somebody_is_found(text):
    assert identifying(text)


@pytest.mark.parametrize(
    "text",
    [
        "A family waited eight months for CAMHS. The worker had no time.",
        "Kinship carers got no help from Social Work.",
    ],
)
def test_plain_words_identify_nobody(text):
    assert identifying(text) == []


def entry(branch=None, **values):
    branch = branch or factories.branch()
    given = {
        "kind": "time",
        "needed": "Visits",
        "consequence": "None",
        "happened_on": date(2026, 3, 1),
    } | values
    return registers.add_entry(
        model=UnmetNeed, branch=branch, council=branch.councils.first(), by=factories.alice(), **given
    )


def test_a_warning_stands_until_the_box_is_ticked(client):
    client.force_login(factories.alice())
    values = {
        "kind": "time",
        "needed": "Visits for a girl aged 9",
        "consequence": "None",
        "happened_on": "2026-03-01",
        "council": factories.council().pk,
    }
    assert (
        "may identify somebody" in client.post("/branches/registers/unmet-need/new/", values).content.decode()
    )
    assert not UnmetNeed.objects.exists()
    client.post("/branches/registers/unmet-need/new/", values | {"looked_through": "on"})
    assert UnmetNeed.objects.count() == 1


def test_a_branch_sees_its_own_entries_and_swig_only_totals(client):
    entry(needed="Our own words")
    for person, sees in ((factories.bob(), True), (factories.charlie(), False), (factories.staff(), False)):
        client.force_login(person)
        assert "Our own words" not in client.get("/branches/registers/").content.decode()
        page = client.get("/branches/registers/unmet-need/").content.decode()
        assert ("Our own words" in page) is sees


def test_small_totals_are_not_printed_and_simulated_ones_not_counted():
    for _ in range(4):
        entry()
    for _ in range(6):
        entry(kind="health")
    entry(kind="other", simulated=True)
    totals = counts(simulated=False)
    assert totals["Time with a worker"] == "fewer than 5"
    assert totals["Mental health support"] == "6"
    assert totals["Something else"] == "0"
    assert counts(simulated=True)["Something else"] == "fewer than 5"


def counts(simulated):
    return {
        row.label: row.simulated if simulated else row.count
        for each in register_totals.national_totals()
        for row in each.rows
    }


def test_what_the_demos_people_log_is_simulated_here_too(client, settings):
    settings.DEMO_MODE = True
    person = factories.user("glasgow@demo.example", branches=[factories.branch()])
    made = registers.add_entry(
        model=CaseloadReturn,
        branch=factories.branch(),
        council=factories.council(),
        happened_on=date(2026, 3, 1),
        team="Duty",
        average=20,
        publisher="branch",
        by=person,
    )
    registers.say_kept(council=factories.council(), by=person, keeps_register=True, source="Said")
    client.force_login(person)
    page = client.get("/branches/registers/").content.decode()
    assert made.simulated and "Simulated: Yes" in page and "Simulated</th>" in page


def test_caseloads_stand_by_type_of_team_and_date_with_who_published_them(client):
    client.force_login(factories.alice())
    for day, average, team in (
        ("2026-03-01", "20.5", "Duty and first response"),
        ("2026-05-01", "24", "other"),
    ):
        values = {
            "team": team,
            "other_team": "Night team",
            "average": average,
            "lowest": "9",
            "highest": "31",
        }
        values |= {"publisher": "foi", "happened_on": day, "council": factories.council().pk}
        assert client.post("/branches/registers/caseloads/new/", values).status_code == 302
    page = client.get("/branches/registers/caseloads/").content.decode()
    assert page.index("<h2>Duty and first response") < page.index("<h2>Night team")
    assert "1 March 2026" in page and "20.5" in page and "from 9 to 31" in page
    assert "A freedom of information answer" in page
    client.force_login(factories.charlie())
    assert "Night team" not in client.get("/branches/registers/caseloads/").content.decode()


def test_a_return_without_a_type_of_team_says_so(client):
    client.force_login(factories.alice())
    values = {
        "team": "other",
        "average": "20",
        "publisher": "foi",
        "happened_on": "2026-03-01",
        "council": factories.council().pk,
    }
    page = client.post("/branches/registers/caseloads/new/", values).content.decode()
    assert "Say which type of team" in page and not CaseloadReturn.objects.exists()


def test_returns_are_counted_by_who_published_them_and_by_council_only_what_is_kept():
    for _ in range(5):
        CaseloadReturn.objects.create(
            branch=factories.branch(),
            council=factories.council(),
            happened_on=date(2026, 3, 1),
            team="Duty",
            average=20,
            publisher="employer",
        )
    assert counts(simulated=False)["The employer published it"] == "5"


def test_the_audit_holds_nothing_of_an_entrys_words():
    entry(needed="Very particular words")
    assert "particular" not in str(list(AuditEvent.objects.values()))


def test_an_average_outside_its_range_is_refused(client):
    client.force_login(factories.alice())
    values = {
        "team": "Residential care",
        "average": "30",
        "lowest": "5",
        "highest": "20",
        "publisher": "foi",
        "happened_on": "2026-03-01",
        "council": factories.council().pk,
    }
    assert "outside the range" in client.post("/branches/registers/caseloads/new/", values).content.decode()


class Part:
    def __init__(self, label, *keywords):
        self.label, self.keywords = label, keywords


def test_a_paragraph_suggests_the_question_whose_words_it_shares():
    money, seat = (
        Part("Local cost worked out", "financial implications", "costing"),
        Part("Union seat", "representation"),
    )
    assert suggestions("There will be financial implications; costs follow.", [seat, money]) == [money]
    assert suggestions("Nothing to see.", [seat, money]) == []


def test_an_entrys_history_is_read_by_its_branch_only(client):
    made = entry()
    address = f"/branches/history/unmet-need/{made.pk}/"
    client.force_login(factories.alice())
    assert b"Logged by" in client.get(address).content
    for who in (factories.charlie, factories.staff):
        client.force_login(who())
        assert client.get(address).status_code == 404
    client.force_login(factories.bob())
    client.post(f"{address}undo/")
    made.refresh_from_db()
    assert made.taken_back_at and made.history.count() == 2
