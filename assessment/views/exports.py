"""A result taken along, as a report, a spreadsheet or a bundle; each is written into the audit log."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessment.access import Action, PersonRequest, requires
from assessment.models import Assessment
from assessment.reports.files import download, file_name
from assessment.reports.pdf import Paper, typeset
from assessment.reports.workbooks import XLSX, workbook_of
from assessment.services.benchmark_marks import with_benchmark
from assessment.services.bundles import export_bundle
from assessment.services.exports import note_export
from assessment.services.reviews import read_review
from assessment.services.stored_opinions import opinions_shown
from assessment.views.result_pages.logos import printed_logos
from assessment.views.result_pages.reading import closed_view, since_last
from assessment.views.result_pages.report import report_of
from assessment.views.result_pages.report_since import with_since
from assessment.views.result_pages.workbook import sheets_of


@requires(Action.SEE_RESULT, Assessment)
@require_safe
@never_cache
def result_report(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    view = with_benchmark(closed_view(assessment))
    paper = Paper.LETTER if request.GET.get("paper") == "letter" else Paper.A4
    # Typesetting takes a fraction of a second, so it is done at once and not in a background task.
    review = read_review(assessment, view.result)
    report = report_of(view, opinions_shown(assessment), review, printed_logos(assessment, review))
    report = with_since(report, since_last(request.person, assessment))
    content = typeset(report, paper, timezone.now())
    note_export(request.person, assessment, "report")
    return download(content, f"{file_name(assessment, _('report'))}.pdf", "application/pdf")


@requires(Action.SEE_RESULT, Assessment)
@require_safe
@never_cache
def result_workbook(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    view = with_benchmark(closed_view(assessment))
    content = workbook_of(sheets_of(view, opinions_shown(assessment), read_review(assessment, view.result)))
    note_export(request.person, assessment, "workbook")
    return download(content, f"{file_name(assessment, _('tables'))}.xlsx", XLSX)


# SECURITY: leads alone. The joint counts tell more of practices that one or two people rated than any page does.
@requires(Action.CHANGE_ORGANIZATION, Assessment)
@require_safe
@never_cache
def result_bundle(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    content = export_bundle(request.person, assessment)
    return download(content, f"{file_name(assessment, _('round'))}.json", "application/json")
