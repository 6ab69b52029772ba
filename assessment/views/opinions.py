"""What people think of it: opinions and open answers beside a result, never in it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from assessment.access import Action, PersonRequest, may_here, requires
from assessment.models import Assessment
from assessment.reports.csv_files import csv_response
from assessment.reports.files import file_name
from assessment.services.exports import note_export
from assessment.services.open_answers import hide_answer, open_answers
from assessment.services.stored_opinions import opinions_shown
from assessment.views.assessments import assessment_crumbs
from assessment.views.result_pages.opinions import (
    answer_columns,
    answer_rows,
    construct_columns,
    construct_rows,
    opinions_page,
)
from assessment.views.result_pages.reading import closed_view
from assessment.views.result_pages.tabs import tabs


@requires(Action.SEE_RESULT, Assessment)
@require_safe
def result_opinions(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    view = closed_view(assessment)
    # SECURITY: what people wrote is for members alone, not for consultants.
    is_member = may_here(request, Action.SEE_NOTES)
    context = {
        "assessment": assessment,
        "page": opinions_page(view, opinions_shown(assessment), reverse("result-constructs", args=[assessment.uid])),
        "questions": open_answers(assessment, view.result.respondents) if is_member else (),
        "is_member": is_member,
        "leads": may_here(request, Action.CHANGE_ORGANIZATION),
        "tabs": tabs(assessment.uid, "result-opinions"),
        "crumbs": assessment_crumbs(assessment, _("Result")),
    }
    return render(request, "opinions/page.html", context)


@requires(Action.SEE_RESULT, Assessment)
@require_safe
def result_constructs(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    closed_view(assessment)
    note_export(request.person, assessment, "opinions")
    rows = construct_rows(opinions_shown(assessment))
    return csv_response(file_name(assessment, _("opinions")), construct_columns(), rows)


@requires(Action.SEE_NOTES, Assessment)
@require_safe
def result_open_answers(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    questions = open_answers(assessment, closed_view(assessment).result.respondents)
    note_export(request.person, assessment, "open answers")
    # For coding them together with those of other installations: the headings are English everywhere.
    with override("en"):
        return csv_response(file_name(assessment, "open answers"), answer_columns(), answer_rows(assessment, questions))


@requires(Action.CHANGE_ORGANIZATION, Assessment)
@require_POST
def open_answer_hide(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    hidden = request.POST.get("hidden") == "yes"
    hide_answer(request.person, assessment, request.POST.get("answer", ""), hidden=hidden)
    messages.success(request, _("The answer is hidden.") if hidden else _("The answer is shown again."))
    return redirect(reverse("result-opinions", args=[assessment.uid]) + "#own-words")
