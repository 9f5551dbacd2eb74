"""Branches, employers, who runs the service, contacts: acts, pages, who sees them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from branches.actions import places as actions
from branches.audit import events_about
from branches.models import AuditEvent, Branch, ChildrensSocialWork, Contact, Employer
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def enter(client):
    def as_person(person):
        client.force_login(person)
        return client

    return as_person


@pytest.fixture
def runner():
    council = factories.council()
    return ChildrensSocialWork.objects.create(
        council=council, employer=factories.employer(), source="Presumed"
    )


def address(name, *args):
    return reverse(f"branches:{name}", args=args)


def test_renaming_a_branch_keeps_its_address_and_tells_who_did_it():
    branch = factories.branch(placeholder=True)
    admin = factories.admin()
    actions.save_branch(branch=branch, name="UNISON example", councils=branch.councils.all(), by=admin)
    branch.refresh_from_db()
    assert (branch.name, branch.slug, branch.placeholder) == ("UNISON example", "south-lanarkshire", False)
    event = events_about(branch).get()
    assert event.by == admin
    assert event.detail["name"] == ["South Lanarkshire", "UNISON example"]
    assert branch.history.first().history_user == admin


def test_saving_what_stands_already_writes_nothing():
    branch = factories.branch()
    before = (AuditEvent.objects.count(), branch.history.count())
    actions.save_branch(branch=branch, name=branch.name, councils=branch.councils.all(), by=factories.admin())
    assert (AuditEvent.objects.count(), branch.history.count()) == before


def test_a_branch_can_work_in_several_areas():
    areas = [factories.council("Falkirk"), factories.council("Stirling")]
    branch = actions.save_branch(name="Forth Valley", councils=areas, by=factories.admin())
    assert set(branch.councils.all()) == set(areas)


def test_two_places_of_similar_name_get_two_addresses_and_none_is_called_new():
    admin = factories.admin()
    slugs = [actions.save_branch(name=name, councils=[], by=admin).slug for name in ("New", "A b", "A-b")]
    assert slugs == ["new-2", "a-b", "a-b-2"]


def test_the_database_holds_that_voluntary_bodies_are_outside_the_law():
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.employer("A charity", kind=Employer.Kind.VOLUNTARY, covered_by_foisa=True)


def test_when_the_service_moves_the_one_before_ends_that_day(runner):
    partnership = factories.employer("South Lanarkshire HSCP", kind=Employer.Kind.HSCP)
    actions.change_runner(
        council=runner.council,
        employer=partnership,
        since=date(2026, 4, 1),
        source="Board paper",
        checked=True,
        by=factories.admin(),
    )
    now = runner.council.childrens_social_work
    assert now.current(date(2026, 3, 31)).get().employer.kind == "council"
    assert now.current(date(2026, 4, 1)).get().employer == partnership
    assert events_about(runner.council).get().detail == {
        "run by": ["South Lanarkshire Council", "South Lanarkshire HSCP"]
    }


def test_the_service_cannot_move_before_it_came(runner):
    ChildrensSocialWork.objects.update(since=date(2026, 4, 1))
    with pytest.raises(actions.PlaceError, match="1 April 2026"):
        actions.change_runner(
            council=runner.council,
            employer=runner.employer,
            since=date(2026, 4, 1),
            source="x",
            checked=False,
            by=factories.admin(),
        )
    assert ChildrensSocialWork.objects.count() == 1


def test_the_database_holds_one_runner_at_a_time(runner):
    with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
        ChildrensSocialWork.objects.create(council=runner.council, employer=runner.employer, source="x")


def test_confirming_who_runs_it_is_written_down(runner):
    actions.correct_runner(runner=runner, by=factories.admin(), checked=True, source="Paper of 1 May 2026")
    runner.refresh_from_db()
    assert runner.checked
    assert events_about(runner.council).get().detail["checked"] == ["no", "yes"]


def test_the_audit_never_holds_a_contacts_name_or_address():
    alice = factories.alice()
    contact = actions.save_contact(
        by=alice,
        branch=factories.branch(),
        employer=factories.employer(),
        job_title="Chief Social Work Officer",
        name="Some Body",
        email="some.body@example.org",
    )
    actions.save_contact(by=alice, branch=contact.branch, contact=contact, name="Other Body")
    kept = " ".join(f"{event.subject_label} {event.detail}" for event in AuditEvent.objects.all())
    assert "Body" not in kept
    assert "example.org" not in kept
    assert contact.history.count() == 2


@pytest.fixture
def contact():
    return Contact.objects.create(
        branch=factories.branch(), employer=factories.employer(), job_title="Head of service"
    )


def test_a_branch_sees_its_own_contacts_and_nobody_else_does(contact):
    for person, sees in (
        (factories.alice(), True),
        (factories.bob(), True),
        (factories.charlie(), False),
        (factories.staff(), False),
        (factories.approver(), False),
        (factories.admin(), False),
    ):
        assert Contact.objects.visible_to(person).exists() == sees, person


def test_another_branchs_contact_answers_like_one_that_does_not_exist(enter, contact):
    client = enter(factories.charlie())
    other = client.get(address("letter-contact-edit", contact.pk))
    absent = client.get(address("letter-contact-edit", contact.pk + 1000))
    assert (other.status_code, absent.status_code) == (404, 404)
    assert other.content == absent.content
    assert client.post(address("letter-contact-end", contact.pk)).status_code == 404
    assert client.get(address("letter-contact-add", "south-lanarkshire")).status_code == 404
    assert b"Head of service" not in client.get(address("contacts")).content


def test_contacts_are_closed_to_other_roles_and_strangers(enter, client, contact):
    for url in (address("contacts"), address("letter-contact-edit", contact.pk)):
        client.logout()
        assert client.get(url).status_code == 302
        for person in (factories.staff(), factories.admin()):
            assert enter(person).get(url).status_code == 403


def test_a_secretary_adds_changes_and_ends_a_contact(enter):
    client = enter(factories.alice())
    employer = factories.employer()
    url = address("letter-contact-add", "south-lanarkshire")
    client.post(url, {"employer": employer.pk, "role": "manager", "job_title": "Chief Social Work Officer"})
    contact = Contact.objects.get()
    client.post(
        address("letter-contact-edit", contact.pk),
        {"employer": employer.pk, "role": "manager", "job_title": "Head of service"},
    )
    assert b"Head of service" in client.get(address("contacts")).content
    client.post(address("letter-contact-end", contact.pk), follow=True)
    assert b"Head of service" not in client.get(address("contacts")).content


def test_a_contact_is_offered_employers_of_the_branchs_areas_only(enter):
    factories.employer()
    elsewhere = factories.employer("Falkirk Council", councils=[factories.council("Falkirk")])
    client = enter(factories.alice())
    page = client.post(
        address("letter-contact-add", "south-lanarkshire"),
        {"employer": elsewhere.pk, "role": "manager", "job_title": "Head of service"},
    )
    assert page.status_code == 200
    assert not Contact.objects.exists()


def test_an_administrator_edits_places_through_the_pages(enter, runner):
    client = enter(factories.admin())
    council = runner.council
    client.post(address("branch-add"), {"name": "Lanarkshire", "councils": [council.pk]})
    assert Branch.objects.get(name="Lanarkshire").councils.get() == council
    client.post(address("employer-add"), {"name": "A charity", "kind": "voluntary", "councils": [council.pk]})
    charity = Employer.objects.get(name="A charity")
    assert not charity.covered_by_foisa
    values = {"employer": charity.pk, "since": "2026-04-01", "source": "A paper"}
    client.post(address("runner-change", council.slug), values)
    assert council.childrens_social_work.get(until=None).employer == charity
    assert client.get(address("council-place", council.slug)).status_code == 200


def test_a_change_before_the_one_before_is_told_at_its_date(enter, runner):
    ChildrensSocialWork.objects.update(since=date(2026, 4, 1))
    values = {"employer": runner.employer.pk, "since": "2026-04-01", "source": "A paper"}
    page = enter(factories.admin()).post(address("runner-change", runner.council.slug), values)
    assert page.context["form"].errors["since"] == ["The one before began on 1 April 2026. Give a later day."]


def test_a_voluntary_body_marked_as_covered_is_sent_back(enter):
    page = enter(factories.admin()).post(
        address("employer-add"), {"name": "A charity", "kind": "voluntary", "covered_by_foisa": "on"}
    )
    assert "does not cover voluntary bodies" in page.content.decode()


def test_staff_read_a_council_area_and_cannot_change_it(enter, runner):
    client = enter(factories.staff())
    slug = runner.council.slug
    assert b"It has changed" not in client.get(address("council-place", slug)).content
    assert client.get(address("runner-change", slug)).status_code == 403
    assert client.post(address("runner-correct", slug, runner.pk)).status_code == 403
    assert client.get(address("branch-edit", "south-lanarkshire")).status_code == 403


def test_a_runner_of_another_area_is_not_found(enter, runner):
    factories.council("Falkirk")
    client = enter(factories.admin())
    assert client.get(address("runner-correct", "falkirk", runner.pk)).status_code == 404
    assert client.get(address("council-place", "nowhere")).status_code == 404
