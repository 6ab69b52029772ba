"""Links to a result: made, listed and revoked by a lead."""

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assessment.access import Action, PersonRequest, requires
from assessment.forms.shares import ShareForm
from assessment.models import Assessment, Share, new_token
from assessment.services.errors import Refused
from assessment.services.shares import MOST, revoke_share, share_result, shares_of
from assessment.views.assessments import assessment_crumbs
from assessment.views.organizations import Crumbs

START_LASTS_SECONDS = 24 * 60 * 60
INVALID = 422


@requires(Action.SHARE_RESULT, Assessment)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def result_shares(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    form = ShareForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            share, token = share_result(request.person, assessment, _token_of(request, assessment), **form.cleaned_data)
        except Refused as refusal:
            _say(form, refusal)
        else:
            return _made(request, share, token)
    return _list(request, assessment, form)


def _token_of(request: PersonRequest, assessment: Assessment) -> str:
    """The secret that came with the page, so that pressing the button twice makes one link; else a new one."""
    # SECURITY: signed, so that nobody can choose a secret that is easy to guess.
    try:
        token: str = signing.loads(request.POST.get("start", ""), salt=_salt(assessment), max_age=START_LASTS_SECONDS)
    except signing.BadSignature:
        return new_token()
    return token


def _salt(assessment: Assessment) -> str:
    return f"share {assessment.uid}"


def _say(form: ShareForm, refusal: Refused) -> None:
    """Say above the form what was refused about what was asked for; anything else is no matter of the form."""
    if refusal.status != INVALID:
        raise refusal
    form.add_error(None, refusal.sentence)


def _made(request: PersonRequest, share: Share, token: str) -> HttpResponse:
    # SECURITY: the link is in this answer alone; no redirect, so that it is never kept to be shown later.
    context = {
        "assessment": share.assessment,
        "share": share,
        "link": request.build_absolute_uri(reverse("shared-show", args=[token])),
        "crumbs": _crumbs(share.assessment, _("The link")),
    }
    return render(request, "shares/made.html", context)


def _list(request: PersonRequest, assessment: Assessment, form: ShareForm) -> HttpResponse:
    context = {
        "assessment": assessment,
        "shares": shares_of(assessment),
        "most": MOST,
        "form": form,
        "start": signing.dumps(new_token(), salt=_salt(assessment)),
        "crumbs": _crumbs(assessment, _("Share")),
    }
    return render(request, "shares/list.html", context, status=INVALID if form.errors else 200)


@requires(Action.SHARE_RESULT, Share)
@require_http_methods(["GET", "HEAD", "POST"])
def share_revoke(request: PersonRequest, share: Share) -> HttpResponse:
    if request.method == "POST":
        revoke_share(request.person, share)
        messages.success(request, _("The link shows nothing any more."))
        return redirect("result-shares", share.assessment.uid)
    context = {"share": share, "assessment": share.assessment, "crumbs": _crumbs(share.assessment, _("Revoke"))}
    return render(request, "shares/revoke.html", context)


def _crumbs(assessment: Assessment, here: str) -> Crumbs:
    """The path over the result to a page about its shares."""
    *above, last = assessment_crumbs(assessment, here)
    return [*above, (_("Result"), reverse("result-show", args=[assessment.uid])), last]
