"""What its author changed in a response, newest first."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessment.access import Action, PersonRequest, requires
from assessment.forms.answer_history import entry_of
from assessment.models import Response
from assessment.services.answer_history import changes_of, rows_of
from assessment.services.answers import with_assessment
from assessment.services.versions import FrozenQuestion, frozen
from assessment.views.responses import crumbs_to

ON_A_PAGE = 100


@requires(Action.ANSWER_RESPONSE, Response)
@require_safe
def response_history(request: PersonRequest, response: Response) -> HttpResponse:
    response = with_assessment(response)
    question = _question(request, response)
    page = Paginator(rows_of(response, question), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "response": response,
        "question": question,
        "page": page,
        "entries": [entry_of(change) for change in changes_of(response, list(page))],
        "crumbs": [
            *crumbs_to(request, response),
            (_("All of them"), reverse("response-check", args=[response.uid])),
            (_("Changes"), ""),
        ],
    }
    return render(request, "responses/history.html", context)


def _question(request: PersonRequest, response: Response) -> FrozenQuestion | None:
    """The one question whose changes are asked for, if it is one alone."""
    key = request.GET.get("question", "")
    questions = frozen(response.assessment.version).questions
    if key and key not in questions:
        raise Http404
    return questions.get(key)
