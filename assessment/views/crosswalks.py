"""Crosswalks: which level of published models a result reaches, approximately."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessment.access import Action, PersonRequest, requires
from assessment.models import Assessment
from assessment.views.assessments import assessment_crumbs
from assessment.views.result_pages.crosswalks import crosswalks_page
from assessment.views.result_pages.reading import closed_view
from assessment.views.result_pages.tabs import tabs


@requires(Action.SEE_RESULT, Assessment)
@require_safe
def result_crosswalks(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    context = {
        "assessment": assessment,
        "page": crosswalks_page(closed_view(assessment)),
        "tabs": tabs(assessment.uid, "result-crosswalks"),
        "crumbs": assessment_crumbs(assessment, _("Result")),
    }
    return render(request, "crosswalks/page.html", context)
