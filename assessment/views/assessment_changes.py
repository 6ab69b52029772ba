"""A round gets another title or due date, or is deleted."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessment.access import Action, PersonRequest, requires
from assessment.forms.assessment_changes import AssessmentChangeForm, AssessmentDeletionForm
from assessment.models import Assessment
from assessment.services.assessment_changes import change_assessment, shown_state
from assessment.services.assessment_deletion import contents_of, delete_assessment
from assessment.services.errors import Refused
from assessment.views.assessments import assessment_crumbs

CONFLICT, INVALID = 409, 422


@requires(Action.RUN_ASSESSMENT, Assessment)
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_change(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    form = AssessmentChangeForm(assessment, request.POST if request.method == "POST" else None)
    status = INVALID if form.errors else 200
    if form.is_valid():
        given, seen = form.cleaned_data, form.cleaned_data["seen"]
        try:
            change_assessment(request.person, assessment, title=given["title"], due_on=form.chosen_day, seen=seen)
        except Refused as refusal:
            form, status = _refused_form(request, assessment, refusal), refusal.status
        else:
            messages.success(request, _("Saved."))
            return redirect("assessment-show", assessment.uid)
    context = {"assessment": assessment, "form": form, "crumbs": assessment_crumbs(assessment, _("Change"))}
    return render(request, "assessments/change.html", context, status=status)


def _refused_form(request: PersonRequest, assessment: Assessment, refusal: Refused) -> AssessmentChangeForm:
    """What was typed, with the refusal's sentence; saving it once more counts as having read how things stand now."""
    if refusal.status not in (CONFLICT, INVALID):
        raise refusal
    typed = request.POST.copy()
    assessment.refresh_from_db()
    typed["seen"] = shown_state(assessment)
    form = AssessmentChangeForm(assessment, typed)
    form.add_error("title" if refusal.status == INVALID else None, refusal.sentence)
    return form


@requires(Action.DELETE_ASSESSMENT, Assessment)
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_delete(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    form, organization = (
        AssessmentDeletionForm(assessment.title, request.POST if request.method == "POST" else None),
        assessment.organization,
    )
    if request.method == "POST":
        try:
            delete_assessment(request.person, assessment, typed_title=form.typed_title)
        except Refused as refusal:
            if refusal.status != INVALID:
                raise
            form.add_error("title", refusal.sentence)
        else:
            messages.success(request, _("“%(title)s” was deleted.") % {"title": assessment.title})
            return redirect("organization-show", organization.uid)
    context = {"assessment": assessment, "contents": contents_of(assessment), "form": form}
    context["crumbs"] = assessment_crumbs(assessment, _("Delete"))
    return render(request, "assessments/delete.html", context, status=INVALID if form.errors else 200)
