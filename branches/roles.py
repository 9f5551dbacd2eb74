"""The roles in plain words, for the page that says who may do what; `permissions` stays the only judge."""

from dataclasses import dataclass

from branches.models import Role, RoleGrant
from branches.permissions import ROLES, SECRETARY, Permission

WORDS = {
    Permission.RECORD_VIEW: "read all branches' shared replies, commitments and papers",
    Permission.RECORD_EDIT: "log replies, commitments, papers and letters for their own branch",
    Permission.VERDICT_CHECK: "be the second pair of eyes on others' entries",
    Permission.MARK_SETTLE: "settle answers that two people marked differently",
    Permission.QUEUE_VIEW: "see what waits for a second pair of eyes",
    Permission.SEAT_HAND_OVER: "hand over their own seat",
    Permission.CAMPAIGN_EDIT: "edit campaigns",
    Permission.CAMPAIGN_APPROVE: "approve a campaign that somebody else made",
    Permission.QUESTIONNAIRE_EDIT: "edit questionnaires",
    Permission.WAVE_EDIT: "open and close surveys",
    Permission.RELEASE_VIEW: "see releases before they are published",
    Permission.RELEASE_PROPOSE: "propose a release",
    Permission.RELEASE_APPROVE: "approve a release that somebody else proposed",
    Permission.COMMENT_MODERATE: "read comments and release them one by one",
    Permission.REPORT_EDIT: "edit reports",
    Permission.REPORT_APPROVE: "approve a report that somebody else wrote",
    Permission.DOCUMENT_LOAD: "upload the full texts of The Promise and of campaigns",
    Permission.FINDING_EDIT: "edit findings",
    Permission.PEOPLE_VIEW: "see people, branches and employers",
    Permission.PEOPLE_EDIT: "edit people, roles, branches and employers",
}


@dataclass(frozen=True)
class RoleRow:
    name: str
    may: tuple[str, ...]
    held_by: tuple[str, ...]


def role_table():
    """One row a role with what it may do and who holds it today, the secretary's seat first."""
    held = {role: [] for role in Role}
    for grant in RoleGrant.objects.current().select_related("user"):
        held[Role(grant.role)].append(str(grant.user))
    rows = [RoleRow("Branch secretary (a seat in a branch)", _words(SECRETARY), ())]
    return rows + [RoleRow(role.label, _words(ROLES[role]), tuple(held[role])) for role in Role]


def _words(permissions):
    return tuple(WORDS[permission] for permission in Permission if permission in permissions)
