"""The review of a result: read by whoever sees the result, written by consultants, tidied by leads."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessment.access import Action, PersonRequest, may_here, requires
from assessment.forms.reviews import ReviewForm
from assessment.models import Assessment
from assessment.services.errors import Refused
from assessment.services.frozen import FrozenSection
from assessment.services.logos import reviewer_logo
from assessment.services.result_views import ResultView
from assessment.services.reviews import read_review, remove_comment, remove_rating, review_dimension
from assessment.views.assessments import assessment_crumbs
from assessment.views.derivations import dimension_in
from assessment.views.logos import picture_response
from assessment.views.result_pages.logos import shown_logos
from assessment.views.result_pages.reading import closed_view
from assessment.views.result_pages.reviews import dimension_reviews, review_page
from assessment.views.result_pages.tabs import tabs

CONFLICT, INVALID = 409, 422


@requires(Action.SEE_RESULT, Assessment)
@require_safe
def result_review(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    view = closed_view(assessment)
    review = read_review(assessment, view.result)
    context = {
        "assessment": assessment,
        "page": review_page(view, review),
        "review": review,
        "logos": shown_logos(assessment, review),
        "comments": may_here(request, Action.COMMENT_RESULT),
        "verifies": may_here(request, Action.VERIFY_RESULT),
        "removes": may_here(request, Action.REMOVE_REVIEW),
        "tabs": tabs(assessment.uid, "result-review"),
        "crumbs": assessment_crumbs(assessment, _("Result")),
    }
    return render(request, "reviews/page.html", context)


@requires(Action.COMMENT_RESULT, Assessment)
@require_http_methods(["GET", "HEAD", "POST"])
def review_change(request: PersonRequest, assessment: Assessment, dimension: str) -> HttpResponse:
    view = closed_view(assessment)
    section = dimension_in(view, dimension).section
    form = _form(request, view, section)
    if not form.is_valid():
        return _form_page(request, view, form, status=INVALID if form.errors else 200)
    said = form.cleaned_data
    try:
        review_dimension(
            request.person, assessment, dimension, comment=said["comment"], ratings=form.ratings, seen=said["seen"]
        )
    except Refused as refusal:
        if refusal.status != CONFLICT:
            raise
        form = _form(request, view, section)
        return _form_page(request, view, form, status=CONFLICT, conflict=refusal.sentence)
    messages.success(request, _("Saved."))
    return redirect(reverse("result-review", args=[assessment.uid]) + f"#dimension-{dimension}")


def _form(request: PersonRequest, view: ResultView, section: FrozenSection) -> ReviewForm:
    """What is stored now, and on top what was typed."""
    review = read_review(view.assessment, view.result)
    typed = request.POST if request.method == "POST" else None
    return ReviewForm(section, review, typed, verifies=may_here(request, Action.VERIFY_RESULT))


def _form_page(
    request: PersonRequest, view: ResultView, form: ReviewForm, *, status: int, conflict: str = ""
) -> HttpResponse:
    assessment, section = view.assessment, form.section
    shown = {each.key: each for each in dimension_reviews(view, form.review)}[section.key]
    crumbs = assessment_crumbs(assessment, _("Review"))
    above = (_("Review"), reverse("result-review", args=[assessment.uid]))
    # What was seen is what is stored while something has to be corrected, too: nobody decided anything yet.
    seen = form.data.get("seen", "") if status == INVALID else form.review.seen(section)
    context = {
        "assessment": assessment,
        "form": form,
        "rows": list(zip(form.rows(), shown.rows, strict=False)),
        "shown": shown,
        "seen": seen,
        "conflict": conflict,
        "crumbs": [*crumbs[:-1], above, (section.title, "")],
    }
    return render(request, "reviews/change.html", context, status=status)


@requires(Action.REMOVE_REVIEW, Assessment)
@require_POST
def review_remove(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    practice, dimension = (request.POST.get(name, "") for name in ("practice", "comment"))
    if practice:
        remove_rating(request.person, assessment, practice)
        messages.success(request, _("The verified rating is removed."))
    elif dimension:
        remove_comment(request.person, assessment, dimension)
        messages.success(request, _("The comment is removed."))
    else:
        raise Refused(_("Say what to remove."))
    return redirect("result-review", assessment.uid)


@requires(Action.SEE_RESULT, Assessment)
@require_safe
@never_cache
def review_logo(request: PersonRequest, assessment: Assessment, logo: UUID) -> HttpResponse:
    # SECURITY: the logo of a consultant goes to whoever sees a result that they reviewed, and to nobody else.
    review = read_review(assessment, closed_view(assessment).result)
    return picture_response(reviewer_logo(review.reviewers, logo))
