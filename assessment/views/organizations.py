"""Organizations: mine, one of them, its facts."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assessment.access import ALLOWED, Action, PersonRequest, requires, roles_in, signed_in
from assessment.forms.organizations import NewOrganizationForm, OrganizationForm
from assessment.models import Organization
from assessment.services.access_requests import waiting_for
from assessment.services.campaigns import runs_several
from assessment.services.errors import Refused
from assessment.services.organizations import (
    change_organization,
    create_organization,
    latest_round,
    overviews,
    rounds_of,
)
from assessment.services.portfolio import jotting_on
from assessment.services.units import units_of

PER_PAGE = 25
Crumbs = list[tuple[str, str]]


def organization_crumbs(organization: Organization, here: str = "") -> Crumbs:
    """The path to an organization's page, or to the page named `here` below it."""
    above = [(_("Organizations"), reverse("organizations"))]
    if not here:
        return [*above, (organization.name, "")]
    return [*above, (organization.name, reverse("organization-show", args=[organization.uid])), (here, "")]


@signed_in(because="lists the organizations visible to the account, and no other")
def organizations(request: PersonRequest) -> HttpResponse:
    visible = Organization.objects.visible_to(request.person)
    page = Paginator(visible, PER_PAGE).get_page(request.GET.get("page"))
    listed = overviews(request.person, list(page.object_list))
    context = {"page": page, "overviews": listed, "runs_several": runs_several(request.person)}
    context["waiting"] = waiting_for(request.person)
    return render(request, "organizations/list.html", context)


@signed_in(because="everybody with an account may start an organization of their own")
def organization_create(request: PersonRequest) -> HttpResponse:
    whose = {"in_handover": request.GET.get("for", "")}
    form = NewOrganizationForm(request.POST if request.method == "POST" else None, initial=whose)
    if form.is_valid():
        try:
            organization = create_organization(request.person, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("name", refusal.sentence)
        else:
            for_a_client = _("Created. You lead it until your client does.")
            messages.success(request, for_a_client if organization.in_handover else _("Created. You are its lead."))
            return redirect("organization-show", organization.uid)
    crumbs = [(_("Organizations"), reverse("organizations")), (_("New organization"), "")]
    status = 422 if form.errors else 200
    return render(request, "organizations/create.html", {"form": form, "crumbs": crumbs}, status=status)


@requires(Action.SEE_ORGANIZATION, Organization)
def organization_show(request: PersonRequest, organization: Organization) -> HttpResponse:
    roles = roles_in(request.person, organization)
    rounds = rounds_of(organization)
    context = {
        "organization": organization,
        "rounds": rounds,
        "latest": latest_round(rounds),
        "leads": bool(roles & ALLOWED[Action.CHANGE_ORGANIZATION]),
        "consents": bool(roles & ALLOWED[Action.MANAGE_CONSENT]),
        "belongs": bool(roles & ALLOWED[Action.LEAVE_ORGANIZATION]),
        "is_interim": organization.is_interim_lead(request.person.user),
        "units": units_of(request.person, organization),
        "jotting": jotting_on(request.person, organization),
        "may_open": bool(roles & ALLOWED[Action.OPEN_ASSESSMENT]),
        "crumbs": organization_crumbs(organization),
    }
    return render(request, "organizations/show.html", context)


@requires(Action.CHANGE_ORGANIZATION, Organization)
def organization_change(request: PersonRequest, organization: Organization) -> HttpResponse:
    form = OrganizationForm(request.POST if request.method == "POST" else None, instance=organization)
    if form.is_valid():
        change_organization(request.person, organization, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("organization-show", organization.uid)
    crumbs = organization_crumbs(organization, _("Settings"))
    context = {"form": form, "organization": organization, "crumbs": crumbs}
    return render(request, "organizations/change.html", context, status=422 if form.errors else 200)
