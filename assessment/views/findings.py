"""The findings of the study beside what is known here, the anonymous data set, and a public survey."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from assessment.access import PersonRequest, public
from assessment.measurement.instrument import Thresholds
from assessment.reports.csv_files import csv_response
from assessment.services.errors import Refused
from assessment.services.findings import data_set, findings_shown, studied_version
from assessment.views.finding_pages.data import CODEBOOK_COLUMNS, codebook_rows, data_columns, data_rows
from assessment.views.finding_pages.numbers import numbers_columns, numbers_rows
from assessment.views.finding_pages.page import finding_panels
from assessment.views.finding_pages.reference import (
    PRACTICES_URL,
    SURVEY_URL,
    reference_cells,
    reference_chart,
    reference_columns,
    reference_rows,
)
from assessment.views.finding_pages.words import STUDY_URL

BECAUSE = "shows what is published of many organizations together, and of none alone"


@public(because=BECAUSE)
@require_safe
def findings(request: PersonRequest) -> HttpResponse:
    published = findings_shown()
    panels = finding_panels(published)
    context = {
        "published": published,
        "panels": panels,
        "says_something": any(panel.charts for panel in panels),
        "rows": len(data_set()),
        "thresholds": published.version.thresholds if published else Thresholds(),
        "study": STUDY_URL,
    }
    return render(request, "findings/page.html", context)


@public(because=BECAUSE)
@require_safe
def findings_numbers(request: PersonRequest) -> HttpResponse:
    published = findings_shown()
    if published is None:
        raise Refused(_("Nothing is published yet."), status=404)
    return csv_response("findings", numbers_columns(), numbers_rows(published))


# --- The anonymous data set -----------------------------------------------------------------------


@public(because=BECAUSE)
@require_safe
def findings_data(request: PersonRequest) -> HttpResponse:
    rows = data_set()
    columns = data_columns(rows, studied_version())
    with override("en"):
        return csv_response("data", columns, data_rows(rows, columns))


@public(because=BECAUSE)
@require_safe
def findings_codebook(request: PersonRequest) -> HttpResponse:
    version = studied_version()
    least = (version.thresholds if version else Thresholds()).benchmark_mean
    with override("en"):
        return csv_response("codebook", CODEBOOK_COLUMNS, codebook_rows(data_set(), version, least))


# --- A public survey ------------------------------------------------------------------------------


@public(because=BECAUSE)
@require_safe
def findings_reference(request: PersonRequest) -> HttpResponse:
    version, published = studied_version(), findings_shown()
    rows = reference_rows(version, published) if version else []
    context = {
        "chart": reference_chart(rows) if rows else None,
        "compares": any(row.here is not None for row in rows),
        "published": published,
        "thresholds": version.thresholds if version else Thresholds(),
        "survey": SURVEY_URL,
        "practices": PRACTICES_URL,
        "crumbs": [(_("Findings"), reverse("findings")), (_("A public survey"), "")],
    }
    return render(request, "findings/reference.html", context)


@public(because=BECAUSE)
@require_safe
def findings_reference_file(request: PersonRequest) -> HttpResponse:
    version = studied_version()
    if version is None:
        raise Refused(_("Nothing is published yet."), status=404)
    rows = reference_rows(version, findings_shown())
    return csv_response("reference", reference_columns(), reference_cells(rows))
