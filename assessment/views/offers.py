"""What is offered to whoever holds a secret link, and taking it up."""

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from assessment.access import PersonRequest, public
from assessment.forms.people import KeepsForm
from assessment.forms.units import ParentForm
from assessment.models import Grant, Offer, Organization, Person, User
from assessment.services import grants, mail
from assessment.services.units import join_by_offer, parents_for


@public(because="shows what is offered to whoever holds the link; accepting needs the account it was made to")
@never_cache
def offer_show(request: PersonRequest, token: str) -> HttpResponse:
    offer, user = grants.find_offer(token), request.person.user
    is_post = request.method == "POST"
    if is_post and user is None:
        return redirect_to_login(request.path, resolve_url("account_login"))
    if is_post and user is not None:
        grants.refuse_others(offer, user)
    form = _form_for(offer, request.person, request.POST if is_post else None)
    if form.is_valid():
        return _taken_up(request, token, offer, form)
    context = {"offer": offer, "fits": user is not None and grants.is_for(offer, user), "form": form}
    context["asks_who_keeps"] = grants.asks_who_keeps_access(offer)
    return _kept_secret(render(request, "people/offer.html", context, status=422 if form.errors else 200))


def _form_for(offer: Offer, person: Person, data: QueryDict | None) -> forms.Form:
    """What whoever accepts has to say; of most offers nothing."""
    if offer.place == Offer.Place.PARENT:
        return ParentForm(parents_for(person, offer.organization), data)
    if grants.asks_who_keeps_access(offer):
        return KeepsForm(str(offer.created_by), data)
    return forms.Form(data)


def _taken_up(request: PersonRequest, token: str, offer: Offer, form: forms.Form) -> HttpResponse:
    if offer.place == Offer.Place.PARENT:
        return _joined(request, token, form.cleaned_data["parent"])
    letter = "handed-over-client" if grants.asks_who_keeps_access(offer) else "handed-over"
    keeps = form.cleaned_data.get("keeps", "")
    accepted = grants.accept_offer(request.person, token, keeps=keeps)
    if accepted.hands_over and accepted.created_by is not None:
        _tell_who_handed_over(request, accepted, accepted.created_by, letter, keeps)
    messages.success(request, _("Welcome to %(name)s.") % {"name": accepted.organization.name})
    return redirect("organization-show", accepted.organization.uid)


def _tell_who_handed_over(request: PersonRequest, offer: Offer, user: User, letter: str, keeps: str) -> None:
    mail.send(
        letter,
        user.email,
        organization=offer.organization.name,
        who=str(offer.accepted_by),
        keeps=str(Grant.Level(keeps).label) if keeps else "",
        link=request.build_absolute_uri(reverse("organization-show", args=[offer.organization.uid])),
    )


def _joined(request: PersonRequest, token: str, parent: Organization) -> HttpResponse:
    unit = join_by_offer(request.person, token, parent).organization
    messages.success(request, _("%(unit)s is now a part of %(parent)s.") % {"unit": unit, "parent": parent})
    return redirect("organization-show", parent.uid)


def _kept_secret(page: HttpResponse) -> HttpResponse:
    """A page whose address is a secret: not in a search index, and no other page learns where one came from."""
    page["X-Robots-Tag"] = "noindex, nofollow"
    page["Referrer-Policy"] = "strict-origin"
    return page
