"""The result of a round: its page, and its tables as files."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from assessment.access import ALLOWED, Action, PersonRequest, requires, roles_in
from assessment.models import Assessment
from assessment.reports.csv_files import csv_response
from assessment.services.assessments import progress_of, provisional_stage
from assessment.services.notes import notes_of
from assessment.services.stored_results import read_result
from assessment.views.assessments import assessment_crumbs
from assessment.views.result_pages.charts import profile_columns, profile_rows
from assessment.views.result_pages.page import result_page
from assessment.views.result_pages.practice_rows import table_columns, table_rows
from assessment.views.result_pages.reading import closed_view
from assessment.views.result_pages.tabs import tabs


@requires(Action.SEE_RESULT, Assessment)
def result_show(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    if assessment.is_open:
        return _open_page(request, assessment)
    view = read_result(assessment)
    roles = roles_in(request.person, assessment.organization)
    # SECURITY: what people wrote is for members alone, not for consultants.
    notes = notes_of(assessment, view) if roles & ALLOWED[Action.SEE_NOTES] else {}
    context = {
        "assessment": assessment,
        "page": result_page(view, notes),
        "sets_targets": bool(roles & ALLOWED[Action.SET_TARGETS]),
        "tabs": tabs(assessment.uid, "result-show"),
        "crumbs": assessment_crumbs(assessment, _("Result")),
    }
    return render(request, "results/show.html", context)


def _open_page(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    # SECURITY: before closing there are counts for everybody, and a provisional stage for leads alone.
    progress = progress_of(assessment)
    leads = not roles_in(request.person, assessment.organization).isdisjoint(ALLOWED[Action.CHANGE_ORGANIZATION])
    context = {
        "assessment": assessment,
        "progress": progress,
        "stage": provisional_stage(assessment, progress) if leads else None,
        "crumbs": assessment_crumbs(assessment, _("Result")),
    }
    return render(request, "results/open.html", context)


@requires(Action.SEE_RESULT, Assessment)
def result_practices(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    view = closed_view(assessment)
    return csv_response("practices", table_columns(), table_rows(view.dimensions))


@requires(Action.SEE_RESULT, Assessment)
def result_dimensions(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    view = closed_view(assessment)
    return csv_response("dimensions", profile_columns(view), profile_rows(view))
