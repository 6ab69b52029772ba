"""What a lead consents to: the benchmark and research, each apart, and who vouches for the organization."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessment.access import Action, PersonRequest, requires
from assessment.forms.benchmarks import ConsentForm
from assessment.measurement.instrument import Thresholds
from assessment.models import Consent, Organization
from assessment.services.consents import (
    consent_history,
    consents_of,
    domain_of,
    give_consent,
    vouch_by_domain,
    withdraw_consent,
)
from assessment.services.contribution_states import contribution_states, is_vouched_for
from assessment.services.errors import Refused
from assessment.views.benchmark_pages.consents import state_line
from assessment.views.organizations import organization_crumbs


@requires(Action.MANAGE_CONSENT, Organization)
@require_safe
def organization_consent(request: PersonRequest, organization: Organization) -> HttpResponse:
    return _consent_page(request, organization)


def _consent_page(request: PersonRequest, organization: Organization, refusal: Refused | None = None) -> HttpResponse:
    context = {
        "organization": organization,
        "consents": consents_of(organization),
        "history": consent_history(organization),
        "states": [state_line(state) for state in contribution_states(organization)],
        "is_vouched_for": is_vouched_for(organization),
        "domain": domain_of(request.person),
        "thresholds": Thresholds(),
        "refusal": refusal.sentence if refusal else "",
        "crumbs": organization_crumbs(organization, _("Consent")),
    }
    return render(request, "benchmarks/consent.html", context, status=refusal.status if refusal else 200)


@requires(Action.MANAGE_CONSENT, Organization)
@require_POST
def consent_give(request: PersonRequest, organization: Organization) -> HttpResponse:
    form = ConsentForm(request.POST)
    if not form.is_valid():
        return _consent_page(request, organization, _unknown())
    purpose = Consent.Purpose(form.cleaned_data["purpose"])
    give_consent(request.person, organization, purpose)
    if purpose == Consent.Purpose.BENCHMARK:
        messages.success(request, _("You consented to the benchmark. It counts from the next numbers on."))
    else:
        messages.success(request, _("You consented to research."))
    return redirect("organization-consent", organization.uid)


@requires(Action.MANAGE_CONSENT, Organization)
@require_POST
def consent_withdraw(request: PersonRequest, organization: Organization) -> HttpResponse:
    form = ConsentForm(request.POST)
    if not form.is_valid():
        return _consent_page(request, organization, _unknown())
    purpose, at_once = Consent.Purpose(form.cleaned_data["purpose"]), form.cleaned_data["at_once"]
    withdraw_consent(request.person, organization, purpose, at_once=at_once)
    if purpose == Consent.Purpose.RESEARCH:
        messages.success(
            request,
            _("Withdrawn. What is published for research stays until it is made anew, then without this organization."),
        )
    elif at_once:
        messages.success(request, _("Withdrawn. The numbers that it was part of are no longer shown to anybody."))
    else:
        messages.success(request, _("Withdrawn. The next numbers are made without this organization."))
    return redirect("organization-consent", organization.uid)


def _unknown() -> Refused:
    return Refused(_("Choose the benchmark or research; nothing was changed."))


@requires(Action.MANAGE_CONSENT, Organization)
@require_POST
def organization_vouch(request: PersonRequest, organization: Organization) -> HttpResponse:
    try:
        vouch_by_domain(request.person, organization)
    except Refused as refusal:
        return _consent_page(request, organization, refusal)
    messages.success(request, _("The domain of your address vouches for the organization."))
    return redirect("organization-consent", organization.uid)
