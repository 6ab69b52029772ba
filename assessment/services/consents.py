"""Consent to the benchmark and to research: given by a lead, withdrawn by a lead, never rewritten."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.measurement.benchmark import SECTOR, SIZE, WHOLE
from assessment.models import (
    Consent,
    FindingsMember,
    FindingsRow,
    Organization,
    Person,
    SnapshotMember,
    SnapshotValue,
)
from assessment.services import audit
from assessment.services.errors import Refused
from assessment.services.organizations import account_of

# Addresses at these belong to anybody, and so vouch for no organization.
ANYBODYS_DOMAINS = frozenset(
    {
        "aol.com",
        "gmail.com",
        "gmx.at",
        "gmx.ch",
        "gmx.de",
        "gmx.net",
        "googlemail.com",
        "hotmail.com",
        "icloud.com",
        "libero.it",
        "live.com",
        "mail.com",
        "mail.ru",
        "me.com",
        "msn.com",
        "outlook.com",
        "proton.me",
        "protonmail.com",
        "qq.com",
        "web.de",
        "yahoo.com",
        "yandex.ru",
        "163.com",
    }
)


@dataclass(frozen=True)
class Consents:
    """The consents of an organization that hold, by purpose; None where there is none."""

    benchmark: Consent | None
    research: Consent | None


def consents_of(organization: Organization) -> Consents:
    """Return the consents of an organization that hold, in one query."""
    held = {consent.purpose: consent for consent in organization.consents.filter(withdrawn_at=None)}
    return Consents(held.get(Consent.Purpose.BENCHMARK), held.get(Consent.Purpose.RESEARCH))


def consent_history(organization: Organization) -> list[Consent]:
    """Return every consent that was given, those that were withdrawn included, the latest first; one query."""
    return list(organization.consents.select_related("given_by").order_by("-given_at", "-pk"))


@transaction.atomic
def give_consent(person: Person, organization: Organization, purpose: Consent.Purpose) -> Consent:
    """Give the consent of an organization to this purpose and return it; giving it twice changes nothing.

    Raises Refused (403) for whoever leads it only until the client does for whom it was created.
    """
    held = Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    if held.is_interim_lead(person.user):
        raise Refused(_("The client decides about this, once the organization is handed over."), status=403)
    consent, is_new = Consent.objects.get_or_create(
        organization=organization, purpose=purpose, withdrawn_at=None, defaults={"given_by": person.user}
    )
    if is_new:
        audit.record(person, f"consent given: {purpose}", organization, organization)
    return consent


@transaction.atomic
def withdraw_consent(
    person: Person, organization: Organization, purpose: Consent.Purpose, *, at_once: bool = False
) -> None:
    """Withdraw a consent. What was contributed loses its name; the next snapshot leaves the organization out.

    Published numbers stay until enough others changed, too; `at_once` withdraws those it is part of right
    away, for everybody. Withdrawing twice changes nothing.
    """
    held = Consent.objects.filter(organization=organization, purpose=purpose, withdrawn_at=None)
    if not held.update(withdrawn_at=timezone.now()):
        return
    if purpose == Consent.Purpose.BENCHMARK:
        if at_once:
            _withdraw_numbers(organization)
        SnapshotMember.objects.filter(organization=organization).update(organization=None)
    else:
        FindingsMember.objects.filter(organization=organization).update(organization=None)
        FindingsRow.objects.filter(organization=organization).update(organization=None)
    audit.record(person, f"consent withdrawn: {purpose}", organization, organization)


def _withdraw_numbers(organization: Organization) -> None:
    """Withdraw every published number that a contribution of the organization is part of."""
    now = timezone.now()
    for made_in, sector, size in SnapshotMember.objects.filter(organization=organization).values_list(
        "snapshot", "sector", "size"
    ):
        segments = Q(family=WHOLE) | Q(family=SECTOR, segment=sector) | Q(family=SIZE, segment=size)
        SnapshotValue.objects.published().filter(segments, made_in=made_in).update(withdrawn_at=now)


# --- Vouching -------------------------------------------------------------------------------------


def domain_of(person: Person) -> str:
    """The domain of the person's verified address, where it can vouch for an organization; else empty."""
    if person.user is None:
        return ""
    is_verified = EmailAddress.objects.filter(user=person.user, email__iexact=person.user.email, verified=True).exists()
    domain = person.user.email.rpartition("@")[2].lower()
    return domain if is_verified and domain not in ANYBODYS_DOMAINS else ""


@transaction.atomic
def vouch_by_domain(person: Person, organization: Organization) -> None:
    """Let the domain of the person's verified address vouch for the organization.

    Raises Refused (422) where the address is not verified or anybody could have one like it, and 409
    where the domain vouches for another organization already.
    """
    account_of(person)
    domain = domain_of(person)
    if not domain:
        raise Refused(
            _("Your address can't vouch for an organization: it is not confirmed yet, or anybody can have one like it.")
        )
    taken = Organization.objects.filter(email_domain__iexact=domain, synthetic=organization.synthetic)
    if taken.exclude(pk=organization.pk).exists():
        raise Refused(
            _("%(domain)s vouches for another organization already. An administrator can vouch for this one.")
            % {"domain": domain},
            status=409,
        )
    Organization.objects.filter(pk=organization.pk).update(email_domain=domain)
    audit.record(person, "vouched for by e-mail domain", organization, organization)
