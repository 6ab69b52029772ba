"""Over time: the rounds of the organization whose result is shown, and any two of them compared."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessment.access import Action, PersonRequest, may_here, requires
from assessment.forms.trends import Pair, asked_pair
from assessment.models import Assessment
from assessment.reports.csv_files import csv_response
from assessment.reports.files import file_name
from assessment.services.differences import Difference, difference_of
from assessment.services.errors import Refused
from assessment.services.exports import note_export
from assessment.views.assessments import assessment_crumbs
from assessment.views.result_pages.differences import practice_columns, practice_rows
from assessment.views.result_pages.reading import closed_trend
from assessment.views.result_pages.tabs import tabs
from assessment.views.result_pages.trends import (
    dimension_columns,
    dimension_rows,
    round_columns,
    round_rows,
    trend_page,
)


@requires(Action.SEE_RESULT, Assessment)
@require_safe
def result_trend(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    trend, shown = closed_trend(request.person, assessment)
    context = {
        "assessment": assessment,
        "page": trend_page(trend, shown, asked_pair(request.GET, trend, shown)),
        "may_open": may_here(request, Action.OPEN_ASSESSMENT),
        "tabs": tabs(assessment.uid, "result-trend"),
        "crumbs": assessment_crumbs(assessment, _("Result")),
    }
    return render(request, "trends/page.html", context)


@requires(Action.SEE_RESULT, Assessment)
@require_safe
def result_trend_rounds(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    trend, _shown = closed_trend(request.person, assessment)
    note_export(request.person, assessment, "rounds")
    return csv_response(file_name(assessment, _("rounds")), round_columns(), round_rows(trend))


@requires(Action.SEE_RESULT, Assessment)
@require_safe
def result_trend_dimensions(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    trend, _shown = closed_trend(request.person, assessment)
    note_export(request.person, assessment, "dimensions over time")
    name = file_name(assessment, _("dimensions over time"))
    return csv_response(name, dimension_columns(trend), dimension_rows(trend))


@requires(Action.SEE_RESULT, Assessment)
@require_safe
def result_trend_practices(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    pair, difference = _compared(request, assessment)
    note_export(request.person, assessment, "differences")
    return csv_response(file_name(assessment, _("differences")), practice_columns(pair), practice_rows(difference))


def _compared(request: PersonRequest, assessment: Assessment) -> tuple[Pair, Difference]:
    """The two rounds that the address asks for. Raises Refused (404) where there are no two, or they don't compare."""
    trend, shown = closed_trend(request.person, assessment)
    pair = asked_pair(request.GET, trend, shown)
    difference = difference_of(pair.before, pair.after) if pair else None
    if pair is None or difference is None:
        raise Refused(_("There are no two rounds here that can be compared."), status=404)
    return pair, difference
