"""Lists of people, seats and places as the administration pages show them; reads only."""

from django.db.models import F, Prefetch, Q
from django.utils import timezone

from branches.access import branches_of
from branches.models import (
    Branch,
    ChildrensSocialWork,
    Contact,
    CouncilArea,
    Employer,
    Membership,
    RoleGrant,
    SeatInvitation,
    Statement,
    Theme,
    User,
)


def people(wanted=""):
    """People whose name, address or branch holds the words, with what they hold today in `seats_now`, `roles_now`."""
    found = User.objects.all()
    for word in wanted.split():
        found = found.filter(
            Q(name__icontains=word) | Q(email__icontains=word) | Q(memberships__branch__name__icontains=word)
        )
    seats = Membership.objects.current().select_related("branch")
    return found.distinct().prefetch_related(
        Prefetch("memberships", seats, to_attr="seats_now"),
        Prefetch("role_grants", RoleGrant.objects.current(), to_attr="roles_now"),
    )


def open_invitations():
    return SeatInvitation.objects.filter(
        accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
    ).select_related("branch", "invited_by")


def seats_of(user):
    return user.memberships.select_related("branch").order_by("-since", "branch__name")


def grants_of(user):
    return user.role_grants.order_by("-since", "role")


def councils():
    """All 32 areas with their branches, employers and who runs children's social work today (`runners_now`)."""
    runners = ChildrensSocialWork.objects.current().select_related("employer")
    return CouncilArea.objects.prefetch_related(
        "branches", "employers", Prefetch("childrens_social_work", runners, to_attr="runners_now")
    )


def unchecked_runners():
    return ChildrensSocialWork.objects.current().filter(checked=False).count()


def runners_of(council):
    """Who runs and ran the service, newest first."""
    return council.childrens_social_work.select_related("employer").order_by(F("since").desc(nulls_last=True))


def branches():
    seats = Membership.objects.current().select_related("user")
    return Branch.objects.prefetch_related("councils", Prefetch("memberships", seats, to_attr="seats_now"))


def employers():
    return Employer.objects.prefetch_related("councils")


def contacts_by_branch(user):
    """This person's branches with the contacts that still stand (`contacts_now`)."""
    standing = Contact.objects.filter(ended_on=None).select_related("employer")
    return branches_of(user).prefetch_related(Prefetch("contacts", standing, to_attr="contacts_now"))


def statements(words="", theme=None, page=None):
    """Themes with the statements (`found`) that hold all the words, in our wording or the full text where loaded."""
    wanted = Statement.objects.all()
    for word in words.split():
        wanted = wanted.filter(
            Q(wording__icontains=word) | Q(full_text__icontains=word) | Q(theme__wording__icontains=word)
        )
    if page:
        wanted = wanted.filter(page=page)
    themes = Theme.objects.filter(pk=theme.pk) if theme else Theme.objects.all()
    themes = themes.select_related("foundation").prefetch_related(
        Prefetch("statements", wanted, to_attr="found")
    )
    return [each for each in themes if each.found]
