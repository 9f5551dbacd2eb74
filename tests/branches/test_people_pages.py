"""Every page of people and places: the right person, another role, anonymous, the wrong method."""

import pytest
from django.urls import reverse

from branches.models import Membership, OutgoingMail, Role, RoleGrant, SeatInvitation, User
from tests import factories
from tests.branches.test_people import invite, token_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def enter(client):
    def as_person(person):
        client.force_login(person)
        return client

    return as_person


def address(name, *args):
    return reverse(f"branches:{name}", args=args)


READ = ["people", "roles", "places", "branches", "employers"]
EDIT = ["person-invite", "branch-add", "employer-add", "files"]


@pytest.mark.parametrize("name", READ)
def test_staff_and_administrators_read_the_lists(enter, name):
    for person in (factories.staff(), factories.approver(), factories.admin()):
        assert enter(person).get(address(name)).status_code == 200


@pytest.mark.parametrize("name", READ + EDIT)
def test_secretaries_are_refused_and_strangers_sent_to_sign_in(enter, client, name):
    assert client.get(address(name)).status_code == 302
    assert enter(factories.alice()).get(address(name)).status_code == 403


@pytest.mark.parametrize("name", EDIT)
def test_only_administrators_edit(enter, name):
    assert enter(factories.staff()).get(address(name)).status_code == 403
    assert enter(factories.admin()).get(address(name)).status_code == 200


def test_staff_see_a_person_but_no_button(enter):
    alice = factories.alice()
    for person, sees in ((factories.staff(), False), (factories.admin(), True)):
        page = enter(person).get(address("person", alice.pk)).content.decode()
        assert ("Correct the name" in page) == sees
        assert "Seat in South Lanarkshire" in page


def test_posts_of_staff_are_refused(enter):
    alice, staff = factories.alice(), factories.staff()
    seat = alice.memberships.get()
    invitation = invite()
    for url in (
        address("person-rename", alice.pk),
        address("person-give", alice.pk),
        address("seat-end", seat.pk),
        address("role-end", staff.role_grants.first().pk),
        address("invitation-renew", invitation.pk),
        address("invitation-withdraw", invitation.pk),
    ):
        assert enter(staff).post(url).status_code == 403
    assert Membership.objects.get(pk=seat.pk).until is None


@pytest.mark.parametrize("name", ["person-rename", "person-give", "invitation-renew", "invitation-withdraw"])
def test_a_get_never_writes(enter, name):
    assert enter(factories.admin()).get(address(name, 1)).status_code == 405


@pytest.mark.parametrize(
    "name",
    [
        "person",
        "person-rename",
        "person-give",
        "seat-end",
        "role-end",
        "invitation-renew",
        "invitation-withdraw",
    ],
)
def test_what_does_not_exist_is_not_found(enter, name):
    client = enter(factories.admin())
    assert (client.get if name == "person" else client.post)(address(name, 987654)).status_code == 404


def test_finding_a_person_by_branch(enter):
    factories.alice(), factories.charlie()
    page = enter(factories.admin()).get(address("people") + "?find=glasgow").content.decode()
    assert "charlie@example.org" in page
    assert "alice@example.org" not in page


def test_an_administrator_invites_and_withdraws(enter):
    client = enter(factories.admin())
    branch = factories.branch()
    client.post(address("person-invite"), {"email": "new@example.org", "branch": branch.pk})
    invitation = SeatInvitation.objects.get()
    assert OutgoingMail.objects.get().to == "new@example.org"
    assert b"new@example.org" in client.get(address("people")).content
    client.post(address("invitation-withdraw", invitation.pk))
    assert not SeatInvitation.objects.get().is_open


def test_an_invitation_to_both_or_neither_is_sent_back_with_a_sentence(enter):
    client = enter(factories.admin())
    for values in ({}, {"branch": factories.branch().pk, "role": Role.MODERATOR}):
        page = client.post(address("person-invite"), {"email": "new@example.org", **values}).content.decode()
        assert "Choose either a branch or a role" in page
    assert not SeatInvitation.objects.exists()


def test_an_administrator_gives_renames_and_ends(enter):
    alice = factories.alice()
    client = enter(factories.admin())
    client.post(address("person-give", alice.pk), {"seat-role": Role.MODERATOR})
    client.post(address("person-rename", alice.pk), {"name-name": "Alice B."})
    client.post(address("seat-end", alice.memberships.get().pk))
    client.post(address("role-end", alice.role_grants.get().pk))
    alice.refresh_from_db()
    assert (alice.name, alice.is_active) == ("Alice B.", False)
    assert not RoleGrant.objects.current().filter(user=alice).exists()


def test_ending_asks_first(enter):
    alice = factories.alice()
    page = enter(factories.admin()).get(address("seat-end", alice.memberships.get().pk))
    assert b"signed out everywhere" in page.content
    assert alice.memberships.get().until is None


def test_a_newcomer_joins_by_the_link_and_is_signed_in(client):
    url = address("join", token_of(invite()))
    assert b"Take your seat in South Lanarkshire" in client.get(url).content
    client.post(url, {"name": "Newcomer", "password": ""})
    assert client.get(address("account")).context["user"].name == "Newcomer"
    assert client.get(url).status_code == 410


def test_a_weak_password_is_sent_back_and_the_link_still_works(client):
    url = address("join", token_of(invite()))
    assert "at least 12 characters" in client.post(url, {"name": "N", "password": "short"}).content.decode()
    assert not User.objects.filter(email="new@example.org").exists()
    assert client.get(url).status_code == 200


def test_a_link_of_nowhere_says_that_it_is_over(client):
    assert client.get(address("join", "nothing")).status_code == 410
    assert client.post(address("join", "nothing"), {"name": "N"}).status_code == 410


def test_a_secretary_hands_over_the_own_seat_only(enter):
    client = enter(factories.alice())
    factories.charlie()
    assert client.get(address("hand-over", "glasgow-city")).status_code == 404
    assert client.get(address("hand-over", "nowhere")).status_code == 404
    client.post(address("hand-over", "south-lanarkshire"), {"email": "next@example.org"})
    assert SeatInvitation.objects.get().hands_over.user.name == "Alice"
    assert enter(factories.staff()).get(address("hand-over", "south-lanarkshire")).status_code == 403


def test_handing_over_to_oneself_is_sent_back(enter):
    page = enter(factories.alice()).post(
        address("hand-over", "south-lanarkshire"), {"email": "alice@example.org"}
    )
    assert page.context["form"].errors["email"] == ["This is your own address. Give your successor's."]


def test_everybody_has_an_account_page_and_can_stop_the_weekly_mail(enter, client):
    assert client.get(address("account")).status_code == 302
    alice = factories.alice()
    enter(alice).post(address("account"), {})
    alice.refresh_from_db()
    assert not alice.weekly_mail


def test_the_address_changes_only_by_a_new_invitation(enter):
    client = enter(factories.alice())
    assert client.get("/account/email/").status_code == 200
    assert client.post("/account/email/", {"email": "x@example.org", "action_add": ""}).status_code == 405
