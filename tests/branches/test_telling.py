"""Telling a branch of an unsafe caseload: it reaches that branch and nobody else, and never tells of a child."""

import pytest

from branches.actions import registers
from branches.models import AuditEvent, OutgoingMail, OverloadConcern
from branches.pace import Pace
from branches.views.telling import PACE
from tests import factories

pytestmark = pytest.mark.django_db
ADDRESS = "/tell-your-branch/"
WORDS = "Thirty-one cases, eleven of them on the register, and no supervision since spring."


@pytest.fixture(autouse=True)
def fresh_pace():
    PACE.forget()
    yield
    PACE.forget()


@pytest.fixture
def told(client):
    """What a posted form answers, filled in but for what the test cares about."""
    factories.alice()

    def send(**values):
        given = {"council": "south-lanarkshire", "about": WORDS} | values
        return client.post(ADDRESS, given, follow=True)

    return send


def test_what_is_told_stands_in_that_branchs_register_and_in_no_others(told, client):
    assert "Your branch has been told" in told(contact="07700 900123").content.decode()
    entry = OverloadConcern.objects.get()
    assert (entry.about, entry.branch.name, entry.logged_by) == (WORDS, "South Lanarkshire", None)
    client.force_login(factories.alice())
    shown = client.get("/branches/registers/overload/").content.decode()
    assert "Thirty-one cases" in shown
    assert "07700 900123" in shown
    client.force_login(factories.charlie())
    assert "Thirty-one cases" not in client.get("/branches/registers/overload/").content.decode()


def test_neither_the_mail_nor_the_audit_carries_a_word_of_it(told):
    told(contact="me@home.example")
    mail = OutgoingMail.objects.get()
    assert mail.to == factories.alice().email
    for text in (mail.subject, mail.body, str(list(AuditEvent.objects.values()))):
        assert "Thirty-one" not in text
        assert "me@home" not in text


def test_the_page_says_that_it_is_not_anonymous(client):
    assert "This is not anonymous" in client.get(ADDRESS).content.decode()


def test_words_that_may_name_a_child_come_back_until_somebody_has_looked(told):
    page = told(about="We asked Jamie Smith to wait, aged 7.").content.decode()
    assert "a name (Jamie Smith)" in page
    assert "an exact age" in page
    assert not OverloadConcern.objects.exists()
    told(about="We asked Jamie Smith to wait, aged 7.", looked_through="on")
    assert OverloadConcern.objects.exists()


def test_a_branch_in_whose_seat_nobody_sits_is_told_of_honestly(told):
    factories.council("Moray")
    page = told(council="moray").content.decode()
    assert "Nobody from the branch in Moray reads messages here yet" in page
    assert not OverloadConcern.objects.exists()


def test_how_to_reach_somebody_goes_with_the_entry_and_was_in_no_history(told):
    told(contact="me@home.example")
    entry = OverloadConcern.objects.get()
    assert not hasattr(entry.history.first(), "contact")
    registers.take_back_entry(entry=entry, by=factories.alice())
    entry.refresh_from_db()
    assert entry.contact == ""


def test_a_flood_from_one_network_is_held_back_and_keeps_what_was_typed(told):
    for _ in range(PACE.most):
        PACE.allows("127.0.0.1")
    page = told().content.decode()
    assert "Too many messages" in page
    assert "Thirty-one cases" in page
    assert not OverloadConcern.objects.exists()


def test_behind_a_proxy_a_flood_from_one_network_holds_back_nobody_else(told, client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for _ in range(PACE.most):
        PACE.allows("203.0.113.9")
    client.defaults["HTTP_X_FORWARDED_FOR"] = "203.0.113.9"
    assert "Too many messages" in told().content.decode()
    client.defaults["HTTP_X_FORWARDED_FOR"] = "203.0.113.10"
    assert "Your branch has been told" in told().content.decode()


def test_a_pace_forgets_after_its_time_and_counts_each_address_by_itself():
    pace = Pace(most=2, seconds=60)
    assert [pace.allows("one", now=second) for second in (0, 1, 2)] == [True, True, False]
    assert pace.allows("two", now=2)
    assert pace.allows("one", now=61)


def test_a_pace_bounds_all_addresses_together():
    pace = Pace(most=2, seconds=60)
    assert sum(pace.allows(f"address {number}", now=1) for number in range(50)) == 20


@pytest.mark.parametrize("field", ["council", "about"])
def test_an_empty_box_is_explained(told, field):
    assert "error-summary" in told(**{field: ""}).content.decode()


@pytest.mark.parametrize("junk", ["\x00", "x" * 100_000, "\u202e", "absent"])
def test_junk_is_answered_with_the_form(told, junk):
    assert told(about=junk, council=junk, contact=junk).status_code == 200
    assert not OverloadConcern.objects.exists()
