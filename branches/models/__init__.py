"""The branches app's models, one module a subject."""

from branches.models.audit import AuditEvent
from branches.models.campaign_files import CampaignFile
from branches.models.campaigns import (
    ActionDone,
    AnswerLabel,
    Campaign,
    CampaignAction,
    ManagementQuestion,
    QuestionPart,
    Stance,
)
from branches.models.commitments import (
    CalendarFeed,
    ChaseStep,
    Commitment,
    Letter,
    LetterCopy,
    RightOfReply,
)
from branches.models.evidence import Paper, PaperBearing, PaperParagraph, SuggestionRefused
from branches.models.jobs import ScheduledRun
from branches.models.mail import OutgoingMail
from branches.models.marks import SecondMark
from branches.models.once import FormTaken
from branches.models.people import Membership, Role, RoleGrant, SeatInvitation, User
from branches.models.places import (
    Branch,
    ChildrensSocialWork,
    Contact,
    CouncilArea,
    Employer,
    FamilyGroup,
)
from branches.models.registers import CaseloadReturn, OverloadConcern, RegisterKept, UnmetNeed
from branches.models.replies import Asked, ContactEvent, Meeting, Note, Reply
from branches.models.sharing import Audience
from branches.models.statements import Foundation, PriorityArea, Statement, Theme

__all__ = [
    "ActionDone",
    "AnswerLabel",
    "Asked",
    "Audience",
    "AuditEvent",
    "Branch",
    "CalendarFeed",
    "Campaign",
    "CampaignAction",
    "CampaignFile",
    "CaseloadReturn",
    "ChaseStep",
    "ChildrensSocialWork",
    "Commitment",
    "Contact",
    "ContactEvent",
    "CouncilArea",
    "Employer",
    "FamilyGroup",
    "FormTaken",
    "Foundation",
    "Letter",
    "LetterCopy",
    "ManagementQuestion",
    "Meeting",
    "Membership",
    "Note",
    "OutgoingMail",
    "OverloadConcern",
    "Paper",
    "PaperBearing",
    "PaperParagraph",
    "PriorityArea",
    "QuestionPart",
    "RegisterKept",
    "Reply",
    "RightOfReply",
    "Role",
    "RoleGrant",
    "SeatInvitation",
    "SecondMark",
    "Stance",
    "ScheduledRun",
    "Statement",
    "SuggestionRefused",
    "Theme",
    "UnmetNeed",
    "User",
]
