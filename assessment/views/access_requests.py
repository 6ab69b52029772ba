"""A lead answers a consultant who asks to be let in."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessment.access import Action, PersonRequest, requires
from assessment.forms.portfolio import AnswerForm
from assessment.models import AccessRequest, Grant
from assessment.services import mail
from assessment.services.access_requests import decline, grant_access, places_for, tell
from assessment.services.errors import Refused
from assessment.services.organizations import led_by


@requires(Action.ANSWER_ACCESS_REQUEST, AccessRequest)
@require_http_methods(["GET", "HEAD", "POST"])
def access_request_answer(request: PersonRequest, access_request: AccessRequest) -> HttpResponse:
    form = AnswerForm(access_request, led_by(request.person), request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            granted = grant_access(request.person, access_request, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return _let_in(request, access_request, granted)
    context = {
        "access_request": access_request,
        "places": places_for(request.person, access_request),
        "form": form,
        "crumbs": [(_("Organizations"), reverse("organizations")), (_("Asked for access"), "")],
    }
    return render(request, "access_requests/answer.html", context, status=422 if form.errors else 200)


def _let_in(request: PersonRequest, access_request: AccessRequest, granted: Sequence[Grant]) -> HttpResponse:
    names = get_text_list([grant.organization.name for grant in granted], _("and"))
    tell(
        "access-granted",
        access_request.consultant.email,
        request.build_absolute_uri,
        who=str(request.person.user),
        organizations=names,
        level=str(granted[0].get_level_display()),
        until=mail.day_of(granted[0].expires_on),
        link=request.build_absolute_uri(reverse("portfolio")),
    )
    said = _("%(who)s now has access to %(organizations)s.")
    messages.success(request, said % {"who": access_request.consultant, "organizations": names})
    if len(granted) == 1:
        return redirect("organization-people", granted[0].organization.uid)
    return redirect("organizations")


@requires(Action.ANSWER_ACCESS_REQUEST, AccessRequest)
@require_POST
def access_request_decline(request: PersonRequest, access_request: AccessRequest) -> HttpResponse:
    if decline(request.person, access_request):
        link = request.build_absolute_uri(reverse("portfolio"))
        address = access_request.email
        tell("access-declined", access_request.consultant.email, request.build_absolute_uri, email=address, link=link)
    messages.success(request, _("The request is answered. Nobody was let in by it."))
    return redirect("organizations")
