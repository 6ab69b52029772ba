"""Quick checks that an account keeps: listed, looked at, carried over into a round, deleted."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessment.access import Action, PersonRequest, may, requires, signed_in
from assessment.forms.trials import ReceiverForm
from assessment.models import Assessment, Organization, Trial
from assessment.services import trial_carrying
from assessment.services import trials as trial_services
from assessment.views.trials import WAITING, kept_now, result_context


@signed_in(because="the quick checks of the account alone, and the one this browser came with")
@require_http_methods(["GET", "HEAD", "POST"])
def trials(request: PersonRequest) -> HttpResponseBase:
    token_hash = request.session.get(WAITING, "")
    if request.method == "POST":
        return kept_now(request, token_hash)
    waiting = trial_services.waiting(token_hash)
    if waiting is None:
        request.session.pop(WAITING, None)
    context = {"trials": Trial.objects.visible_to(request.person).select_related("version"), "waiting": waiting}
    return render(request, "trials/list.html", context)


@requires(Action.SEE_TRIAL, Trial)
@require_safe
def trial_kept(request: PersonRequest, trial: Trial) -> HttpResponse:
    led = [each for each in Organization.objects.visible_to(request.person) if _may_open(request, each)]
    context = {
        **result_context(trial),
        "receivers": trial_carrying.receivers(request.person),
        "organizations": led,
        "crumbs": [(_("Your quick checks"), reverse("trials")), (_("Result"), "")],
    }
    return render(request, "trials/kept.html", context)


def _may_open(request: PersonRequest, organization: Organization) -> bool:
    return may(request.person, Action.OPEN_ASSESSMENT, organization)


@requires(Action.SEE_TRIAL, Trial)
@require_POST
def trial_carry(request: PersonRequest, trial: Trial) -> HttpResponse:
    uid = ReceiverForm.uid_in(request.POST)
    assessment = get_object_or_404(Assessment.objects.visible_to(request.person), uid=uid)
    # SECURITY: as for beginning to answer it by its own button.
    if not may(request.person, Action.ANSWER_ASSESSMENT, assessment):
        raise PermissionDenied
    response, count = trial_carrying.carry(request.person, trial, assessment)
    if count:
        carried = ngettext("%(count)d answer was carried over.", "%(count)d answers were carried over.", count)
        messages.success(request, carried % {"count": count})
    else:
        messages.info(request, _("There was nothing left to carry over: every one of these questions is answered."))
    return redirect("response-show", response.uid)


@requires(Action.SEE_TRIAL, Trial)
@require_http_methods(["GET", "HEAD", "POST"])
def kept_trial_delete(request: PersonRequest, trial: Trial) -> HttpResponse:
    if request.method == "POST":
        trial_services.delete(trial)
        messages.success(request, _("Your quick check and all its answers are deleted."))
        return redirect("trials")
    return render(request, "trials/delete.html", {"back": reverse("trial-kept", args=[trial.uid])})
