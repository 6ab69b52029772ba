"""One answer, saved as it changes."""

from collections.abc import Mapping
from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from assessment.access import Action, PersonRequest, requires
from assessment.forms.answers import Problem, sent_of
from assessment.forms.sections import SectionForm
from assessment.models import Response
from assessment.services import responses
from assessment.services.answer_pen import Conflict, Saved
from assessment.services.answer_values import Invalid
from assessment.services.answers import asked_question, save_answer, with_assessment
from assessment.services.responses import SectionProgress
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
        return invalid_fragment(request, key, invalid)
    except Conflict as conflict:
        return conflict_fragment(request, form_of(responses.outline(response), question.section_key), conflict)
    if not request.htmx:
        return redirect(reverse("section-show", args=[response.uid, question.section_key]) + f"#{key}")
    outline = responses.outline(response)
    progress, form = outline.of(question.section_key), form_of(outline, question.section_key)
    return saved_fragment(request, form, progress, saved, confirmed=sent.confirms, context={"response": response})


# --- Shared by whatever saves answers ------------------------------------------------------------


def invalid_fragment(request: PersonRequest, key: str, invalid: Invalid) -> HttpResponse:
    """The save indicator with what is wrong."""
    context = {"key": key, "state": "error", "message": invalid.sentence}
    return render(request, "components/_save_status.html", context, status=422)


def saved_fragment(
    request: PersonRequest,
    form: SectionForm,
    progress: SectionProgress | None,
    saved: Saved,
    *,
    confirmed: bool,
    context: Mapping[str, object],
) -> HttpResponse:
    """The save indicator, and out of band what this answer changed elsewhere.

    `confirmed`: "still right?" was ticked; `context` says where the questions of the page are saved.
    """
    question = saved.question
    practice = form.version.practices.get(question.practice_key)
    context = {
        **context,
        "key": question.key,
        "state": "done" if saved.saved_at else "",
        "saved_at": saved.saved_at,
        "form": form,
        "progress": progress,
        "row": form.row(practice) if practice and saved.recasts else None,
        # What was ticked stays where the focus is.
        "question_goes": saved.settles and not confirmed,
    }
    page = render(request, "responses/_saved.html", context)
    page.headers["X-Answer-Number"] = str(saved.number)
    return page


def conflict_fragment(request: PersonRequest, form: SectionForm, conflict: Conflict) -> HttpResponse:
    """Both values to choose from, with the number of the stored one."""
    question = conflict.question
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
