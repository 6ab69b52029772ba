"""Agreement: how far the people who answered see the same."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessment.access import Action, PersonRequest, requires
from assessment.models import Assessment
from assessment.services.role_cuts import role_cut
from assessment.views.assessments import assessment_crumbs
from assessment.views.result_pages.agreement import agreement_page
from assessment.views.result_pages.reading import closed_view
from assessment.views.result_pages.tabs import tabs


@requires(Action.SEE_RESULT, Assessment)
@require_safe
def result_agreement(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    view = closed_view(assessment)
    practices_url = reverse("result-practices", args=[assessment.uid])
    context = {
        "assessment": assessment,
        "page": agreement_page(view, role_cut(assessment, view), practices_url),
        "tabs": tabs(assessment.uid, "result-agreement"),
        "crumbs": assessment_crumbs(assessment, _("Result")),
    }
    return render(request, "agreement/page.html", context)
