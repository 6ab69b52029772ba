"""The result of a round: its page, and its tables as files."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessment.access import Action, PersonRequest, may_here, requires
from assessment.models import Assessment
from assessment.reports.csv_files import csv_response
from assessment.reports.files import file_name
from assessment.services.assessments import progress_of, provisional_stage
from assessment.services.benchmark_marks import with_benchmark
from assessment.services.exports import note_export
from assessment.services.notes import notes_of
from assessment.services.reviews import read_review
from assessment.services.shares import shares_of
from assessment.services.stored_results import read_result
from assessment.views.assessments import assessment_crumbs
from assessment.views.result_pages.actions import ACTION, chosen_action
from assessment.views.result_pages.charts import profile_columns, profile_rows
from assessment.views.result_pages.logos import shown_logos
from assessment.views.result_pages.page import result_page
from assessment.views.result_pages.practice_rows import table_columns, table_rows
from assessment.views.result_pages.reading import closed_view
from assessment.views.result_pages.tabs import tabs


@requires(Action.SEE_RESULT, Assessment)
@require_safe
def result_show(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    if assessment.is_open:
        return _open_page(request, assessment)
    view = with_benchmark(read_result(assessment))
    # SECURITY: what people wrote is for members alone, not for consultants.
    notes = notes_of(assessment, view) if may_here(request, Action.SEE_NOTES) else {}
    review = read_review(assessment, view.result)
    context = {
        "assessment": assessment,
        "logos": shown_logos(assessment, review),
        "takes": True,
        "leads": may_here(request, Action.CHANGE_ORGANIZATION),
        "shares": may_here(request, Action.SHARE_RESULT),
        "page": result_page(view, notes, chosen_action(request.GET.get(ACTION, "")), review=review),
        "sets_targets": may_here(request, Action.SET_TARGETS),
        "tabs": tabs(assessment.uid, "result-show"),
        "crumbs": assessment_crumbs(assessment, _("Result")),
    }
    return render(request, "results/show.html", context)


def _open_page(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    # SECURITY: before closing there are counts for everybody, and a provisional stage for leads alone.
    progress = progress_of(assessment)
    leads = may_here(request, Action.CHANGE_ORGANIZATION)
    context = {
        "assessment": assessment,
        "progress": progress,
        "stage": provisional_stage(assessment, progress) if leads else None,
        "shared": may_here(request, Action.SHARE_RESULT) and bool(shares_of(assessment).listed),
        "crumbs": assessment_crumbs(assessment, _("Result")),
    }
    return render(request, "results/open.html", context)


@requires(Action.SEE_RESULT, Assessment)
@require_safe
def result_practices(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    view = closed_view(assessment)
    note_export(request.person, assessment, "practices")
    return csv_response(file_name(assessment, _("practices")), table_columns(), table_rows(view.dimensions))


@requires(Action.SEE_RESULT, Assessment)
@require_safe
def result_dimensions(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    view = with_benchmark(closed_view(assessment))
    note_export(request.person, assessment, "dimensions")
    return csv_response(file_name(assessment, _("dimensions")), profile_columns(view), profile_rows(view))
