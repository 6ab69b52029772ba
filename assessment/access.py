"""Who may do what: closed by default, checked at start, one table of roles and actions."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, auto
from functools import wraps
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.functional import SimpleLazyObject
from django_htmx.middleware import HtmxDetails

from assessment.models import (
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
    Trial,
    Version,
)
from assessment.models.user import ADMINISTRATORS, EDITORS

GUEST_KEYS = "guest_hashes"


class Role(Enum):
    AUTHOR = auto()
    # Whoever entered answers for others: what a workshop agreed on, or a sheet of paper.
    SCRIBE = auto()
    PRACTITIONER = auto()
    LEAD = auto()
    READER = auto()
    RUNNER = auto()
    EDITOR = auto()
    ADMINISTRATOR = auto()
    ACCOUNT = auto()


class PersonRequest(HttpRequest):
    """A request whose asker is known; every view of ours gets one.

    `roles` are the asker's on the thing that `requires` handed over, as they were before the view began.
    """

    person: Person
    roles: frozenset[Role]
    htmx: HtmxDetails


class Action(Enum):
    SEE_ORGANIZATION = auto()
    CHANGE_ORGANIZATION = auto()
    MANAGE_PEOPLE = auto()
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
    SEE_NOTES = auto()
    SEE_PLAN = auto()
    RUN_PLAN = auto()
    RUN_CAMPAIGN = auto()
    SEE_TRIAL = auto()
    SEE_VERSION = auto()
    MAINTAIN_QUESTIONNAIRES = auto()


MEMBERS = frozenset({Role.PRACTITIONER, Role.LEAD})
CONSULTANTS = frozenset({Role.READER, Role.RUNNER})

ALLOWED: dict[Action, frozenset[Role]] = {
    Action.SEE_ORGANIZATION: MEMBERS | CONSULTANTS,
    Action.CHANGE_ORGANIZATION: frozenset({Role.LEAD}),
    Action.MANAGE_PEOPLE: frozenset({Role.LEAD}),
    Action.LEAVE_ORGANIZATION: MEMBERS,
    Action.OPEN_ASSESSMENT: frozenset({Role.LEAD, Role.RUNNER}),
    Action.SEE_ASSESSMENT: MEMBERS | CONSULTANTS,
    Action.RUN_ASSESSMENT: frozenset({Role.LEAD, Role.RUNNER}),
    Action.DELETE_ASSESSMENT: frozenset({Role.LEAD}),
    Action.ANSWER_ASSESSMENT: MEMBERS,
    Action.ANSWER_RESPONSE: frozenset({Role.AUTHOR, Role.SCRIBE}),
    # An entry is removed instead.
    Action.WITHDRAW_RESPONSE: frozenset({Role.AUTHOR}),
    Action.CHANGE_ENTRY: frozenset({Role.SCRIBE}),
    Action.REMOVE_ENTRY: frozenset({Role.SCRIBE, Role.LEAD, Role.RUNNER}),
    Action.SET_TARGETS: frozenset({Role.LEAD}),
    Action.SEE_RESULT: MEMBERS | CONSULTANTS,
    Action.SEE_NOTES: MEMBERS,
    Action.SEE_PLAN: MEMBERS | CONSULTANTS,
    Action.RUN_PLAN: frozenset({Role.LEAD}),
    # Who opened it; what can be seen and closed in it is asked of each organization again.
    Action.RUN_CAMPAIGN: frozenset({Role.AUTHOR}),
    Action.SEE_TRIAL: frozenset({Role.AUTHOR}),
    Action.SEE_VERSION: frozenset({Role.ACCOUNT, Role.EDITOR}),
    Action.MAINTAIN_QUESTIONNAIRES: frozenset({Role.EDITOR}),
}


def roles_in(person: Person, organization: Organization) -> set[Role]:
    """The roles of a person in one organization; none for a stranger."""
    if person.user is None:
        return set()
    roles = {Role[role.upper()] for role in _membership_roles(person, organization)}
    levels = set(
        Grant.objects.active().filter(user=person.user, organization=organization).values_list("level", flat=True)
    )
    return roles | {Role.RUNNER if level == Grant.Level.RUN else Role.READER for level in levels}


def _membership_roles(person: Person, organization: Organization) -> Iterable[str]:
    return Membership.objects.filter(user=person.user, organization=organization).values_list("role", flat=True)


def roles_on(person: Person, thing: models.Model | None) -> set[Role]:
    """Every role a person has on an organization, a thing of one, a version, or nothing in particular."""
    match thing:
        case Organization():
            return roles_in(person, thing)
        case Assessment() | ActionItem() | Grant() | Offer():
            return roles_in(person, thing.organization)
        case Invitation():
            return roles_in(person, thing.assessment.organization)
        case Response():
            return _roles_on_response(person, thing)
        case Campaign():
            return {Role.AUTHOR} if person.user is not None and thing.created_by_id == person.user.pk else set()
        case Trial():
            return {Role.AUTHOR} if person.user is not None and thing.claimed_by_id == person.user.pk else set()
        case Version() | None:
            return roles_of_account(person)
    message = f"No roles are defined on {type(thing).__name__}."
    raise TypeError(message)


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


def may(person: Person, action: Action, thing: models.Model | None = None) -> bool:
    """Whether a person may do this to that thing (or at all, where no thing is meant)."""
    return not ALLOWED[action].isdisjoint(roles_on(person, thing))


def may_here(request: PersonRequest, action: Action) -> bool:
    """Whether the asker may do this to the thing that `requires` handed over; without another query."""
    return not ALLOWED[action].isdisjoint(request.roles)


# --- Who is asking -------------------------------------------------------------------------------


def person_of(request: HttpRequest) -> Person:
    """The one asking, from the account and the guest keys of the session."""
    hashes = frozenset(request.session.get(GUEST_KEYS, ()))
    user = request.user if request.user.is_authenticated else None
    return Person(user=user, guest_hashes=hashes, address=_truncated(_address_of(request)))


def _address_of(request: HttpRequest) -> str:
    """Where a request comes from: the address the proxy saw, where one is trusted, else the one we see."""
    # SECURITY: the last entry is the proxy's own; whoever asks can write anything before it.
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return str(forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", ""))


def _truncated(address: str) -> str:
    """An address without the part that points at one machine."""
    # SECURITY: a /24 (or /48) is enough to recognize a pattern and too coarse to follow a person.
    if ":" in address:
        return ":".join(address.split(":")[:3]) + "::"
    return ".".join([*address.split(".")[:3], "0"]) if address.count(".") == 3 else ""


class PersonMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.person = SimpleLazyObject(lambda: person_of(request))  # type: ignore[attr-defined]  # see PersonRequest
        return self.get_response(request)


# --- Marks on views ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mark:
    """What a view says of its own access; the system check and the policy table read it."""

    kind: str
    because: str = ""
    action: Action | None = None
    model: type[models.Model] | None = None


class View(Protocol):
    """A view as Django calls it."""

    def __call__(self, request: PersonRequest, /, *args: Any, **kwargs: Any) -> HttpResponseBase: ...  # noqa: ANN401 any path arguments


def _marked(view: Any, mark: Mark, *, login_required: bool) -> Any:  # noqa: ANN401 attributes are put on a function
    view.access = mark
    view.login_required = login_required
    return view


def public(*, because: str) -> Callable[[View], View]:
    """A view for everybody; says why."""

    def decorate(view: View) -> View:
        return _marked(view, Mark("public", because=because), login_required=False)  # type: ignore[no-any-return]  # the view itself

    return decorate


def signed_in(*, because: str) -> Callable[[View], View]:
    """A view for every account, showing only what is visible to it; says why that is enough."""

    def decorate(view: View) -> View:
        return _marked(view, Mark("signed-in", because=because), login_required=True)  # type: ignore[no-any-return]  # the view itself

    return decorate


def requires(
    action: Action, model: type[models.Model], *, found_by: Callable[..., models.Model | None] | None = None
) -> Callable[[Callable[..., HttpResponseBase]], View]:
    """A view of one thing: fetched among those visible to the asker, and handed over as an object.

    `found_by` fetches it in a way of its own, among the visible ones too, from the person, the uid
    and the other parts of the path.

    The URL's `uid` never reaches the view. Unseen is 404, seen but not allowed is 403; somebody who
    has not signed in is asked to (with 401 and the address in `X-Sign-In-URL` where a script asks).
    """

    def decorate(view: Callable[..., HttpResponseBase]) -> View:
        @wraps(view)
        def guarded(
            request: PersonRequest, /, *args: object, uid: UUID | None = None, **kwargs: object
        ) -> HttpResponseBase:
            thing = found_by(request.person, uid, **kwargs) if found_by else _visible(model, request.person, uid)
            if thing is None:
                return _unseen(request)
            request.roles = frozenset(roles_on(request.person, thing))
            if ALLOWED[action].isdisjoint(request.roles):
                raise PermissionDenied
            return view(request, thing, *args, **kwargs)

        # The redirect to signing in is given here, where guests with a response of their own pass.
        return _marked(guarded, Mark("requires", action=action, model=model), login_required=False)  # type: ignore[no-any-return]  # the view itself

    return decorate


def _visible(model: type[models.Model], person: Person, uid: UUID | None) -> models.Model | None:
    found: models.Model | None = model.objects.visible_to(person).filter(uid=uid).first()  # type: ignore[attr-defined]  # every guarded model's manager has it
    return found


def _unseen(request: PersonRequest) -> HttpResponseBase:
    # SECURITY: the same for what exists and what does not.
    if request.person.user is not None:
        raise Http404
    sign_in = resolve_url("account_login")
    if request.htmx:
        return HttpResponse(status=401, headers={"X-Sign-In-URL": sign_in})
    return redirect_to_login(request.get_full_path(), sign_in)
