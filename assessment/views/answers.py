"""One answer, saved as it changes."""

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import replace
from functools import wraps

from django.db import connection, transaction
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from assessment.access import Action, PersonRequest, View, requires
from assessment.forms.answers import Problem, sent_of
from assessment.forms.sections import SectionForm
from assessment.models import Response
from assessment.services.answer_pen import Conflict, Saved
from assessment.services.answer_values import Invalid
from assessment.services.answers import asked_question
from assessment.services.held_answers import Held, held, hold, save_held
from assessment.services.responses import SectionProgress, section_progress
from assessment.services.versions import FrozenQuestion, frozen
from assessment.views.responses import form_with


def in_transaction(view: View) -> View:
    """Around a view that finds what it needs, and writes, in one transaction."""

    @wraps(view)
    def inside(request: PersonRequest, /, *args: object, **kwargs: object) -> HttpResponseBase:
        # Who is asking is looked up before; what is shown is rendered after it.
        bool(request.person.user)
        # Without locks on rows a transaction keeps everybody out, so that only the writes are in one.
        with transaction.atomic() if connection.features.has_select_for_update else nullcontext():
            return view(request, *args, **kwargs)

    return inside


@in_transaction
@requires(Action.ANSWER_RESPONSE, Response, found_by=hold)
@require_POST
def answer_save(request: PersonRequest, response: Response, key: str) -> HttpResponseBase:
    found = held(response)
    try:
        question = asked_question(response, key)
        sent = sent_of(request.POST, question)
        saved = save_held(request.person, found, key, number=sent.number, values=sent.values)
    except Invalid as invalid:
        return invalid_fragment(request, key, invalid)
    except Conflict as conflict:
        return conflict_fragment(request, section_of(found, question)[0], conflict)
    if not request.htmx:
        return redirect(reverse("section-show", args=[response.uid, question.section_key]) + f"#{key}")
    form, progress = section_of(found, question)
    return saved_fragment(request, form, progress, saved, confirmed=sent.confirms, context={"response": response})


def section_of(found: Held, question: FrozenQuestion) -> tuple[SectionForm, SectionProgress | None]:
    """The section of a question as a form, filled with what is stored in a held response, and how far it is."""
    progress = section_progress(found.response, question.section_key, found.answers)
    return form_with(frozen(found.response.assessment.version), progress, found.answers), progress


# --- Shared by whatever saves answers ------------------------------------------------------------


def invalid_fragment(request: PersonRequest, key: str, invalid: Invalid) -> TemplateResponse:
    """The save indicator with what is wrong."""
    context = {"key": key, "state": "error", "message": invalid.sentence}
    return TemplateResponse(request, "components/_save_status.html", context, status=422)


def saved_fragment(
    request: PersonRequest,
    form: SectionForm,
    progress: SectionProgress | None,
    saved: Saved,
    *,
    confirmed: bool,
    context: Mapping[str, object],
) -> TemplateResponse:
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
    page = TemplateResponse(request, "responses/_saved.html", context)
    page.headers["X-Answer-Number"] = str(saved.number)
    return page


def conflict_fragment(request: PersonRequest, form: SectionForm, conflict: Conflict) -> TemplateResponse:
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
    return TemplateResponse(request, "components/_conflict.html", context, status=409)
