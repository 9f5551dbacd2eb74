"""Seats and roles: invitation, hand-over, leaving."""

import re
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from branches.actions import people as actions
from branches.audit import events_about
from branches.models import AuditEvent, Membership, OutgoingMail, Role, RoleGrant, SeatInvitation, User
from branches.permissions import permissions_of
from tests import factories

pytestmark = pytest.mark.django_db


def token_of(invitation):
    body = OutgoingMail.objects.get(effect_key=f"invitation:{invitation.pk}").body
    return re.search(r"/branches/join/([^/\s]+)/", body)[1]


def invite(email="new@example.org", **values):
    values = values or {"branch": factories.branch()}
    return actions.invite_person(email=email, by=factories.admin(), **values)


def test_an_invitation_is_mailed_with_a_link_that_the_database_does_not_know():
    invitation = invite()
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.confidential) == ("new@example.org", True)
    assert token_of(invitation) not in invitation.token_hash
    assert "South Lanarkshire, as a secretary of the branch" in mail.body


def test_accepting_opens_an_account_with_a_seat():
    user = actions.accept_invitation(
        token=token_of(invite()), name="Newcomer", password="a long enough password"
    )
    assert (user.email, user.name) == ("new@example.org", "Newcomer")
    assert user.check_password("a long enough password")
    assert [str(seat.branch) for seat in user.memberships.current()] == ["South Lanarkshire"]
    assert {"took a seat as", "opened the account of", "accepted the invitation of"} <= set(
        AuditEvent.objects.values_list("verb", flat=True)
    )


def test_accepting_without_a_password_leaves_sign_in_by_code():
    assert not actions.accept_invitation(token=token_of(invite())).has_usable_password()


def test_a_link_to_a_role_grants_the_role():
    user = actions.accept_invitation(token=token_of(invite(role=Role.MODERATOR)))
    assert [grant.role for grant in user.role_grants.current()] == [Role.MODERATOR]


def test_a_link_works_once():
    token = token_of(invite())
    actions.accept_invitation(token=token)
    with pytest.raises(actions.InvitationOver):
        actions.accept_invitation(token=token)


def test_a_link_runs_out():
    invitation = invite()
    SeatInvitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(actions.InvitationOver):
        actions.accept_invitation(token=token_of(invitation))


def test_a_withdrawn_link_is_over():
    invitation = invite()
    actions.withdraw_invitation(invitation=invitation, by=factories.admin())
    with pytest.raises(actions.InvitationOver):
        actions.accept_invitation(token=token_of(invitation))
    with pytest.raises(actions.InvitationOver):
        actions.withdraw_invitation(invitation=invitation, by=factories.admin())


def test_a_second_link_to_the_same_seat_ends_the_first():
    first = invite()
    invite()
    with pytest.raises(actions.InvitationOver):
        actions.open_invitation(token_of(first))


def test_a_link_changes_nobodys_name_or_password():
    alice = factories.alice()
    actions.accept_invitation(
        token=token_of(invite(alice.email, branch=factories.branch("Glasgow City"))),
        name="Mallory",
        password="x",
    )
    alice.refresh_from_db()
    assert alice.name == "Alice"
    assert alice.check_password(factories.PASSWORD)


def test_one_person_can_sit_in_several_branches():
    alice = factories.alice()
    actions.accept_invitation(token=token_of(invite(alice.email, branch=factories.branch("Glasgow City"))))
    assert {str(seat.branch) for seat in alice.memberships.current()} == {"South Lanarkshire", "Glasgow City"}


def test_an_invitation_leads_to_a_branch_or_a_role_never_to_both_or_neither():
    for values in ({"branch": factories.branch(), "role": Role.MODERATOR}, {"branch": None, "role": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            actions.invite_person(email="x@example.org", by=None, **values)


def test_handing_over_ends_the_old_seat_when_the_new_one_is_taken():
    alice = factories.alice()
    seat = alice.memberships.get()
    invitation = actions.hand_over_seat(membership=seat, email="Next@Example.org", by=alice)
    assert "RECORD_EDIT" in {permission.name for permission in permissions_of(alice)}
    successor = actions.accept_invitation(token=token_of(invitation))
    assert permissions_of(alice) == set()
    assert successor.email == "next@example.org"
    assert [str(each.branch) for each in successor.memberships.current()] == ["South Lanarkshire"]


def test_nobody_hands_over_somebody_elses_seat():
    seat = factories.alice().memberships.get()
    for other in (factories.bob(), factories.charlie(), factories.admin()):
        with pytest.raises(actions.PeopleError):
            actions.hand_over_seat(membership=seat, email="x@example.org", by=other)


def test_a_seat_that_ended_cannot_be_handed_over_and_its_open_link_dies():
    alice = factories.alice()
    seat = alice.memberships.get()
    invitation = actions.hand_over_seat(membership=seat, email="x@example.org", by=alice)
    actions.end_seat(membership=seat, by=factories.admin())
    with pytest.raises(actions.InvitationOver):
        actions.accept_invitation(token=token_of(invitation))
    with pytest.raises(actions.PeopleError):
        actions.hand_over_seat(membership=seat, email="x@example.org", by=alice)


def test_a_leaver_is_out_at_once_even_with_an_open_session(client):
    alice = factories.alice()
    client.force_login(alice)
    assert client.get("/account/me/").status_code == 200
    actions.end_seat(membership=alice.memberships.get(), by=factories.admin())
    assert client.get("/account/me/").status_code == 302
    alice.refresh_from_db()
    assert not alice.is_active


def test_who_loses_one_of_two_seats_keeps_the_other_but_signs_in_anew(client):
    user = factories.user(branches=[factories.branch(), factories.branch("Glasgow City")])
    client.force_login(user)
    actions.end_seat(membership=user.memberships.first(), by=factories.admin())
    assert client.get("/account/me/").status_code == 302
    user.refresh_from_db()
    assert user.is_active


def test_a_leaver_who_is_invited_again_is_back_with_one_account():
    alice = factories.alice()
    actions.end_seat(membership=alice.memberships.get(), by=factories.admin())
    assert actions.accept_invitation(token=token_of(invite(alice.email))) == alice
    assert User.objects.get(pk=alice.pk).is_active
    assert alice.memberships.count() == 2


def test_the_last_administrator_stays():
    admin = factories.admin()
    grant = admin.role_grants.get()
    with pytest.raises(actions.LastAdministrator):
        actions.end_role(grant=grant, by=admin)
    factories.user(roles=[Role.ADMINISTRATOR])
    actions.end_role(grant=grant, by=admin)
    assert not admin.role_grants.current().exists()


def test_giving_a_seat_twice_changes_nothing():
    alice, admin = factories.alice(), factories.admin()
    before = AuditEvent.objects.count()
    actions.give_seat(user=alice, branch=factories.branch(), by=admin)
    assert alice.memberships.count() == 1
    assert AuditEvent.objects.count() == before


def test_the_database_holds_one_open_seat_a_branch_and_an_end_after_the_start():
    alice = factories.alice()
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=alice, branch=factories.branch())
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(
            user=alice, role=Role.MODERATOR, since=date(2026, 2, 2), until=date(2026, 2, 1)
        )


def test_the_database_knows_an_address_in_one_spelling():
    factories.user("a@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="A@Example.org")


def test_history_tells_who_gave_and_who_ended_a_seat():
    admin = factories.admin()
    seat = actions.give_seat(user=factories.user(), branch=factories.branch(), by=admin)
    actions.end_seat(membership=seat, by=admin)
    assert [event.verb for event in events_about(seat)] == ["ended the seat of", "gave a seat to"]
    assert {record.history_user for record in seat.history.all()} == {admin}


def test_the_first_administrator_is_invited_from_the_shell(capsys):
    call_command("invite", "First@example.org", "--role", "administrator")
    assert "A link was mailed to first@example.org: Administrator" in capsys.readouterr().out
    assert SeatInvitation.objects.get().role == Role.ADMINISTRATOR
    assert OutgoingMail.objects.get().sent_at


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["no address", "--role", "moderator"], "no email address"),
        (["a@example.org", "--branch", "nowhere"], "no branch “nowhere”"),
        (["a@example.org"], "required"),
        (["a@example.org", "--role", "king"], "invalid choice"),
    ],
)
def test_a_bad_invitation_from_the_shell_is_refused_with_a_sentence(arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("invite", *arguments)
    assert not SeatInvitation.objects.exists()
