"""Organizations side by side: the views, their updates, and their tables as files."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from assessment.access import PersonRequest, signed_in
from assessment.forms.comparisons import ComparisonForm, address_of
from assessment.measurement.stages import Stage
from assessment.reports.csv_files import csv_response
from assessment.services.comparisons import Cohort, cohort_of
from assessment.views.compare_pages.comparison import FIRST_VIEW, Comparison
from assessment.views.compare_pages.kept import Rendered, kept
from assessment.views.compare_pages.report import refusal
from assessment.views.compare_pages.shared import shared_context
from assessment.views.compare_pages.views import BY_KEY, FILES, View, tabs
from assessment.wording import stage_name

BECAUSE = "compares the organizations visible to the person, and no others"


@dataclass(frozen=True)
class Asked:
    """What an address asks for: the view, the comparison, and the form that says what could not be followed."""

    view: View
    comparison: Comparison
    form: ComparisonForm

    @property
    def address(self) -> str:
        """The address that asks for what was followed, and for nothing else."""
        return self.comparison.path + address_of(self.comparison.choice)


def asked_for(request: PersonRequest, view: str) -> Asked:
    """Return what the request asks to compare. Raises Http404 for a view that there is not."""
    if view not in BY_KEY:
        raise Http404
    cohort = cohort_of(request.person)
    form = _form(request.GET, cohort)
    return Asked(BY_KEY[view], Comparison(request.person, cohort, form.choice(), view), form)


@signed_in(because=BECAUSE)
def compare(request: PersonRequest, view: str = FIRST_VIEW) -> HttpResponse:
    page = kept(request.person, request.get_full_path(), lambda: rendered(request, asked_for(request, view)))
    response = render(request, f"compare/{_template(request)}", {"page": page})
    # A browser must not take the fragment for the page when it goes back to this address.
    patch_vary_headers(response, ["HX-Request"])
    return response


def rendered(request: PersonRequest, asked: Asked, refused: str = "") -> Rendered:
    """Return the parts of the page; `refused` says why what was asked for beside it can't be had."""
    context = _context(asked)
    context["remarks"] += [refused] if refused else []
    parts = {part: render_to_string(f"compare/_{part}.html", context, request) for part in ("count", "actions")}
    cohort = asked.comparison.cohort
    return Rendered(
        body=render_to_string("compare/_comparison.html", context, request),
        **parts,
        title=str(asked.view.word),
        visible=cohort.visible,
        with_round=cohort.with_round,
        draws=asked.view.draws,
    )


@signed_in(because=BECAUSE)
def compare_file(request: PersonRequest, view: str) -> HttpResponse:
    if view not in FILES:
        raise Http404
    shown, file = FILES[view]
    sheet = file.sheet(asked_for(request, shown.key).comparison)
    return csv_response(f"comparison-{file.key}", sheet.columns, sheet.rows)


def _form(address: QueryDict, cohort: Cohort) -> ComparisonForm:
    return ComparisonForm(address, cohort, [stage_name(stage) for stage in Stage])


def _template(request: PersonRequest) -> str:
    asks_for_part = request.htmx and not request.htmx.history_restore_request
    return "_update.html" if asks_for_part else "page.html"


def _context(asked: Asked) -> dict[str, Any]:
    view, comparison, form = asked.view, asked.comparison, asked.form
    # The bar shows what was followed, not what was asked for.
    followed = form if not form.errors else _form(QueryDict(address_of(comparison.choice)[1:]), comparison.cohort)
    return {
        "view": view,
        "tabs": tabs(comparison.choice, view),
        "filters": followed.bar(),
        "remarks": form.remarks(),
        **shared_context(comparison, form.named),
        **_taken_along(comparison),
        **(view.context(comparison) if comparison.totals.number else {}),
    }


def _taken_along(comparison: Comparison) -> dict[str, str]:
    """Where the files of the whole comparison are, or why there is none."""
    address = address_of(comparison.choice)
    return {
        "workbook_url": reverse("compare-workbook") + address,
        "report_url": reverse("compare-report") + address,
        "report_refusal": refusal(comparison.totals.number),
    }
