"""Organizations side by side: the views, their updates, and their tables as files."""

from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from assessment.access import PersonRequest, signed_in
from assessment.forms.comparisons import ComparisonForm, address_of
from assessment.measurement.stages import Stage
from assessment.reports.csv_files import csv_response
from assessment.services.comparisons import Cohort, cohort_of
from assessment.views.compare_pages.comparison import FIRST_VIEW, Comparison
from assessment.views.compare_pages.shared import shared_context
from assessment.views.compare_pages.views import BY_KEY, View, tabs
from assessment.wording import stage_name

BECAUSE = "compares the organizations visible to the person, and no others"


@signed_in(because=BECAUSE)
def compare(request: PersonRequest, view: str = FIRST_VIEW) -> HttpResponse:
    shown = _view(view)
    cohort = cohort_of(request.person)
    form = _form(request.GET, cohort)
    comparison = Comparison(request.person, cohort, form.choice(), shown.key)
    context = {"remarks": form.remarks(), **_context(shown, comparison, form)}
    response = render(request, f"compare/{_template(request)}", context)
    # A browser must not take the fragment for the page when it goes back to this address.
    patch_vary_headers(response, ["HX-Request"])
    return response


@signed_in(because=BECAUSE)
def compare_file(request: PersonRequest, view: str) -> HttpResponse:
    shown = _view(view)
    cohort = cohort_of(request.person)
    sheet = shown.sheet(Comparison(request.person, cohort, _form(request.GET, cohort).choice(), shown.key))
    return csv_response(f"comparison-{shown.key}", sheet.columns, sheet.rows)


def _view(key: str) -> View:
    if key not in BY_KEY:
        raise Http404
    return BY_KEY[key]


def _form(address: QueryDict, cohort: Cohort) -> ComparisonForm:
    return ComparisonForm(address, cohort, [stage_name(stage) for stage in Stage])


def _template(request: PersonRequest) -> str:
    asks_for_part = request.htmx and not request.htmx.history_restore_request
    return "_update.html" if asks_for_part else "page.html"


def _context(shown: View, comparison: Comparison, form: ComparisonForm) -> dict[str, Any]:
    # The bar shows what was followed, not what was asked for.
    followed = form if not form.errors else _form(QueryDict(address_of(comparison.choice)[1:]), comparison.cohort)
    return {
        "view": shown,
        "tabs": tabs(comparison.choice, shown),
        "filters": followed.bar(),
        **shared_context(comparison, form.names_by_uid),
        **(shown.context(comparison) if comparison.totals.number else {}),
    }
