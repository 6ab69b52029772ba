"""What organization another one is a part of, and what its leads see."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from assessment.access import Action, PersonRequest, requires
from assessment.forms.people import chosen_part
from assessment.forms.units import AboveForm, ParentForm
from assessment.models import Offer, Organization
from assessment.services import units
from assessment.services.grants import offer_place
from assessment.views.organizations import organization_crumbs
from assessment.views.people import chosen, offered_page


@requires(Action.MANAGE_PEOPLE, Organization)
def organization_parent(request: PersonRequest, organization: Organization) -> HttpResponse:
    led = units.parents_for(request.person, organization)
    return _parent_page(request, organization, ParentForm(led), AboveForm())


def _parent_page(
    request: PersonRequest, organization: Organization, choose: ParentForm, ask: AboveForm
) -> HttpResponse:
    wrong = ask if ask.errors else choose
    context = {
        "organization": organization,
        "above": units.above(organization),
        "parts": list(organization.children.all()),
        "choose": choose,
        "ask": ask,
        "form": wrong,
        "crumbs": organization_crumbs(organization, _("Part of a company")),
    }
    return render(request, "units/page.html", context, status=422 if wrong.errors else 200)


@requires(Action.MANAGE_PEOPLE, Organization)
@require_POST
def parent_choose(request: PersonRequest, organization: Organization) -> HttpResponse:
    form = ParentForm(units.parents_for(request.person, organization), request.POST)
    if not form.is_valid():
        return _parent_page(request, organization, form, AboveForm())
    parent = form.cleaned_data["parent"]
    units.join_own(request.person, organization, parent)
    messages.success(request, _("%(unit)s is now a part of %(parent)s.") % {"unit": organization, "parent": parent})
    return redirect("organization-parent", organization.uid)


@requires(Action.MANAGE_PEOPLE, Organization)
@require_POST
@never_cache
def parent_ask(request: PersonRequest, organization: Organization) -> HttpResponse:
    form = AboveForm(request.POST)
    if not form.is_valid():
        led = units.parents_for(request.person, organization)
        return _parent_page(request, organization, ParentForm(led), form)
    email = form.cleaned_data["email"]
    offered = offer_place(request.person, organization, email=email, place=Offer.Place.PARENT)
    return offered_page(request, organization, *offered)


@requires(Action.MANAGE_PEOPLE, Organization)
@require_POST
def parent_let_in(request: PersonRequest, organization: Organization) -> HttpResponse:
    units.let_leads_in(request.person, organization)
    messages.success(request, _("All leads of the organization above can read the results now."))
    return redirect("organization-parent", organization.uid)


@requires(Action.MANAGE_PEOPLE, Organization)
@require_POST
def parent_end(request: PersonRequest, organization: Organization) -> HttpResponse:
    units.part(request.person, organization)
    messages.success(request, _("It is no longer a part of another organization."))
    return redirect("organization-parent", organization.uid)


@requires(Action.MANAGE_PEOPLE, Organization)
@require_POST
def part_end(request: PersonRequest, organization: Organization) -> HttpResponse:
    """The same from above, by the lead of the parent."""
    unit = chosen(chosen_part(organization, request.POST))
    units.part(request.person, unit)
    messages.success(request, _("%(unit)s is no longer a part.") % {"unit": unit})
    return redirect("organization-parent", organization.uid)
