"""The targets of a round, by dimension: looked at, changed, and put back to the default by a lead."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessment.access import Action, PersonRequest, requires
from assessment.forms.targets import ResetForm, TargetsForm
from assessment.models import Assessment
from assessment.services.errors import Refused
from assessment.services.stored_results import read_result
from assessment.services.targets import aims_of, has_targets_of_its_own, reset_targets, set_targets, shown_targets
from assessment.services.versions import frozen
from assessment.views.assessments import assessment_crumbs
from assessment.views.result_pages.targets import target_rows

CONFLICT, INVALID = 409, 422


@requires(Action.SET_TARGETS, Assessment)
@require_http_methods(["GET", "HEAD", "POST"])
def result_targets(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    form = TargetsForm(aims_of(assessment), request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _targets_page(request, assessment, form, status=INVALID if form.errors else 200)
    given = form.cleaned_data
    try:
        set_targets(request.person, assessment, form.values, for_next=given["for_next"], seen=given["seen"])
    except Refused as refusal:
        return _conflict_page(request, assessment, request.POST, refusal)
    messages.success(request, _("Saved. Gaps, advice and roadmap follow the new targets."))
    return redirect("result-targets", assessment.uid)


@requires(Action.SET_TARGETS, Assessment)
@require_POST
def result_targets_reset(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    form = ResetForm(request.POST)
    form.full_clean()
    given = form.cleaned_data
    try:
        reset_targets(request.person, assessment, for_next=given["for_next"], seen=given.get("seen", "too long"))
    except Refused as refusal:
        return _conflict_page(request, assessment, None, refusal)
    messages.success(request, _("The targets are the default again. Gaps, advice and roadmap follow them."))
    return redirect("result-targets", assessment.uid)


def _conflict_page(
    request: PersonRequest, assessment: Assessment, typed: Mapping[str, str] | None, refusal: Refused
) -> HttpResponse:
    """What was typed beside what is stored now; saving it once more counts as having seen that."""
    if refusal.status != CONFLICT:
        raise refusal
    form = TargetsForm(aims_of(assessment), typed)
    return _targets_page(request, assessment, form, status=CONFLICT, conflict=refusal.sentence)


def _targets_page(
    request: PersonRequest, assessment: Assessment, form: TargetsForm, *, status: int, conflict: str = ""
) -> HttpResponse:
    # SECURITY: scores exist from closing on, for leads too.
    view = None if assessment.is_open else read_result(assessment)
    context = {
        "assessment": assessment,
        "form": form,
        "rows": target_rows(form, view),
        "seen": shown_targets(form.aims),
        "conflict": conflict,
        "default": form.aims[0].default if form.aims else None,
        "essential": frozen(assessment.version).thresholds.essential_target,
        "for_next": has_targets_of_its_own(assessment.organization),
        "crumbs": assessment_crumbs(assessment, _("Targets")),
    }
    return render(request, "targets/page.html", context, status=status)
