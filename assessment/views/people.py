"""Who belongs to an organization, who was let in, and who was offered a place."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from assessment.access import Action, PersonRequest, may, requires
from assessment.forms.people import (
    ChosenForm,
    LastDayForm,
    OfferForm,
    RoleForm,
    chosen_grant,
    chosen_member,
    chosen_offer,
    last_day_of,
)
from assessment.models import Grant, Membership, Offer, Organization
from assessment.services import grants, mail
from assessment.services.access_requests import waiting_for
from assessment.services.errors import Refused
from assessment.services.memberships import change_role, remove_member
from assessment.views.organizations import organization_crumbs


@requires(Action.MANAGE_PEOPLE, Organization)
def organization_people(request: PersonRequest, organization: Organization) -> HttpResponse:
    return _people_page(request, organization, OfferForm())


@dataclass(frozen=True)
class WrongDay:
    """A last day that cannot be: whose access, and the form that says why."""

    grant: Grant
    form: LastDayForm

    @property
    def sentence(self) -> str:
        return str(self.form.errors["last_day"][0])


def _people_page(
    request: PersonRequest, organization: Organization, form: OfferForm, wrong_day: WrongDay | None = None
) -> HttpResponse:
    context = {
        "organization": organization,
        "people": grants.people_of(organization),
        "waiting": waiting_for(request.person),
        "form": form,
        "wrong_day": wrong_day,
        "errors": [(f"last-day-{wrong_day.grant.pk}", wrong_day.sentence)] if wrong_day else [],
        "crumbs": organization_crumbs(organization, _("People")),
    }
    return render(request, "people/show.html", context, status=422 if form.errors or wrong_day else 200)


# --- Members and consultants ---------------------------------------------------------------------


@requires(Action.MANAGE_PEOPLE, Organization)
@require_POST
def member_change(request: PersonRequest, organization: Organization) -> HttpResponse:
    form = RoleForm(organization.memberships.select_related("user", "organization"), request.POST)
    membership = chosen(form)
    role = form.cleaned_data["role"]
    change_role(request.person, membership, role)
    changed = _("%(name)s is now a lead.") if role == Membership.Role.LEAD else _("%(name)s is now a practitioner.")
    messages.success(request, changed % {"name": membership.user})
    return _after_a_change(request, organization)


@requires(Action.MANAGE_PEOPLE, Organization)
@require_POST
def member_remove(request: PersonRequest, organization: Organization) -> HttpResponse:
    membership = chosen(chosen_member(organization, request.POST))
    remove_member(request.person, membership)
    messages.success(request, _("%(name)s is no longer a member.") % {"name": membership.user})
    return _after_a_change(request, organization)


@requires(Action.MANAGE_PEOPLE, Organization)
@require_POST
def grant_revoke(request: PersonRequest, organization: Organization) -> HttpResponse:
    grants.revoke_grant(request.person, chosen(chosen_grant(organization, request.POST)))
    messages.success(request, _("The consultant can no longer see this organization."))
    return _after_a_change(request, organization)


@requires(Action.MANAGE_PEOPLE, Organization)
@require_POST
def grant_limit(request: PersonRequest, organization: Organization) -> HttpResponse:
    grant = chosen(chosen_grant(organization, request.POST))
    form = last_day_of(organization, request.POST)
    if not form.is_valid():
        return _people_page(request, organization, OfferForm(), WrongDay(grant, form))
    grants.limit_grant(request.person, grant, form.cleaned_data["last_day"])
    messages.success(request, _("Saved."))
    return _after_a_change(request, organization)


def chosen(form: ChosenForm) -> Any:  # noqa: ANN401 a row of the form's own rows
    """The row that a button meant."""
    if not form.is_valid():
        # Gone since the page was loaded, or never this organization's.
        raise Refused(_("This has been changed in the meantime. Load the page again."), status=409)
    return form.cleaned_data["chosen"]


def _after_a_change(request: PersonRequest, organization: Organization) -> HttpResponse:
    """Back to the page of people; for somebody who has just given up being lead, or left, to what they still see."""
    if may(request.person, Action.MANAGE_PEOPLE, organization):
        return redirect("organization-people", organization.uid)
    if may(request.person, Action.SEE_ORGANIZATION, organization):
        return redirect("organization-show", organization.uid)
    return redirect("organizations")


# --- Offers --------------------------------------------------------------------------------------


@requires(Action.MANAGE_PEOPLE, Organization)
@require_POST
@never_cache
def offer_create(request: PersonRequest, organization: Organization) -> HttpResponse:
    form = OfferForm(request.POST)
    if not form.is_valid():
        return _people_page(request, organization, form)
    return offered_page(request, organization, *grants.offer_place(request.person, organization, **form.cleaned_data))


def offered_page(request: PersonRequest, organization: Organization, offer: Offer, token: str) -> HttpResponse:
    """The link of an offer that was just made, which is mailed too; for views that nothing keeps (`never_cache`)."""
    # SECURITY: the link is in this answer alone; no redirect, so that it is never kept to be shown later.
    link = request.build_absolute_uri(reverse("offer-show", args=[token]))
    context = {"organization": organization, "offer": offer, "link": link, "mailed": _mailed(offer, link)}
    context["crumbs"] = organization_crumbs(organization, _("Offer a place"))
    return render(request, "people/offered.html", context)


def _mailed(offer: Offer, link: str) -> bool:
    return mail.send(
        _template_for(offer),
        offer.email,
        organization=offer.organization.name,
        who=str(offer.created_by),
        place=str(offer.get_place_display()),
        until=mail.day_of(offer.expires_at),
        link=link,
    )


def _template_for(offer: Offer) -> str:
    if offer.place == Offer.Place.PARENT:
        return "joining"
    if not offer.hands_over:
        return "offer"
    return "handing-over-client" if grants.asks_who_keeps_access(offer) else "handing-over"


@requires(Action.MANAGE_PEOPLE, Organization)
@require_POST
def offer_revoke(request: PersonRequest, organization: Organization) -> HttpResponse:
    grants.revoke_offer(request.person, chosen(chosen_offer(organization, request.POST)))
    messages.success(request, _("The offer has ended."))
    return redirect("organization-people", organization.uid)
