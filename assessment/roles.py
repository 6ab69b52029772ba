"""One table of roles and actions: which roles a person has on a thing, and what each of them may do to it."""

from collections.abc import Collection, Iterable
from enum import Enum, auto

from django.db import models

from assessment.models import (
    AccessRequest,
    ActionItem,
    Assessment,
    Campaign,
    Grant,
    Invitation,
    Membership,
    Offer,
    Organization,
    Person,
    Response,
    SavedView,
    Share,
    Trial,
    Version,
)
from assessment.models.user import ADMINISTRATORS, EDITORS


class Role(Enum):
    AUTHOR = auto()
    # Whoever entered answers for others: what a workshop agreed on, or a sheet of paper.
    SCRIBE = auto()
    PRACTITIONER = auto()
    LEAD = auto()
    # Whoever created an organization for a client, until the client leads it.
    INTERIM_LEAD = auto()
    READER = auto()
    RUNNER = auto()
    EDITOR = auto()
    ADMINISTRATOR = auto()
    ACCOUNT = auto()
    # Whoever is asked to let a consultant in.
    ADDRESSEE = auto()


class Action(Enum):
    SEE_ORGANIZATION = auto()
    CHANGE_ORGANIZATION = auto()
    MANAGE_PEOPLE = auto()
    SEE_CONSENT = auto()
    MANAGE_CONSENT = auto()
    LEAVE_ORGANIZATION = auto()
    OPEN_ASSESSMENT = auto()
    SEE_ASSESSMENT = auto()
    RUN_ASSESSMENT = auto()
    DELETE_ASSESSMENT = auto()
    ANSWER_ASSESSMENT = auto()
    ANSWER_RESPONSE = auto()
    WITHDRAW_RESPONSE = auto()
    CHANGE_ENTRY = auto()
    REMOVE_ENTRY = auto()
    SET_TARGETS = auto()
    SEE_RESULT = auto()
    SHARE_RESULT = auto()
    SEE_NOTES = auto()
    SEE_PLAN = auto()
    RUN_PLAN = auto()
    VERIFY_RESULT = auto()
    COMMENT_RESULT = auto()
    REMOVE_REVIEW = auto()
    RUN_CAMPAIGN = auto()
    ANSWER_ACCESS_REQUEST = auto()
    TAKE_BACK_ACCESS_REQUEST = auto()
    SEE_TRIAL = auto()
    CHANGE_SAVED_VIEW = auto()
    SEE_VERSION = auto()
    MAINTAIN_QUESTIONNAIRES = auto()


LEADS = frozenset({Role.LEAD, Role.INTERIM_LEAD})
MEMBERS = LEADS | {Role.PRACTITIONER}
CONSULTANTS = frozenset({Role.READER, Role.RUNNER})

ALLOWED: dict[Action, frozenset[Role]] = {
    Action.SEE_ORGANIZATION: MEMBERS | CONSULTANTS,
    Action.CHANGE_ORGANIZATION: LEADS,
    Action.MANAGE_PEOPLE: LEADS,
    # Whose answers are behind a result may know what it is used for.
    Action.SEE_CONSENT: MEMBERS,
    Action.MANAGE_CONSENT: frozenset({Role.LEAD}),
    Action.LEAVE_ORGANIZATION: MEMBERS,
    Action.OPEN_ASSESSMENT: LEADS | {Role.RUNNER},
    Action.SEE_ASSESSMENT: MEMBERS | CONSULTANTS,
    Action.RUN_ASSESSMENT: LEADS | {Role.RUNNER},
    Action.DELETE_ASSESSMENT: LEADS,
    Action.ANSWER_ASSESSMENT: MEMBERS,
    Action.ANSWER_RESPONSE: frozenset({Role.AUTHOR, Role.SCRIBE}),
    # An entry is removed instead.
    Action.WITHDRAW_RESPONSE: frozenset({Role.AUTHOR}),
    Action.CHANGE_ENTRY: frozenset({Role.SCRIBE}),
    Action.REMOVE_ENTRY: LEADS | {Role.SCRIBE, Role.RUNNER},
    Action.SET_TARGETS: LEADS,
    Action.SEE_RESULT: MEMBERS | CONSULTANTS,
    # Whom an organization shows its result is its own affair, not that of a consultant who runs its rounds, or leads
    # it for a client.
    Action.SHARE_RESULT: frozenset({Role.LEAD}),
    # SECURITY: whoever leads for a client is a consultant still, and those read nobody's words.
    Action.SEE_NOTES: frozenset({Role.PRACTITIONER, Role.LEAD}),
    Action.SEE_PLAN: MEMBERS | CONSULTANTS,
    Action.RUN_PLAN: LEADS,
    Action.VERIFY_RESULT: CONSULTANTS,
    Action.COMMENT_RESULT: LEADS | CONSULTANTS,
    Action.REMOVE_REVIEW: LEADS,
    # Who opened it; what can be seen and closed in it is asked of each organization again.
    Action.RUN_CAMPAIGN: frozenset({Role.AUTHOR}),
    Action.ANSWER_ACCESS_REQUEST: frozenset({Role.ADDRESSEE}),
    Action.TAKE_BACK_ACCESS_REQUEST: frozenset({Role.AUTHOR}),
    Action.SEE_TRIAL: frozenset({Role.AUTHOR}),
    Action.CHANGE_SAVED_VIEW: frozenset({Role.AUTHOR}),
    Action.SEE_VERSION: frozenset({Role.ACCOUNT, Role.EDITOR}),
    Action.MAINTAIN_QUESTIONNAIRES: frozenset({Role.EDITOR}),
}

# Who may not, whatever else they are: verifying oneself is no verification.
BARRED: dict[Action, frozenset[Role]] = {Action.VERIFY_RESULT: MEMBERS}


def roles_in(person: Person, organization: Organization) -> set[Role]:
    """The roles of a person in one organization; none for a stranger."""
    if person.user is None:
        return set()
    roles = {_role_of_member(person, organization, role) for role in _membership_roles(person, organization)}
    levels = set(
        Grant.objects.active().filter(user=person.user, organization=organization).values_list("level", flat=True)
    )
    return roles | {Role.RUNNER if level == Grant.Level.RUN else Role.READER for level in levels}


def _role_of_member(person: Person, organization: Organization, role: str) -> Role:
    if role == Membership.Role.LEAD and organization.is_interim_lead(person.user):
        return Role.INTERIM_LEAD
    return Role[role.upper()]


def _membership_roles(person: Person, organization: Organization) -> Iterable[str]:
    return Membership.objects.filter(user=person.user, organization=organization).values_list("role", flat=True)


def roles_on(person: Person, thing: models.Model | None) -> set[Role]:
    """Every role a person has on an organization, a thing of one, a version, or nothing in particular."""
    match thing:
        case Organization():
            return roles_in(person, thing)
        case Assessment() | ActionItem() | Grant() | Offer():
            return roles_in(person, thing.organization)
        case Invitation() | Share():
            return roles_in(person, thing.assessment.organization)
        case Response():
            return _roles_on_response(person, thing)
        case Campaign() | Trial() | SavedView():
            return {Role.AUTHOR} if person.user is not None and _author_of(thing) == person.user.pk else set()
        case AccessRequest():
            return _roles_on_access_request(person, thing)
        case Version() | None:
            return roles_of_account(person)
    message = f"No roles are defined on {type(thing).__name__}."
    raise TypeError(message)


def _roles_on_access_request(person: Person, request: AccessRequest) -> set[Role]:
    if person.user is None:
        return set()
    sides = {Role.AUTHOR: request.consultant_id == person.user.pk, Role.ADDRESSEE: request.email == person.user.email}
    return {role for role, is_theirs in sides.items() if is_theirs}


def _author_of(thing: Campaign | Trial | SavedView) -> int | None:
    match thing:
        case Campaign():
            return thing.created_by_id
        case Trial():
            return thing.claimed_by_id
    return thing.user_id


def roles_of_account(person: Person) -> set[Role]:
    """The roles that come with an account, whatever the organization."""
    if person.user is None:
        return set()
    groups = set(person.user.groups.values_list("name", flat=True))
    roles = {Role.ACCOUNT}
    if person.user.is_superuser or EDITORS in groups:
        roles.add(Role.EDITOR)
    if person.user.is_superuser or ADMINISTRATORS in groups:
        roles.add(Role.ADMINISTRATOR)
    return roles


def _roles_on_response(person: Person, response: Response) -> set[Role]:
    """Author of one's own; scribe, or whoever runs the round, of what was entered for others."""
    if response.kind == Response.Kind.PERSONAL:
        return {Role.AUTHOR} if _is_author(person, response) else set()
    # SECURITY: that the scribe still runs the round is asked by every query that finds an entry.
    if person.user is not None and response.entered_by_id == person.user.pk:
        return {Role.SCRIBE}
    return roles_in(person, response.assessment.organization)


def _is_author(person: Person, response: Response) -> bool:
    by_account = person.user is not None and response.user_id == person.user.pk
    return by_account or (response.guest_hash != "" and response.guest_hash in person.guest_hashes)


def allows(action: Action, roles: Collection[Role]) -> bool:
    """Whether whoever has these roles on a thing may do this to it."""
    return not ALLOWED[action].isdisjoint(roles) and BARRED.get(action, frozenset()).isdisjoint(roles)


def may(person: Person, action: Action, thing: models.Model | None = None) -> bool:
    """Whether a person may do this to that thing (or at all, where no thing is meant)."""
    return allows(action, roles_on(person, thing))
