"""Organizations that contribute to a benchmark, with as little said as the test needs."""

from datetime import timedelta

from django.utils import timezone

from assessment.models import Assessment, Consent, Organization, Person, Practice, Response, Version, hash_of
from assessment.services.assessments import close_assessment
from assessment.services.consents import give_consent
from tests.factories import (
    make_answers,
    make_assessment,
    make_organization,
    make_response,
    make_version,
    publish_version,
)

LONG_AGO = timedelta(days=30)
NOBODY = Person(user=None)


def make_contributor(version: Version, step: str = "3", recognition: str = "agreed", **facts: object) -> Organization:
    """A vouched-for organization that consented and closed a round in which everything was answered alike."""
    organization = make_organization()
    known = {"vouched_at": timezone.now(), "created_at": timezone.now() - LONG_AGO, **facts}
    Organization.objects.filter(pk=organization.pk).update(**known)
    organization.refresh_from_db()
    give_consent(NOBODY, organization, Consent.Purpose.BENCHMARK)
    make_closed_round(organization, version, step, recognition)
    return organization


def make_closed_round(
    organization: Organization, version: Version, step: str = "3", recognition: str = "agreed"
) -> Assessment:
    """A closed round of one person who gave every practice this step and this recognition."""
    assessment = make_assessment(organization, version)
    response = make_response(assessment, state=Response.State.SUBMITTED, submitted_at=timezone.now())
    keys = Practice.objects.filter(version=version).values_list("key", flat=True)
    make_answers(response, dict.fromkeys(keys, (step, recognition)))
    return close_assessment(NOBODY, assessment)


def make_contributors(version: Version, count: int, step: str = "3", **facts: object) -> list[Organization]:
    """So many of them, all alike."""
    return [make_contributor(version, step, "agreed", **facts) for _ in range(count)]


def make_known_version(key: str) -> Version:
    """A published version that has a hash of its content, as every one has that the product publishes."""
    version = make_version(key=key, publish=False)
    Version.objects.filter(pk=version.pk).update(content_hash=hash_of(key))
    publish_version(version)
    return version
