"""Rounds: opened, looked at, answered, closed, reopened."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessment.access import ALLOWED, Action, PersonRequest, requires, roles_in
from assessment.forms.assessments import AssessmentForm
from assessment.models import Assessment, Organization, Response
from assessment.services.assessments import (
    close_assessment,
    open_assessment,
    progress_of,
    provisional_stage,
    refuse_imported,
    reopen_assessment,
)
from assessment.services.entries import entries_of
from assessment.services.errors import Refused
from assessment.services.invitations import invitations_of
from assessment.services.responses import start_as_member
from assessment.views.join import ask_whether_begun
from assessment.views.organizations import Crumbs, organization_crumbs


def assessment_crumbs(assessment: Assessment, here: str = "") -> Crumbs:
    """The path to an assessment's page, or to the page named `here` below it."""
    crumbs = organization_crumbs(assessment.organization, assessment.title)
    if not here:
        return crumbs
    return [*crumbs[:-1], (assessment.title, reverse("assessment-show", args=[assessment.uid])), (here, "")]


@requires(Action.OPEN_ASSESSMENT, Organization)
def assessment_create(request: PersonRequest, organization: Organization) -> HttpResponse:
    may_answer = bool(roles_in(request.person, organization) & ALLOWED[Action.ANSWER_ASSESSMENT])
    form = AssessmentForm(request.POST if request.method == "POST" else None, may_answer=may_answer)
    if form.is_valid():
        try:
            assessment = open_assessment(request.person, organization, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("title", refusal.sentence)
        else:
            return redirect("assessment-show", assessment.uid)
    crumbs = organization_crumbs(organization, _("New assessment"))
    context = {"form": form, "organization": organization, "crumbs": crumbs}
    return render(request, "assessments/create.html", context, status=422 if form.errors else 200)


@requires(Action.SEE_ASSESSMENT, Assessment)
def assessment_show(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    roles = roles_in(request.person, assessment.organization)
    progress = progress_of(assessment)
    leads = bool(roles & ALLOWED[Action.CHANGE_ORGANIZATION])
    runs = bool(roles & ALLOWED[Action.RUN_ASSESSMENT])
    context = {
        "assessment": assessment,
        "progress": progress,
        "runs": runs,
        "deletes": bool(roles & ALLOWED[Action.DELETE_ASSESSMENT]),
        "stage": provisional_stage(assessment, progress) if leads else None,
        "invitations": invitations_of(assessment) if runs else [],
        "entries": entries_of(request.person, assessment) if runs else [],
        "may_answer": bool(roles & ALLOWED[Action.ANSWER_ASSESSMENT]),
        "own": Response.objects.visible_to(request.person).personal().filter(assessment=assessment).first(),
        "crumbs": assessment_crumbs(assessment),
    }
    return render(request, "assessments/show.html", context)


@requires(Action.ANSWER_ASSESSMENT, Assessment)
@require_POST
def assessment_answer(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    asked = ask_whether_begun(request, assessment)
    return asked or redirect("response-show", start_as_member(request.person, assessment).uid)


@requires(Action.RUN_ASSESSMENT, Assessment)
def assessment_close(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    if request.method == "POST":
        close_assessment(request.person, assessment)
        messages.success(request, _("Closed. The result is there for everybody who may see the organization."))
        return redirect("assessment-show", assessment.uid)
    context = {"assessment": assessment, "progress": progress_of(assessment)}
    context["crumbs"] = assessment_crumbs(assessment, _("Close"))
    return render(request, "assessments/close.html", context)


@requires(Action.RUN_ASSESSMENT, Assessment)
def assessment_reopen(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    refuse_imported(assessment)
    if request.method == "POST":
        reopen_assessment(request.person, assessment)
        messages.success(request, _("Reopened. People can answer again, and the result is hidden until you close it."))
        return redirect("assessment-show", assessment.uid)
    context = {"assessment": assessment, "crumbs": assessment_crumbs(assessment, _("Reopen"))}
    return render(request, "assessments/reopen.html", context)
