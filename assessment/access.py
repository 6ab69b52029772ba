"""Who may do what: closed by default, checked at start; the table of roles and actions is in roles.py."""

from collections.abc import Callable
from dataclasses import dataclass
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

from assessment.models import Assessment, Person
from assessment.roles import ALLOWED, Action, Role, allows, may, roles_in, roles_of_account, roles_on

__all__ = [
    "ALLOWED",
    "GUEST_KEYS",
    "Action",
    "Mark",
    "PersonMiddleware",
    "PersonRequest",
    "Role",
    "allows",
    "may",
    "may_here",
    "person_of",
    "public",
    "requires",
    "roles_in",
    "roles_of_account",
    "roles_on",
    "signed_in",
]

GUEST_KEYS = "guest_hashes"


class PersonRequest(HttpRequest):
    """A request whose asker is known; every view of ours gets one.

    `roles` are the asker's on the thing that `requires` handed over, as they were before the view began.
    """

    person: Person
    roles: frozenset[Role]
    htmx: HtmxDetails


def may_here(request: PersonRequest, action: Action) -> bool:
    """Whether the asker may do this to the thing that `requires` handed over; without another query."""
    return allows(action, request.roles)


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
            if not allows(action, request.roles):
                raise PermissionDenied
            return view(request, thing, *args, **kwargs)

        # The redirect to signing in is given here, where guests with a response of their own pass.
        return _marked(guarded, Mark("requires", action=action, model=model), login_required=False)  # type: ignore[no-any-return]  # the view itself

    return decorate


def _visible(model: type[models.Model], person: Person, uid: UUID | None) -> models.Model | None:
    visible = model.objects.visible_to(person)  # type: ignore[attr-defined]  # every guarded model's manager has it
    # Whose a round is, is asked of every one of them.
    found = visible.select_related("organization") if model is Assessment else visible
    return found.filter(uid=uid).first()  # type: ignore[no-any-return]  # one of this model


def _unseen(request: PersonRequest) -> HttpResponseBase:
    # SECURITY: the same for what exists and what does not.
    if request.person.user is not None:
        raise Http404
    sign_in = resolve_url("account_login")
    if request.htmx:
        return HttpResponse(status=401, headers={"X-Sign-In-URL": sign_in})
    return redirect_to_login(request.get_full_path(), sign_in)
