"""One answer, saved as it changes."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from assessment.access import Action, PersonRequest, requires
from assessment.forms.answers import Problem, sent_of
from assessment.models import Response
from assessment.services import responses
from assessment.services.answer_pen import Conflict, Saved
from assessment.services.answer_values import Invalid
from assessment.services.answers import asked_question, save_answer, with_assessment
from assessment.services.versions import FrozenQuestion
from assessment.views.responses import form_of


@requires(Action.ANSWER_RESPONSE, Response)
@require_POST
def answer_save(request: PersonRequest, response: Response, key: str) -> HttpResponse:
    response = with_assessment(response)
    try:
        question = asked_question(response, key)
        sent = sent_of(request.POST, question)
        saved = save_answer(request.person, response, key, number=sent.number, values=sent.values)
    except Invalid as invalid:
        context = {"key": key, "state": "error", "message": invalid.sentence}
        return render(request, "components/_save_status.html", context, status=422)
    except Conflict as conflict:
        return _conflict(request, response, question, conflict)
    if not request.htmx:
        return redirect(reverse("section-show", args=[response.uid, question.section_key]) + f"#{key}")
    return _saved(request, response, saved, question_goes=saved.settles and not sent.confirms)


def _saved(request: PersonRequest, response: Response, saved: Saved, *, question_goes: bool) -> HttpResponse:
    """The save indicator, and out of band what this answer changed elsewhere; `question_goes`: no "still right?"."""
    outline, question = responses.outline(response), saved.question
    form = form_of(outline, question.section_key)
    practice = outline.version.practices.get(question.practice_key)
    context = {
        "key": question.key,
        "state": "done" if saved.saved_at else "",
        "saved_at": saved.saved_at,
        "form": form,
        "progress": outline.of(question.section_key),
        "row": form.row(practice) if practice and saved.recasts else None,
        "response": response,
        "question_goes": question_goes,
    }
    page = render(request, "responses/_saved.html", context)
    page.headers["X-Answer-Number"] = str(saved.number)
    return page


def _conflict(request: PersonRequest, response: Response, question: FrozenQuestion, conflict: Conflict) -> HttpResponse:
    """Both values to choose from, with the number of the stored one."""
    form = form_of(responses.outline(response), question.section_key)
    problems: dict[str, Problem] = {question.key: conflict}
    card = replace(form, problems=problems).shown(question)
    context = {
        "key": question.key,
        "mine": card.mine,
        "theirs": card.theirs,
        "mine_at": timezone.now(),
        "theirs_at": conflict.saved_at,
        "stored": card.stored_fields,
        "number": conflict.number,
    }
    return render(request, "components/_conflict.html", context, status=409)
