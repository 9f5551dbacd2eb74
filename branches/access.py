"""Which objects a person may have: each function returns the object or raises Http404, as if it were not there."""

from django.http import Http404

from branches.models import Branch, CouncilArea
from branches.permissions import Permission, has_permission


def branches_of(user):
    """The branches in whose seat this person sits today."""
    if not user.is_authenticated or not user.is_active:
        return Branch.objects.none()
    return Branch.objects.filter(pk__in=user.memberships.current().values("branch"))


def is_secretary_of(user, branch):
    return branches_of(user).filter(pk=branch.pk).exists()


def own_branch(user, slug):
    """A branch this person acts for; any other branch answers like one that does not exist."""
    return _found(branches_of(user).filter(slug=slug))


def council(slug):
    return _found(CouncilArea.objects.filter(slug=slug))


def sees_all_branches(user):
    """Staff of SWIG read every branch's shared record; a branch reads the others' too (section on visibility)."""
    return has_permission(user, Permission.RECORD_VIEW)


def _found(queryset):
    thing = queryset.first()
    if thing is None:
        raise Http404
    return thing
