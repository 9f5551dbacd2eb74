"""The surveys app's models, by subject."""

from surveys.models.comments import Coding, CodingDone, CommentDecision, CommentTheme, Quote
from surveys.models.handover import CommentReading, SealedImport, WorkerKey
from surveys.models.intake import (
    CommentBlock,
    Invitation,
    RetryMark,
    SealedResponse,
    StoreBlock,
    WithdrawalRequest,
)
from surveys.models.interface import InterfaceTranslation
from surveys.models.paused import PausedDraft
from surveys.models.questionnaires import CheckedTranslation, Questionnaire, QuestionnaireVersion
from surveys.models.waves import Wave

__all__ = [
    "CheckedTranslation",
    "Coding",
    "CodingDone",
    "CommentBlock",
    "CommentDecision",
    "CommentReading",
    "CommentTheme",
    "InterfaceTranslation",
    "Invitation",
    "PausedDraft",
    "Questionnaire",
    "QuestionnaireVersion",
    "Quote",
    "RetryMark",
    "SealedImport",
    "SealedResponse",
    "StoreBlock",
    "Wave",
    "WithdrawalRequest",
    "WorkerKey",
]
