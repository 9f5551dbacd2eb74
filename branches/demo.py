"""The demo's five people; nobody here is real, and their names say so."""

import secrets

from allauth.account.models import EmailAddress
from django.db import transaction

from branches.models import Branch, Membership, Role, RoleGrant, User

PEOPLE = (
    ("staff@demo.example", "Demo staff of SWIG", (Role.SWIG_EDITOR, Role.MODERATOR), ()),
    ("approver@demo.example", "Demo approver of SWIG", (Role.SWIG_APPROVER, Role.MODERATOR), ()),
    (
        "south-lanarkshire@demo.example",
        "Demo secretary, South Lanarkshire",
        (),
        ("south-lanarkshire",),
    ),
    ("glasgow@demo.example", "Demo secretary, Glasgow City", (), ("glasgow-city",)),
    ("admin@demo.example", "Demo administrator", (Role.ADMINISTRATOR,), ()),
)


@transaction.atomic
def load_people(password=""):
    """Make the demo's people, or give those there are the password; returns it, made now if none was given.

    Needs the reference data. Safe to repeat: a person's sessions end only when the password changes.
    """
    password = password or secrets.token_urlsafe(9)
    for email, name, roles, branches in PEOPLE:
        user = User.objects.filter(email=email).first() or User.objects.create_user(email, None, name)
        if not user.check_password(password):
            user.set_password(password)
            user.save(update_fields=["password"])
        EmailAddress.objects.get_or_create(
            user=user, email=email, defaults={"verified": True, "primary": True}
        )
        for role in roles:
            RoleGrant.objects.get_or_create(user=user, role=role, until=None)
        for branch in Branch.objects.filter(slug__in=branches):
            Membership.objects.get_or_create(user=user, branch=branch, until=None)
    return password
