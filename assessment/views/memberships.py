"""One's own membership: handing an organization over, leaving it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assessment.access import Action, PersonRequest, requires
from assessment.forms.people import HandOverForm
from assessment.models import Offer, Organization
from assessment.services.errors import Refused
from assessment.services.grants import offer_place
from assessment.services.memberships import is_only_lead, leave
from assessment.views.organizations import organization_crumbs
from assessment.views.people import offered_page


@requires(Action.MANAGE_PEOPLE, Organization)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def organization_hand_over(request: PersonRequest, organization: Organization) -> HttpResponse:
    form = HandOverForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            email, place = form.cleaned_data["email"], Offer.Place.LEAD
            offered = offer_place(request.person, organization, email=email, place=place, hands_over=True)
        except Refused as refusal:
            form.add_error("email", refusal.sentence)
        else:
            return offered_page(request, organization, *offered)
    context = {"organization": organization, "form": form, "crumbs": organization_crumbs(organization, _("Hand over"))}
    context["is_only_lead"] = is_only_lead(organization, request.person.user)
    context["is_interim"] = organization.is_interim_lead(request.person.user)
    return render(request, "people/hand_over.html", context, status=422 if form.errors else 200)


@requires(Action.LEAVE_ORGANIZATION, Organization)
@require_http_methods(["GET", "HEAD", "POST"])
def organization_leave(request: PersonRequest, organization: Organization) -> HttpResponse:
    if request.method == "POST":
        leave(request.person, organization)
        messages.success(request, _("You have left %(name)s.") % {"name": organization.name})
        return redirect("organizations")
    context = {"organization": organization, "crumbs": organization_crumbs(organization, _("Leave"))}
    context["is_only_lead"] = is_only_lead(organization, request.person.user)
    return render(request, "people/leave.html", context)
