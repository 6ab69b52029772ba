"""What Tacit knows, and who may see which rows of it."""

from assessment.models.assessment import Assessment, Target
from assessment.models.audit import AuditEvent
from assessment.models.benchmark import (
    ForeignSnapshot,
    Snapshot,
    SnapshotMember,
    SnapshotValue,
    member_of,
)
from assessment.models.campaign import Campaign
from assessment.models.contents import Option, OptionSet, Practice, Prerequisite, Question, Rule, Section
from assessment.models.findings import FindingsMember, FindingsRow, FindingsSnapshot, FindingsValue
from assessment.models.invitation import Invitation
from assessment.models.logo import Logo
from assessment.models.mail_opt_out import MailOptOut, address_hash_of
from assessment.models.offer import Offer
from assessment.models.organization import Consent, DefaultTarget, Grant, Membership, Organization
from assessment.models.person import Person
from assessment.models.plan import ActionItem
from assessment.models.portfolio import AccessRequest, PortfolioNote, SavedView, Tag
from assessment.models.questionnaire import Questionnaire, Version
from assessment.models.remark import Remark
from assessment.models.reminder import Reminder
from assessment.models.response import Answer, AnswerChange, Response
from assessment.models.result import ConstructResult, DimensionResult, PracticeResult, Result
from assessment.models.review import Comment, VerifiedRating
from assessment.models.secret import SecretLink, hash_of, new_token
from assessment.models.share import Share
from assessment.models.trial import Trial
from assessment.models.user import User

__all__ = [
    "AccessRequest",
    "ActionItem",
    "Answer",
    "AnswerChange",
    "Assessment",
    "AuditEvent",
    "Campaign",
    "Comment",
    "Consent",
    "ConstructResult",
    "DefaultTarget",
    "DimensionResult",
    "FindingsMember",
    "FindingsRow",
    "FindingsSnapshot",
    "FindingsValue",
    "ForeignSnapshot",
    "Grant",
    "Invitation",
    "Logo",
    "MailOptOut",
    "Membership",
    "Offer",
    "Option",
    "OptionSet",
    "Organization",
    "Person",
    "PortfolioNote",
    "Practice",
    "PracticeResult",
    "Prerequisite",
    "Question",
    "Questionnaire",
    "Remark",
    "Reminder",
    "Response",
    "Result",
    "Rule",
    "SavedView",
    "SecretLink",
    "Section",
    "Share",
    "Snapshot",
    "SnapshotMember",
    "SnapshotValue",
    "Tag",
    "Target",
    "Trial",
    "User",
    "VerifiedRating",
    "Version",
    "address_hash_of",
    "hash_of",
    "member_of",
    "new_token",
]
