"""Answering by a link: an invitation, and a guest's own way back."""

from django.core import signing
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assessment.access import GUEST_KEYS, Action, PersonRequest, public, requires
from assessment.forms.join import ReturnLinkForm
from assessment.models import Assessment, Invitation, Response, hash_of, new_token
from assessment.services import guests
from assessment.services.errors import Refused
from assessment.views.responses import RETURN_LINKS, crumbs_to, return_address
from assessment.views.secret_pages import behind_a_secret

START_LASTS_SECONDS = 24 * 60 * 60
# SECURITY: the same for a link that never was and for one whose assessment has been deleted.
NOTHING_THERE = gettext_lazy(
    "There is nothing behind this link. Check that it was copied completely. "
    "If it was, the assessment has been deleted, or a newer link was sent to you."
)
NOTHING_THERE_ANY_MORE = gettext_lazy(
    "There is nothing behind this link. Check that it was copied completely. "
    "If it was, you have a newer link, your answers belong to an account by now, or the assessment has been deleted."
)


@public(because="an invitation is for people without an account, too; whoever holds its secret may begin")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@behind_a_secret
def join(request: PersonRequest, token: str) -> HttpResponseBase:
    invitation = guests.invitation_by(token)
    if invitation is None:
        raise Refused(str(NOTHING_THERE), status=404)
    if request.method == "POST":
        return ask_whether_begun(request, invitation.assessment) or _start(request, invitation)
    own = guests.own_response(request.person, invitation)
    if own is None:
        guests.refuse_unusable(invitation)
    context = {
        "assessment": invitation.assessment,
        "own": own,
        "start": signing.dumps(new_token(), salt=_salt(invitation)),
        "questions": reverse("join-questions", args=[token]),
    }
    return render(request, "join/join.html", context)


def ask_whether_begun(request: PersonRequest, assessment: Assessment) -> HttpResponse | None:
    """The page that asks whether it was the same person who used their invitation; none where nobody did."""
    if "anyway" in request.POST or not guests.may_have_begun(request.person, assessment):
        return None
    return render(request, "join/begun.html", {"assessment": assessment})


@public(because="a guest's personal link is the guest's only way back; its secret is the right to go on")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@behind_a_secret
def response_return(request: PersonRequest, token: str) -> HttpResponseBase:
    response = guests.response_by(token)
    if response is None:
        raise Refused(str(NOTHING_THERE_ANY_MORE), status=404)
    if request.method == "POST":
        _remember(request, response)
        return redirect("response-show", response.uid)
    return render(request, "join/return.html", {"assessment": response.assessment})


@requires(Action.ANSWER_RESPONSE, Response)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def response_link(request: PersonRequest, response: Response) -> HttpResponseBase:
    if not response.guest_hash:
        raise Http404
    form = ReturnLinkForm(request.POST if request.method == "POST" else None)
    context = {"response": response, "form": form, "crumbs": [*crumbs_to(request, response), (_("Personal link"), "")]}
    if not form.is_valid():
        return render(request, "join/link.html", context, status=422 if form.errors else 200)
    # SECURITY: the link is in this answer alone; no redirect, so that it is never kept to be shown later.
    link = return_address(request, form.token_of(response) or _renewed(request, response))
    email = form.address
    mailed = bool(email) and guests.mail_link(request.person, response, email=email, link=link)
    return render(request, "join/link.html", {**context, "link": link, "email": email, "mailed": mailed})


def _renewed(request: PersonRequest, response: Response) -> str:
    """The secret of a new link, which this browser's session opens from now on."""
    renewed, token = guests.renew_link(request.person, response)
    keys = [key for key in request.session.get(GUEST_KEYS, []) if key != response.guest_hash]
    request.session[GUEST_KEYS] = [*keys, renewed.guest_hash]
    shown_once = request.session.get(RETURN_LINKS, {})
    request.session[RETURN_LINKS] = {uid: old for uid, old in shown_once.items() if uid != str(response.uid)}
    return token


def _start(request: PersonRequest, invitation: Invitation) -> HttpResponse:
    token = _guest_token(request, invitation)
    response = guests.start_as_guest(request.person, invitation, token)
    if response.guest_hash == hash_of(token):
        _remember(request, response)
        request.session[RETURN_LINKS] = {**request.session.get(RETURN_LINKS, {}), str(response.uid): token}
    return redirect("response-show", response.uid)


def _guest_token(request: PersonRequest, invitation: Invitation) -> str:
    """The guest's secret that came with the page, so that pressing Start twice begins once; else a new one."""
    # SECURITY: signed, so that nobody can choose a secret that is easy to guess.
    try:
        token: str = signing.loads(request.POST.get("start", ""), salt=_salt(invitation), max_age=START_LASTS_SECONDS)
    except signing.BadSignature:
        return new_token()
    return token


def _salt(invitation: Invitation) -> str:
    return f"start {invitation.uid}"


def _remember(request: PersonRequest, response: Response) -> None:
    """Let this browser's session open the guest's response."""
    # SECURITY: the session can do more from now on, so it gets another key.
    if request.session.session_key:
        request.session.cycle_key()
    hashes: list[str] = request.session.get(GUEST_KEYS, [])
    request.session[GUEST_KEYS] = [*hashes, *({response.guest_hash} - set(hashes))]
