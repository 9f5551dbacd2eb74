"""The surveys app's models, by subject."""

from surveys.models.intake import (
    CommentBlock,
    Invitation,
    RetryMark,
    SealedResponse,
    StoreBlock,
    WithdrawalRequest,
)
from surveys.models.paused import PausedDraft
from surveys.models.questionnaires import Questionnaire, QuestionnaireVersion
from surveys.models.waves import Wave

__all__ = [
    "CommentBlock",
    "Invitation",
    "PausedDraft",
    "Questionnaire",
    "QuestionnaireVersion",
    "RetryMark",
    "SealedResponse",
    "StoreBlock",
    "Wave",
    "WithdrawalRequest",
]
