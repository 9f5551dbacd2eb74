"""The branches app's models, one module a subject."""

from branches.models.audit import AuditEvent
from branches.models.mail import OutgoingMail
from branches.models.people import Membership, Role, RoleGrant, SeatInvitation, User
from branches.models.places import (
    Branch,
    ChildrensSocialWork,
    Contact,
    CouncilArea,
    Employer,
    FamilyGroup,
)
from branches.models.statements import Foundation, PriorityArea, Statement, Theme

__all__ = [
    "AuditEvent",
    "Branch",
    "ChildrensSocialWork",
    "Contact",
    "CouncilArea",
    "Employer",
    "FamilyGroup",
    "Foundation",
    "Membership",
    "OutgoingMail",
    "PriorityArea",
    "Role",
    "RoleGrant",
    "SeatInvitation",
    "Statement",
    "Theme",
    "User",
]
