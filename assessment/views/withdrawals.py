"""Taking one's response back before its round closes: asked once more, then deleted."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessment.access import GUEST_KEYS, Action, PersonRequest, requires
from assessment.models import Response
from assessment.services import responses
from assessment.views.responses import RETURN_LINKS, crumbs_to


@requires(Action.WITHDRAW_RESPONSE, Response)
@require_http_methods(["GET", "HEAD", "POST"])
def response_withdraw(request: PersonRequest, response: Response) -> HttpResponse:
    responses.refuse_withdrawal_unless_open(response.assessment)
    if request.method == "POST":
        responses.withdraw_response(request.person, response)
        _forget(request, response)
        messages.success(request, _("Withdrawn. Your answers are deleted."))
        return redirect("responses")
    crumbs = [*crumbs_to(request, response), (_("Withdraw"), "")]
    return render(request, "responses/withdraw.html", {"response": response, "crumbs": crumbs})


def _forget(request: PersonRequest, response: Response) -> None:
    """Let this browser's session keep nothing of a response that is gone."""
    if response.guest_hash in request.session.get(GUEST_KEYS, []):
        request.session[GUEST_KEYS] = [key for key in request.session[GUEST_KEYS] if key != response.guest_hash]
    links = request.session.get(RETURN_LINKS, {})
    if links.pop(str(response.uid), ""):
        request.session[RETURN_LINKS] = links
