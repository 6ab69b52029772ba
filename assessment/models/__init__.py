"""What Tacit knows, and who may see which rows of it."""

from assessment.models.assessment import (
    Answer,
    AnswerChange,
    Assessment,
    Invitation,
    Response,
    Target,
)
from assessment.models.audit import AuditEvent
from assessment.models.organization import Consent, Grant, Membership, Offer, Organization
from assessment.models.person import Person
from assessment.models.questionnaire import (
    Option,
    OptionSet,
    Practice,
    Prerequisite,
    Question,
    Questionnaire,
    Rule,
    Section,
    Version,
)
from assessment.models.result import DimensionResult, PracticeResult, Result
from assessment.models.secret import SecretLink, hash_of, new_token
from assessment.models.user import User

__all__ = [
    "Answer",
    "AnswerChange",
    "Assessment",
    "AuditEvent",
    "Consent",
    "DimensionResult",
    "Grant",
    "Invitation",
    "Membership",
    "Offer",
    "Option",
    "OptionSet",
    "Organization",
    "Person",
    "Practice",
    "PracticeResult",
    "Prerequisite",
    "Question",
    "Questionnaire",
    "Response",
    "Result",
    "Rule",
    "SecretLink",
    "Section",
    "Target",
    "User",
    "Version",
    "hash_of",
    "new_token",
]
