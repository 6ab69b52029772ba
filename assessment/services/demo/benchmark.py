"""The invented benchmark: most organizations consented and are vouched for, and one snapshot is taken of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from assessment.models import Consent, Membership, Organization, Version
from assessment.services.findings_snapshots import take_findings
from assessment.services.snapshots import take_snapshot

# By their place: every fourteenth did not consent, every third not to research, every fortieth is not vouched for yet.
NO_CONSENT, NO_RESEARCH, NOT_VOUCHED = 14, 3, 40
VOUCHED, CONSENTED, TO_RESEARCH = timedelta(days=210), timedelta(days=180), timedelta(days=120)


def write_benchmark(version: Version, organizations: Sequence[Organization], now: datetime) -> None:
    """Write the consents of these organizations, given some time ago, and take a synthetic snapshot, and the findings.

    The first of them, which is told in depth, takes part in both. Call it once their results are stored.
    """
    _vouch(organizations, now)
    places = range(len(organizations))
    consenting = [organizations[place] for place in places if place % NO_CONSENT != 1]
    _consent(Consent.Purpose.BENCHMARK, consenting, now - CONSENTED)
    to_research = [organizations[place] for place in places if place % NO_RESEARCH != 1]
    _consent(Consent.Purpose.RESEARCH, to_research, now - TO_RESEARCH)
    take_snapshot(version.questionnaire, synthetic=True)
    take_findings(version.questionnaire, synthetic=True)


def _vouch(organizations: Sequence[Organization], now: datetime) -> None:
    vouched = [each.pk for place, each in enumerate(organizations) if place % NOT_VOUCHED != 2]
    Organization.objects.filter(pk__in=vouched).update(vouched_at=now - VOUCHED)


def _consent(purpose: Consent.Purpose, organizations: Sequence[Organization], given_at: datetime) -> None:
    """The consent of each, given by its lead."""
    leads = Membership.objects.filter(organization__in=organizations, role=Membership.Role.LEAD)
    Consent.objects.bulk_create(
        Consent(organization_id=organization, purpose=purpose, given_at=given_at, given_by_id=user)
        for organization, user in leads.values_list("organization", "user")
    )
