"""People and places for tests: alice and bob of South Lanarkshire, charlie of Glasgow, staff, approver, admin.

Plain functions that write rows; each may be called with what the test cares about and fills in the rest.
"""

import itertools
from datetime import date

from branches.models import Branch, CouncilArea, Employer, FamilyGroup, Membership, Role, RoleGrant, User

_numbers = itertools.count(1)
LONG_AGO = date(2020, 1, 1)
PASSWORD = "a long enough password"


def family_group(number=3):
    return FamilyGroup.objects.get_or_create(number=number)[0]


def council(name="South Lanarkshire", **values):
    """A council area; the real 32 come with `load_reference`, which these never clash with by name."""
    found = CouncilArea.objects.filter(name=name).first()
    if found:
        return found
    number = next(_numbers)
    defaults = {
        "gss_code": f"S12{900000 + number:06d}",
        "slug": name.lower().replace(" ", "-"),
        "short_name": name[:20],
        "code3": f"{number:03d}"[-3:],
        "hex_col": 100 + number,
        "hex_row": 100,
        "population": 100_000,
        "nhs_board": "NHS Somewhere",
        "family_group": family_group(),
    }
    return CouncilArea.objects.create(name=name, **{**defaults, **values})


def branch(name="South Lanarkshire", councils=None, **values):
    found = Branch.objects.filter(slug=name.lower().replace(" ", "-")).first()
    if found:
        return found
    made = Branch.objects.create(name=name, slug=name.lower().replace(" ", "-"), **values)
    made.councils.set(councils if councils is not None else [council(name)])
    return made


def employer(name="South Lanarkshire Council", kind=Employer.Kind.COUNCIL, councils=None, **values):
    values.setdefault("covered_by_foisa", kind != Employer.Kind.VOLUNTARY)
    made, created = Employer.objects.get_or_create(
        name=name, defaults={"slug": name.lower().replace(" ", "-"), "kind": kind, **values}
    )
    if created:
        made.councils.set(councils if councils is not None else [council()])
    return made


def user(email=None, name="", roles=(), branches=(), since=LONG_AGO):
    made = User.objects.create_user(email or f"person{next(_numbers)}@example.org", PASSWORD, name)
    for role in roles:
        RoleGrant.objects.create(user=made, role=role, since=since)
    for seat in branches:
        Membership.objects.create(user=made, branch=seat, since=since)
    return made


def alice():
    """Secretary of South Lanarkshire: the owner in every test of access."""
    return _named("alice", branches=["South Lanarkshire"])


def bob():
    """Alice's colleague in the same branch."""
    return _named("bob", branches=["South Lanarkshire"])


def charlie():
    """Secretary of Glasgow City: the stranger."""
    return _named("charlie", branches=["Glasgow City"])


def staff():
    return _named("staff", roles=[Role.SWIG_EDITOR, Role.MODERATOR])


def approver():
    return _named("approver", roles=[Role.SWIG_APPROVER])


def admin():
    return _named("admin", roles=[Role.ADMINISTRATOR])


def _named(name, roles=(), branches=()):
    email = f"{name}@example.org"
    found = User.objects.filter(email=email).first()
    return found or user(email, name.title(), roles, [branch(each) for each in branches])
