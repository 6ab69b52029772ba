"""Why this number: the derivation of a result, of a dimension and of a practice, each a page of its own."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessment.access import Action, PersonRequest, requires
from assessment.models import Assessment
from assessment.services.errors import Refused
from assessment.services.reviews import Said, read_review
from assessment.services.stored_results import DimensionView, PracticeView, ResultView
from assessment.views.assessments import assessment_crumbs
from assessment.views.derivation_pages.addresses import Addresses
from assessment.views.derivation_pages.blocks import DerivationPage
from assessment.views.derivation_pages.page import dimension_page, overall_page, practice_page
from assessment.views.organizations import Crumbs
from assessment.views.result_pages.reading import closed_view
from assessment.views.result_pages.reviews import VerifiedRow, verified_row
from assessment.views.result_pages.tabs import tabs


@requires(Action.SEE_RESULT, Assessment)
@require_safe
def derivation_overall(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    page = overall_page(closed_view(assessment), Addresses(assessment.uid))
    return opened_in_place(request, page) or _shown(request, assessment, page, _("Why"))


def opened_in_place(request: PersonRequest, page: DerivationPage) -> HttpResponse | None:
    """The one entry that a script asked for, to be opened in the page of the result; None for the whole page."""
    entry = page.entry(request.GET.get("entry", ""))
    if not request.htmx or entry is None:
        return None
    return render(request, "derivations/_opened.html", {"entry": entry, "opened": True})


@requires(Action.SEE_RESULT, Assessment)
@require_safe
def derivation_dimension(request: PersonRequest, assessment: Assessment, dimension: str) -> HttpResponse:
    view = closed_view(assessment)
    found = dimension_in(view, dimension)
    page = dimension_page(view, found, Addresses(assessment.uid))
    comment = read_review(assessment, view.result).comments.get(found.section.key)
    return _shown(request, assessment, page, found.section.title, comment=comment)


@requires(Action.SEE_RESULT, Assessment)
@require_safe
def derivation_practice(request: PersonRequest, assessment: Assessment, dimension: str, practice: str) -> HttpResponse:
    view = closed_view(assessment)
    within = dimension_in(view, dimension)
    found = practice_in(within, practice)
    page = practice_page(view, within, found, Addresses(assessment.uid))
    seen = verified_row(found, read_review(assessment, view.result))
    return _shown(request, assessment, page, found.practice.name, seen=seen)


def dimension_in(view: ResultView, key: str) -> DimensionView:
    """The dimension of a result; raises Refused (404) where it has no such."""
    for dimension in view.dimensions:
        if dimension.section.key == key:
            return dimension
    raise Refused(_("This result has no such dimension."), status=404)


def practice_in(dimension: DimensionView, key: str) -> PracticeView:
    """The practice of a dimension; raises Refused (404) where it has no such."""
    for practice in dimension.practices:
        if practice.key == key:
            return practice
    raise Refused(_("This dimension has no such practice."), status=404)


def _shown(
    request: PersonRequest,
    assessment: Assessment,
    page: DerivationPage,
    here: str,
    *,
    seen: VerifiedRow | None = None,
    comment: Said | None = None,
) -> HttpResponse:
    context = {
        "seen": seen,
        "comment": comment,
        "assessment": assessment,
        "page": page,
        "tabs": tabs(assessment.uid, ""),
        "crumbs": _crumbs(assessment, page, here),
    }
    return render(request, "derivations/show.html", context)


def _crumbs(assessment: Assessment, page: DerivationPage, here: str) -> Crumbs:
    """The path from the assessment over its result and the levels above to this page."""
    above = assessment_crumbs(assessment, here)[:-1]
    result = (_("Result"), reverse("result-show", args=[assessment.uid]))
    return [*above, result, *page.up, (here, "")]
