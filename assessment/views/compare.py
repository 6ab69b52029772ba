"""Organizations side by side: the page, its updates, and its table as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from assessment.access import PersonRequest, signed_in
from assessment.forms.comparisons import ComparisonForm, address_of
from assessment.measurement.stages import Stage
from assessment.reports.csv_files import csv_response
from assessment.services.comparisons import Choice, Cohort, Row, chosen, cohort_of, mean_mix, stage_counts
from assessment.views.compare_charts import Shown, dots_chart, map_chart, mix_chart
from assessment.views.compare_cohort import common_finding, limit_lines, stage_lines
from assessment.views.compare_findings import highlighted_finding, missing_finding, weakest_finding
from assessment.views.compare_table import csv_columns, csv_rows, line_of, table_of, toggled
from assessment.wording import stage_name

ROWS_PER_PAGE = 200
BECAUSE = "compares the organizations visible to the person, and no others"


@signed_in(because=BECAUSE)
def compare(request: PersonRequest) -> HttpResponse:
    cohort = cohort_of(request.person)
    form = _form(request.GET, cohort)
    choice = form.choice()
    context = {"remarks": form.remarks(), **_context(cohort, choice)}
    response = render(request, f"compare/{_template(request)}", context)
    # A browser must not take the fragment for the page when it goes back to this address.
    patch_vary_headers(response, ["HX-Request"])
    return response


@signed_in(because=BECAUSE)
def compare_table(request: PersonRequest) -> HttpResponse:
    cohort = cohort_of(request.person)
    choice = _form(request.GET, cohort).choice()
    rows = csv_rows(cohort, chosen(cohort, choice))
    return csv_response("comparison", csv_columns(cohort.dimensions), rows)


def _form(address: QueryDict, cohort: Cohort) -> ComparisonForm:
    return ComparisonForm(address, cohort, [stage_name(stage) for stage in Stage])


def _template(request: PersonRequest) -> str:
    asks_for_part = request.htmx and not request.htmx.history_restore_request
    return "_update.html" if asks_for_part else "page.html"


@dataclass(frozen=True)
class Chip:
    """A highlighted organization, its place 0..3, the address without it, whether the filters hide it."""

    row: Row
    place: int
    removed: str
    hidden: bool


def _context(cohort: Cohort, choice: Choice) -> dict[str, Any]:
    rows = chosen(cohort, choice)
    page = Paginator(rows, ROWS_PER_PAGE).get_page(choice.page)
    csv_url = reverse("compare-table") + address_of(choice)
    shown = Shown(rows, list(page), cohort.dimensions, choice, csv_url)
    return {
        "cohort": cohort,
        "choice": choice,
        "rows": rows,
        "page": page,
        "csv_url": csv_url,
        "filters": _form(QueryDict(address_of(choice).removeprefix("?")), cohort),
        "chips": _chips(cohort, choice, rows),
        "missing": missing_finding(cohort.without_round, sum(row.latest.mix is None for row in rows)),
        "synthetic": sum(row.synthetic for row in rows),
        **_table(shown, cohort),
        **_highlighted(shown, cohort),
        **_charts(shown),
    }


def _chips(cohort: Cohort, choice: Choice, rows: Sequence[Row]) -> list[Chip]:
    shown = {row.uid for row in rows}
    return [
        Chip(
            row=cohort.by_uid[uid],
            place=place,
            removed=address_of(choice, highlight=toggled(choice.highlighted, uid)),
            hidden=uid not in shown,
        )
        for place, uid in enumerate(choice.highlighted)
    ]


def _table(shown: Shown, cohort: Cohort) -> dict[str, Any]:
    table = table_of(cohort, shown.choice, shown.rows, shown.page)
    # An overlay is left out of the overall result, so it limits nobody.
    counted = [
        (each, found) for each, (_cell, found) in zip(cohort.dimensions, table.medians, strict=True) if not each.overlay
    ]
    spreads = [found for _each, found in counted]
    return {"table": table, "weakest": weakest_finding([each for each, _found in counted], spreads, shown.rows)}


def _highlighted(shown: Shown, cohort: Cohort) -> dict[str, Any]:
    alone = len(cohort.rows) == 1
    mean = mean_mix(shown.rows)
    counts = stage_counts(cohort, shown.choice)
    # Who is the only one is looked at, highlighted or not.
    rows = shown.rows if alone else [row for _place, row in shown.highlighted]
    return {
        "alone": alone,
        "highlighted": [line_of(row, shown.choice, cohort) for row in rows],
        "highlighted_finding": highlighted_finding(rows, None if alone else mean),
        "mean": mean,
        "scored": sum(row.latest.mix is not None for row in shown.rows),
        "common_finding": common_finding(counts),
        "stages": stage_lines(counts, shown.choice),
        "limits": limit_lines(shown.rows, cohort.dimensions),
    }


def _charts(shown: Shown) -> dict[str, Any]:
    return {"map_chart": map_chart(shown), "mix_chart": mix_chart(shown), "dots_chart": dots_chart(shown)}
