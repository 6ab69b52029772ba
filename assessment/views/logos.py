"""Logos: that of an organization, set by its lead, and one's own, which consultants put on what they review."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from assessment.access import Action, PersonRequest, requires, signed_in
from assessment.forms.logos import LogoForm
from assessment.models import Logo, Organization
from assessment.services.errors import Refused
from assessment.services.logos import (
    organization_logo_of,
    own_logo,
    remove_organization_logo,
    remove_own_logo,
    set_organization_logo,
    set_own_logo,
)
from assessment.views.organizations import organization_crumbs

INVALID = 422


@requires(Action.CHANGE_ORGANIZATION, Organization)
@require_http_methods(["GET", "HEAD", "POST"])
def organization_logo(request: PersonRequest, organization: Organization) -> HttpResponse:
    form = _form(request)
    if _removes(request):
        remove_organization_logo(request.person, organization)
        return _done(request, "organization-logo", organization.uid)
    if form.is_valid():
        try:
            set_organization_logo(request.person, organization, _content(form))
            return _done(request, "organization-logo", organization.uid)
        except Refused as refusal:
            form.add_error("logo", refusal.sentence)
    crumbs = organization_crumbs(organization, _("Logo"))
    context = {"organization": organization, "logo": organization_logo_of(organization), "form": form, "crumbs": crumbs}
    return render(request, "logos/organization.html", context, status=INVALID if form.errors else 200)


@signed_in(because="shows and changes the logo of the account itself")
@require_http_methods(["GET", "HEAD", "POST"])
def account_logo(request: PersonRequest) -> HttpResponse:
    form = _form(request)
    if _removes(request):
        remove_own_logo(request.person)
        return _done(request, "account-logo")
    if form.is_valid():
        try:
            set_own_logo(request.person, _content(form))
            return _done(request, "account-logo")
        except Refused as refusal:
            form.add_error("logo", refusal.sentence)
    context = {"logo": own_logo(request.person), "form": form}
    return render(request, "logos/account.html", context, status=INVALID if form.errors else 200)


def _form(request: PersonRequest) -> LogoForm:
    return LogoForm(request.POST, request.FILES) if request.method == "POST" else LogoForm()


def _removes(request: PersonRequest) -> bool:
    return request.method == "POST" and request.POST.get("remove") == "yes"


def _content(form: LogoForm) -> bytes:
    return bytes(form.cleaned_data["logo"].read())


def _done(request: PersonRequest, name: str, *args: object) -> HttpResponse:
    messages.success(request, _("The logo is removed.") if _removes(request) else _("The logo is set."))
    return redirect(name, *args)


@requires(Action.SEE_ORGANIZATION, Organization)
@require_safe
@never_cache
def organization_logo_image(request: PersonRequest, organization: Organization) -> HttpResponse:
    return picture_response(organization_logo_of(organization))


@signed_in(because="shows the logo of the account itself")
@require_safe
@never_cache
def account_logo_image(request: PersonRequest) -> HttpResponse:
    return picture_response(own_logo(request.person))


def picture_response(logo: Logo | None) -> HttpResponse:
    """A logo as the picture that it is. Raises Refused (404) where there is none."""
    if logo is None:
        raise Refused(_("There is no logo here."), status=404)
    return HttpResponse(bytes(logo.image), content_type=logo.media_type, headers={"X-Content-Type-Options": "nosniff"})
