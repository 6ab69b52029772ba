"""What a round asks, to read before the first answer: behind the invitation, and from the task list."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessment.access import Action, PersonRequest, public, requires
from assessment.models import Assessment, Response
from assessment.services import guests
from assessment.services.questionnaire_reading import read_for_respondents
from assessment.views.responses import Crumbs, crumbs_to
from assessment.views.secret_pages import behind_a_secret


@public(because="whoever holds the invitation's secret may look at the questions before beginning")
@never_cache
@require_safe
@behind_a_secret
def join_questions(request: PersonRequest, token: str) -> HttpResponseBase:
    invitation = guests.invitation_by(token)
    if invitation is None:
        raise Http404
    if guests.own_response(request.person, invitation) is None:
        guests.refuse_unusable(invitation)
    back = (_("Back to the invitation"), reverse("join", args=[token]))
    return _questions(request, invitation.assessment, back, [])


@requires(Action.ANSWER_RESPONSE, Response)
@require_safe
def response_questions(request: PersonRequest, response: Response) -> HttpResponse:
    back = (_("Back to all sections"), reverse("response-show", args=[response.uid]))
    return _questions(request, response.assessment, back, [*crumbs_to(request, response), (_("All questions"), "")])


def _questions(request: PersonRequest, assessment: Assessment, back: tuple[str, str], crumbs: Crumbs) -> HttpResponse:
    reading = read_for_respondents(assessment.version, assessment.facts())
    context = {"assessment": assessment, "reading": reading, "back": back, "crumbs": crumbs}
    return render(request, "responses/questions.html", context)
