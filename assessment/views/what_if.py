"""What if: a result with some practices done better than today, as a page and as files; nothing is saved."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessment.access import Action, PersonRequest, requires
from assessment.forms.what_if import asked_of
from assessment.models import Assessment
from assessment.reports.csv_files import csv_response
from assessment.reports.files import file_name
from assessment.services.exports import note_export
from assessment.services.stored_results import ResultView
from assessment.services.what_if import projected
from assessment.views.assessments import assessment_crumbs
from assessment.views.result_pages.reading import closed_view
from assessment.views.result_pages.tabs import tabs
from assessment.views.result_pages.what_if import what_if_page
from assessment.views.result_pages.what_if_charts import (
    dimension_columns,
    dimension_rows,
    practice_columns,
    practice_rows,
)


@requires(Action.SEE_RESULT, Assessment)
@require_safe
def result_what_if(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    view = closed_view(assessment)
    asked = asked_of(request.GET, view)
    if asked.is_long and not request.htmx:
        return redirect(request.path + asked.address)
    context = {
        "assessment": assessment,
        "page": what_if_page(view, projected(view, asked.attempts), asked),
        "tabs": tabs(assessment.uid, "result-what-if"),
        "crumbs": assessment_crumbs(assessment, _("Result")),
    }
    asks_for_part = request.htmx and not request.htmx.history_restore_request
    response = render(request, f"what_if/{'_update' if asks_for_part else 'page'}.html", context)
    # A browser must not take the fragment for the page when it goes back to this address.
    patch_vary_headers(response, ["HX-Request"])
    if asks_for_part:
        response["HX-Push-Url"] = request.path + asked.address
    return response


@requires(Action.SEE_RESULT, Assessment)
@require_safe
def result_what_if_practices(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    rows = practice_rows(*_both(request, assessment))
    note_export(request.person, assessment, "what-if practices")
    return csv_response(file_name(assessment, _("what if practices")), practice_columns(), rows)


@requires(Action.SEE_RESULT, Assessment)
@require_safe
def result_what_if_dimensions(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    rows = dimension_rows(*_both(request, assessment))
    note_export(request.person, assessment, "what-if dimensions")
    return csv_response(file_name(assessment, _("what if dimensions")), dimension_columns(), rows)


def _both(request: PersonRequest, assessment: Assessment) -> tuple[ResultView, ResultView]:
    """Today, and what the address tries."""
    view = closed_view(assessment)
    return view, projected(view, asked_of(request.GET, view).attempts)
