"""People as a file: one row for each seat and role that stands, and one for each branch with an empty seat."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from branches.actions import people as actions
from branches.bulk.rows import Faults, day
from branches.models import Branch, Membership, Role, RoleGrant, SeatInvitation, User

COLUMNS = ("email", "name", "branch_key", "branch", "councils", "role", "since", "until")


def export():
    seats = Membership.objects.current().select_related("user", "branch").prefetch_related("branch__councils")
    taken = set()
    for seat in seats.order_by("branch__name", "user__email"):
        taken.add(seat.branch_id)
        yield {**_person(seat.user), **_branch(seat.branch), "since": seat.since}
    for branch in Branch.objects.exclude(pk__in=taken).prefetch_related("councils"):
        yield _branch(branch)
    for grant in RoleGrant.objects.current().select_related("user").order_by("role", "user__email"):
        yield {**_person(grant.user), "role": grant.role, "since": grant.since}


def take(rows, by):
    faults = Faults()
    branches = {branch.slug: branch for branch in Branch.objects.all()}
    plans = [_plan(row, record, branches, faults) for row, record in rows if record["email"]]
    _refuse_two_names(plans, faults)
    _refuse_losing_administrators(plans, faults)
    faults.refuse()
    return sum(_do(plan, by) for plan in plans)


def _person(user):
    return {"email": user.email, "name": user.name}


def _branch(branch):
    councils = "; ".join(council.name for council in branch.councils.all())
    return {"branch_key": branch.slug, "branch": branch.name, "councils": councils}


def _plan(row, record, branches, faults):
    """What one row asks for: the person, branch or role, and the day on which it ends."""
    branch = branches.get(record["branch_key"])
    email, role = record["email"].lower(), record["role"]
    try:
        validate_email(email)
    except ValidationError:
        faults.add(row, f"“{record['email']}” is no email address.")
    if record["branch_key"] and branch is None:
        faults.add(row, f"There is no branch with the key {record['branch_key']}.")
    if role and role not in Role.values:
        faults.add(row, f"The role should be one of {', '.join(Role.values)}, not “{role}”.")
    if bool(record["branch_key"]) == bool(role):
        faults.add(row, "Give either a branch_key or a role.")
    until = day(row, record, "until", faults)
    if until and until > timezone.localdate():
        faults.add(row, "A seat ends today or has ended: a later day cannot be kept.")
    user = User.objects.filter(email=email).first()
    held = _held(user, branch, role)
    if until and (held is None or until < held.since):
        faults.add(row, "There is nothing to end here on that day.")
    return {
        "row": row,
        "email": email,
        "name": record["name"],
        "branch": branch,
        "role": role,
        "until": until,
        "user": user,
        "held": held,
    }


def _held(user, branch, role):
    if user is None or (branch is None and not role):
        return None
    if branch:
        return user.memberships.filter(branch=branch, until=None).first()
    return user.role_grants.filter(role=role, until=None).first()


def _refuse_two_names(plans, faults):
    names = {}
    for plan in plans:
        if names.setdefault(plan["email"], plan["name"]) != plan["name"]:
            faults.add(plan["row"], f"{plan['email']} has two names in this file.")


def _refuse_losing_administrators(plans, faults):
    ending = [plan for plan in plans if plan["until"] and plan["role"] == Role.ADMINISTRATOR and plan["held"]]
    left = RoleGrant.objects.current().filter(role=Role.ADMINISTRATOR)
    if ending and not left.exclude(pk__in=[plan["held"].pk for plan in ending]).exists():
        faults.add(ending[-1]["row"], "Nobody would be left who may edit people.")


def _do(plan, by):
    """Carry a row out; returns how many things changed."""
    user, changes = plan["user"], 0
    if user is None:
        return _invite_once(plan, by)
    if plan["name"] and plan["name"] != User.objects.get(pk=user.pk).name:
        actions.rename_person(user=user, name=plan["name"], by=by)
        changes += 1
    if plan["held"] is None:
        if plan["branch"]:
            actions.give_seat(user=user, branch=plan["branch"], by=by)
        else:
            actions.give_role(user=user, role=plan["role"], by=by)
        changes += 1
    elif plan["until"]:
        end = actions.end_seat if plan["branch"] else actions.end_role
        end(**{"membership" if plan["branch"] else "grant": plan["held"]}, by=by, on=plan["until"])
        changes += 1
    return changes


def _invite_once(plan, by):
    """A link that is on its way already is not sent again."""
    offer = {"email": plan["email"], "branch": plan["branch"], "role": plan["role"]}
    waiting = SeatInvitation.objects.filter(**offer, accepted_at=None, withdrawn_at=None)
    if waiting.filter(expires_at__gt=timezone.now()).exists():
        return 0
    actions.invite_person(**offer, name=plan["name"], by=by)
    return 1
