"""The action plan: beside a result, of an organization, as a file; and one action of it, changed by a lead."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessment.access import Action, PersonRequest, may_here, requires
from assessment.forms.plans import ActionForm, StepsForm
from assessment.models import ActionItem, Assessment, Organization
from assessment.reports.csv_files import csv_response
from assessment.services.errors import Refused
from assessment.services.plan_progress import plan_of
from assessment.services.plans import change_action, put_into_plan
from assessment.views.assessments import assessment_crumbs
from assessment.views.organizations import organization_crumbs
from assessment.views.result_pages.plans import badge_of_item, begin_of, on_roadmap, plan_columns, plan_page, plan_rows
from assessment.views.result_pages.reading import closed_view
from assessment.views.result_pages.tabs import tabs

CONFLICT, INVALID = 409, 422


@requires(Action.SEE_PLAN, Assessment)
@require_safe
def result_plan(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    view = closed_view(assessment)
    plan = plan_of(assessment.organization, assessment)
    context = {
        "assessment": assessment,
        "organization": assessment.organization,
        "page": plan_page(plan, view, runs=may_here(request, Action.RUN_PLAN)),
        "tabs": tabs(assessment.uid, "result-plan"),
        "crumbs": assessment_crumbs(assessment, _("Result")),
    }
    return render(request, "plans/result.html", context)


@requires(Action.SEE_PLAN, Organization)
@require_safe
def organization_plan(request: PersonRequest, organization: Organization) -> HttpResponse:
    context = {
        "organization": organization,
        "page": plan_page(plan_of(organization), runs=may_here(request, Action.RUN_PLAN)),
        "crumbs": organization_crumbs(organization, _("Action plan")),
    }
    return render(request, "plans/show.html", context)


@requires(Action.SEE_PLAN, Organization)
@require_safe
def organization_plan_file(request: PersonRequest, organization: Organization) -> HttpResponse:
    return csv_response("action-plan", plan_columns(), plan_rows(plan_of(organization)))


@requires(Action.RUN_PLAN, Assessment)
@require_POST
def plan_add(request: PersonRequest, assessment: Assessment) -> HttpResponse:
    form = StepsForm(on_roadmap(closed_view(assessment)), request.POST)
    count = len(put_into_plan(request.person, assessment, form.keys))
    if count:
        added = ngettext("One action is in the plan now.", "%(count)d actions are in the plan now.", count)
        messages.success(request, added % {"count": count} + " " + _("Give each an owner and a due date."))
    else:
        messages.info(request, _("That was in the plan already."))
    return redirect("result-plan", assessment.uid)


@requires(Action.RUN_PLAN, ActionItem)
@require_http_methods(["GET", "HEAD", "POST"])
def action_change(request: PersonRequest, item: ActionItem) -> HttpResponse:
    form = ActionForm(item, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _action_page(request, item, form, status=INVALID if form.errors else 200)
    try:
        change_action(request.person, item, **form.cleaned_data)
    except Refused as refusal:
        return _refused_page(request, item, form, refusal)
    messages.success(request, _("Saved."))
    return redirect("organization-plan", item.organization.uid)


def _refused_page(request: PersonRequest, item: ActionItem, form: ActionForm, refusal: Refused) -> HttpResponse:
    """What was typed; after a lost race beside what is stored, and saving it once more counts as having seen that."""
    if refusal.status == INVALID:
        form.add_error("status", refusal.sentence)
        return _action_page(request, item, form, status=INVALID)
    if refusal.status != CONFLICT:
        raise refusal
    item.refresh_from_db()
    typed = request.POST.copy()
    typed["number"] = str(item.number)
    return _action_page(request, item, ActionForm(item, typed), status=CONFLICT, conflict=refusal.sentence)


def _action_page(
    request: PersonRequest, item: ActionItem, form: ActionForm, *, status: int, conflict: str = ""
) -> HttpResponse:
    plan = (_("Action plan"), reverse("organization-plan", args=[item.organization.uid]))
    crumbs = organization_crumbs(item.organization, _("Action plan"))
    context = {
        "item": item,
        "badge": badge_of_item(item),
        "begin": begin_of(item),
        "form": form,
        "conflict": conflict,
        "crumbs": [*crumbs[:-1], plan, (item.name, "")],
    }
    return render(request, "plans/change.html", context, status=status)
