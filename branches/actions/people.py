"""Acts on people: invite, take a seat, hand it over, grant and end roles. Whoever loses a seat is out at once."""

import hashlib
import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from branches.actions import ActionRefused
from branches.audit import record_event
from branches.mail import enqueue
from branches.models import Membership, Role, RoleGrant, SeatInvitation, User

INVITATION_DAYS = 14


class PeopleError(ActionRefused):
    """An act on a person that cannot be done."""

    field = "email"


class LastAdministrator(PeopleError):
    """Nobody would be left who may edit people."""


class InvitationOver(PeopleError):
    """The link was used, withdrawn or has expired, or never existed."""


@transaction.atomic
def invite_person(*, email, by, branch=None, role="", name="", hands_over=None):
    """Mail a one-time link to a branch's seat or a role; an older open link to the same is withdrawn."""
    email = email.strip().lower()
    _withdraw_open(email=email, branch=branch, role=role)
    token = secrets.token_urlsafe(32)
    invitation = SeatInvitation.objects.create(
        email=email,
        name=name,
        branch=branch,
        role=role,
        hands_over=hands_over,
        token_hash=_hash(token),
        invited_by=by,
        expires_at=timezone.now() + timedelta(days=INVITATION_DAYS),
    )
    enqueue(
        to=email,
        subject=f"Your link to Promise Tracker: {invitation.offer}",
        template="emails/invitation.txt",
        context={"invitation": invitation, "token": token, "days": INVITATION_DAYS, "inviter": by},
        effect_key=f"invitation:{invitation.pk}",
        confidential=True,
    )
    record_event(by=by, verb="invited", subject=invitation, detail={"to": invitation.offer})
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation, by):
    invitation = SeatInvitation.objects.select_for_update().get(pk=invitation.pk)
    if not invitation.is_open:
        raise InvitationOver("This link has already expired.")
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    record_event(by=by, verb="withdrew the invitation of", subject=invitation)
    return invitation


def open_invitation(token):
    """The open invitation behind a link, or InvitationOver, which never says why."""
    invitation = SeatInvitation.objects.select_related("branch").filter(token_hash=_hash(token)).first()
    if invitation is None or not invitation.is_open:
        raise InvitationOver("This link has been used, withdrawn or has expired. Ask for a new one.")
    return invitation


@transaction.atomic
def accept_invitation(*, token, name="", password=""):
    """Take the seat or role that a link offers, once; returns the person, made now if the address is new.

    `name` and `password` count for a new person only: a link must not change somebody's password.
    """
    SeatInvitation.objects.select_for_update().filter(token_hash=_hash(token)).first()
    invitation = open_invitation(token)
    user = User.objects.filter(email=invitation.email).first() or _make(invitation.email, name, password)
    if invitation.branch:
        _sit(user, invitation.branch, by=user)
    else:
        _grant(user, invitation.role, by=user)
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    if invitation.hands_over and invitation.hands_over.until is None:
        end_seat(membership=invitation.hands_over, by=user)
    record_event(by=user, verb="accepted the invitation of", subject=invitation)
    return user


@transaction.atomic
def hand_over_seat(*, membership, email, by, name=""):
    """Invite a successor; the seat ends for its holder when the successor takes it."""
    if membership.user_id != by.pk or not Membership.objects.current().filter(pk=membership.pk).exists():
        raise PeopleError("Only the person in a seat can hand it over.")
    if email.strip().lower() == by.email:
        raise PeopleError("This is your own address. Give your successor's.")
    return invite_person(email=email, name=name, branch=membership.branch, hands_over=membership, by=by)


@transaction.atomic
def give_seat(*, user, branch, by):
    """Seat a person who already has an account."""
    return _sit(user, branch, by=by)


@transaction.atomic
def give_role(*, user, role, by):
    return _grant(user, role, by=by)


@transaction.atomic
def end_seat(*, membership, by, on=None):
    """End a seat today (or as of an earlier day) and sign its holder out everywhere."""
    membership.until = max(on or timezone.localdate(), membership.since)
    membership._history_user = by
    membership.save()
    SeatInvitation.objects.filter(hands_over=membership, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    )
    record_event(by=by, verb="ended the seat of", subject=membership)
    _after_leaving(membership.user)
    return membership


@transaction.atomic
def end_role(*, grant, by, on=None):
    """End a role today; the last administrator's stays, or nobody could edit people any more."""
    others = RoleGrant.objects.select_for_update().filter(role=Role.ADMINISTRATOR).current()
    if grant.role == Role.ADMINISTRATOR and not others.exclude(pk=grant.pk).exists():
        raise LastAdministrator("This is the last administrator. Make somebody else one first.")
    grant.until = max(on or timezone.localdate(), grant.since)
    grant._history_user = by
    grant.save()
    record_event(by=by, verb="ended the role of", subject=grant)
    _after_leaving(grant.user)
    return grant


@transaction.atomic
def rename_person(*, user, name, by):
    before, user.name = user.name, name
    user.save(update_fields=["name"])
    record_event(by=by, verb="renamed", subject=user, detail={"before": before})
    return user


@transaction.atomic
def choose_weekly_mail(*, user, wanted):
    user.weekly_mail = wanted
    user.save(update_fields=["weekly_mail"])
    record_event(
        by=user, verb=("turned on" if wanted else "turned off") + " the weekly email of", subject=user
    )
    return user


def sign_out_everywhere(user):
    """Ends every session of this person at its next request."""
    User.objects.filter(pk=user.pk).update(times_signed_out=F("times_signed_out") + 1)


def _make(email, name, password):
    user = User.objects.create_user(email, password or None, name)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    record_event(by=user, verb="opened the account of", subject=user)
    return user


def _sit(user, branch, by):
    _welcome_back(user)
    seat = Membership.objects.filter(user=user, branch=branch, until=None).first()
    if seat is None:
        seat = Membership(user=user, branch=branch)
        seat._history_user = by
        seat.save()
        record_event(by=by, verb="took a seat as" if by == user else "gave a seat to", subject=seat)
    return seat


def _grant(user, role, by):
    _welcome_back(user)
    grant = RoleGrant.objects.filter(user=user, role=role, until=None).first()
    if grant is None:
        grant = RoleGrant(user=user, role=role)
        grant._history_user = by
        grant.save()
        record_event(by=by, verb="took a role as" if by == user else "gave a role to", subject=grant)
    return grant


def _welcome_back(user):
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])


def _after_leaving(user):
    """Whoever has neither seat nor role left cannot sign in; everyone who lost one signs in anew."""
    sign_out_everywhere(user)
    if not user.memberships.current().exists() and not user.role_grants.current().exists():
        User.objects.filter(pk=user.pk).update(is_active=False)


def _withdraw_open(*, email, branch, role):
    SeatInvitation.objects.filter(
        email=email, branch=branch, role=role, accepted_at=None, withdrawn_at=None
    ).update(withdrawn_at=timezone.now())


def _hash(token):
    return hashlib.sha256(token.encode()).hexdigest()
