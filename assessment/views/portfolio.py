"""The organizations one was let into: asking for more, and keeping tags and notes."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessment.access import Action, PersonRequest, requires, signed_in
from assessment.forms.portfolio import AskForm, JottingForm
from assessment.models import AccessRequest, Organization
from assessment.services import access_requests
from assessment.services import portfolio as portfolios
from assessment.services.access_requests import Asked
from assessment.services.errors import Refused
from assessment.views.organizations import PER_PAGE, organization_crumbs


@signed_in(because="lists what the account was let into, and what it asked for and wrote down itself")
def portfolio(request: PersonRequest) -> HttpResponse:
    return _portfolio_page(request, AskForm())


def _portfolio_page(request: PersonRequest, form: AskForm, status: int = 200) -> HttpResponse:
    person, tag = request.person, request.GET.get("tag", "")
    page = Paginator(portfolios.grants_of(person, tag), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "entries": portfolios.entries_of(person, list(page.object_list)),
        "tag": tag,
        "tags": portfolios.tags_of(person),
        "requests": portfolios.requests_of(person),
        "ended": portfolios.ended_of(person),
        "form": form,
    }
    return render(request, "portfolio/show.html", context, status=status)


# --- Asking --------------------------------------------------------------------------------------


@signed_in(because="everybody with an account may ask; whoever is asked decides")
@require_POST
def access_request_create(request: PersonRequest) -> HttpResponse:
    form = AskForm(request.POST)
    if not form.is_valid():
        return _portfolio_page(request, form, status=422)
    try:
        asked = access_requests.ask_for_access(request.person, **form.cleaned_data)
    except Refused as refusal:
        form.add_error("email", refusal.sentence)
        return _portfolio_page(request, form, status=refusal.status)
    if asked.is_to_be_mailed:
        _tell_of(request, asked)
    messages.success(request, _said(asked))
    return redirect("portfolio")


def _tell_of(request: PersonRequest, asked: Asked) -> None:
    # SECURITY: no word of the consultant's own goes to an address that did not ask for it, but their name.
    link = request.build_absolute_uri(reverse("access-request-answer", args=[asked.request.uid]))
    consultant = asked.request.consultant
    names = {"who": str(consultant), "email": consultant.email, "level": asked.request.get_level_display()}
    access_requests.tell("access-asked", asked.request.email, request.build_absolute_uri, link=link, **names)


def _said(asked: Asked) -> str:
    # SECURITY: the same for every address.
    sentence = _("Asked. Whoever signs in with %(email)s finds your request.") % {"email": asked.request.email}
    by_mail = _("We try to tell them by mail, too.")
    by_hand = _("This installation sends no mail, so tell them yourself.")
    return f"{sentence} {by_mail if settings.EMAIL_URL else by_hand}"


@requires(Action.TAKE_BACK_ACCESS_REQUEST, AccessRequest)
@require_POST
def access_request_take_back(request: PersonRequest, access_request: AccessRequest) -> HttpResponse:
    access_requests.take_back(request.person, access_request)
    messages.success(request, _("Your request is taken back."))
    return redirect("portfolio")


# --- Tags and notes ------------------------------------------------------------------------------


@requires(Action.SEE_ORGANIZATION, Organization)
@require_http_methods(["GET", "HEAD", "POST"])
def portfolio_change(request: PersonRequest, organization: Organization) -> HttpResponse:
    jotting = portfolios.jotting_on(request.person, organization)
    form = JottingForm(jotting, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            portfolios.jot_down(request.person, organization, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("tags", refusal.sentence)
        else:
            messages.success(request, _("Saved."))
            return redirect("organization-show", organization.uid)
    crumbs = organization_crumbs(organization, _("Your tags and note"))
    context = {"organization": organization, "form": form, "crumbs": crumbs}
    return render(request, "portfolio/change.html", context, status=422 if form.errors else 200)
