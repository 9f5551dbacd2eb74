"""Who may do what: permissions, the roles that carry them, and the decorators with which every view declares its permission.

Which objects a person sees is decided by `branches.access` and the querysets' `visible_to`, not here.
"""

import enum
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied

from branches.models.people import Role

__all__ = ["Permission", "Role", "has_permission", "permissions_of", "public", "require", "signed_in"]

PUBLIC = "public"
SIGNED_IN = "signed-in"


class Permission(enum.StrEnum):
    RECORD_VIEW = "record-view"
    RECORD_EDIT = "record-edit"
    CAMPAIGN_EDIT = "campaign-edit"
    CAMPAIGN_APPROVE = "campaign-approve"
    QUESTIONNAIRE_EDIT = "questionnaire-edit"
    WAVE_EDIT = "wave-edit"
    RELEASE_VIEW = "release-view"
    RELEASE_PROPOSE = "release-propose"
    RELEASE_APPROVE = "release-approve"
    COMMENT_MODERATE = "comment-moderate"
    REPORT_EDIT = "report-edit"
    REPORT_APPROVE = "report-approve"
    VERDICT_CHECK = "verdict-check"
    MARK_SETTLE = "mark-settle"
    QUEUE_VIEW = "queue-view"
    DOCUMENT_LOAD = "document-load"
    FINDING_EDIT = "finding-edit"
    PEOPLE_VIEW = "people-view"
    PEOPLE_EDIT = "people-edit"
    SEAT_HAND_OVER = "seat-hand-over"


# A branch's seat carries these for as long as the membership lasts; the object is checked in `access`.
SECRETARY = frozenset(
    {
        Permission.RECORD_VIEW,
        Permission.RECORD_EDIT,
        Permission.VERDICT_CHECK,
        Permission.QUEUE_VIEW,
        Permission.SEAT_HAND_OVER,
    }
)
EDITOR = frozenset(
    {
        Permission.RECORD_VIEW,
        Permission.CAMPAIGN_EDIT,
        Permission.QUESTIONNAIRE_EDIT,
        Permission.WAVE_EDIT,
        Permission.RELEASE_VIEW,
        Permission.RELEASE_PROPOSE,
        Permission.REPORT_EDIT,
        Permission.VERDICT_CHECK,
        Permission.QUEUE_VIEW,
        Permission.DOCUMENT_LOAD,
        Permission.FINDING_EDIT,
        Permission.PEOPLE_VIEW,
    }
)
APPROVALS = frozenset({Permission.CAMPAIGN_APPROVE, Permission.RELEASE_APPROVE, Permission.REPORT_APPROVE})

# An approver also edits; that nobody approves their own work is held by the models' constraints.
ROLES = {
    Role.SWIG_EDITOR: EDITOR,
    Role.SWIG_APPROVER: EDITOR | APPROVALS,
    Role.MODERATOR: frozenset(
        {
            Permission.COMMENT_MODERATE,
            Permission.RELEASE_VIEW,
            Permission.MARK_SETTLE,
            Permission.QUEUE_VIEW,
        }
    ),
    Role.ADMINISTRATOR: frozenset({Permission.PEOPLE_VIEW, Permission.PEOPLE_EDIT}),
}


def permissions_of(user):
    """Everything this person may do today, read from the database at each call so that a leaver is out at once."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    held = [ROLES[grant.role] for grant in user.role_grants.current()]
    if user.memberships.current().exists():
        held.append(SECRETARY)
    return frozenset().union(*held)


def has_permission(user, permission):
    return Permission(permission) in permissions_of(user)


def require(permission):
    """A view for those who hold `permission`: anonymous goes to sign-in, anyone else is refused with 403."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not has_permission(request.user, permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.permission = Permission(permission)
        return guarded

    return decorate


def public(view):
    """A view for everyone, signed in or not."""

    @wraps(view)
    def open_to_all(request, *args, **kwargs):
        return view(request, *args, **kwargs)

    open_to_all.permission = PUBLIC
    return login_not_required(open_to_all)


def signed_in(view):
    """A view for anyone with an account, whatever their role."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    guarded.permission = SIGNED_IN
    return guarded
