"""The comparison taken along: a spreadsheet with all its views, and a report of a few organizations."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessment.access import PersonRequest, signed_in
from assessment.reports.files import download
from assessment.reports.pdf import Paper, typeset_comparison
from assessment.reports.workbooks import XLSX, workbook_of
from assessment.views.compare import BECAUSE, asked_for, rendered
from assessment.views.compare_pages.comparison import FIRST_VIEW
from assessment.views.compare_pages.report import refusal, report_of
from assessment.views.compare_pages.workbook import sheets_of


@signed_in(because=BECAUSE)
@require_safe
@never_cache
def compare_workbook(request: PersonRequest) -> HttpResponse:
    asked = asked_for(request, FIRST_VIEW)
    content = workbook_of(sheets_of(asked.comparison, asked.form.chosen()))
    return download(content, "comparison.xlsx", XLSX)


@signed_in(because=BECAUSE)
@require_safe
@never_cache
def compare_report(request: PersonRequest) -> HttpResponse:
    asked = asked_for(request, FIRST_VIEW)
    wrong = refusal(asked.comparison.totals.number)
    if wrong:
        return render(request, "compare/page.html", {"page": rendered(request, asked, wrong)}, status=422)
    paper = Paper.LETTER if request.GET.get("paper") == "letter" else Paper.A4
    content = typeset_comparison(report_of(asked.comparison, asked.form.chosen()), paper, timezone.now())
    return download(content, "comparison.pdf", "application/pdf")
