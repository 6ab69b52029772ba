"""Consent is given and withdrawn by rows that are never rewritten; a domain vouches for one organization."""

import pytest
from allauth.account.models import EmailAddress

from assessment.models import AuditEvent, Consent, Organization, Person, SnapshotMember, User
from assessment.services.consents import (
    Consents,
    consents_of,
    domain_of,
    give_consent,
    vouch_by_domain,
    withdraw_consent,
)
from assessment.services.errors import Refused
from assessment.services.snapshots import take_snapshot
from tests.benchmarks import make_contributors
from tests.factories import make_organization, make_user, make_version

pytestmark = pytest.mark.django_db
BENCHMARK, RESEARCH = Consent.Purpose.BENCHMARK, Consent.Purpose.RESEARCH


@pytest.fixture
def organization() -> Organization:
    return make_organization()


def lead_of(organization: Organization) -> Person:
    return Person(user=organization.memberships.get().user)


def verified(user: User) -> Person:
    EmailAddress.objects.create(user=user, email=user.email, verified=True)
    return Person(user=user)


def test_purposes_are_consented_to_apart(organization: Organization) -> None:
    given = give_consent(lead_of(organization), organization, RESEARCH)
    assert consents_of(organization) == Consents(benchmark=None, research=given)


def test_giving_it_twice_changes_nothing(organization: Organization) -> None:
    lead = lead_of(organization)
    first, second = (give_consent(lead, organization, BENCHMARK) for _ in range(2))
    assert first == second
    assert AuditEvent.objects.filter(verb="consent given: benchmark").count() == 1


def test_one_withdrawn_and_given_again_is_another_row(organization: Organization) -> None:
    lead = lead_of(organization)
    give_consent(lead, organization, BENCHMARK)
    withdraw_consent(lead, organization, BENCHMARK)
    withdraw_consent(lead, organization, BENCHMARK)
    assert consents_of(organization).benchmark is None
    again = give_consent(lead, organization, BENCHMARK)
    assert consents_of(organization).benchmark == again
    assert organization.consents.count() == 2
    assert AuditEvent.objects.filter(verb="consent withdrawn: benchmark").count() == 1


def test_withdrawing_takes_the_name_off_what_was_contributed() -> None:
    version = make_version()
    first, *others = make_contributors(version, 5)
    snapshot = take_snapshot(version.questionnaire)
    assert snapshot is not None
    withdraw_consent(lead_of(first), first, BENCHMARK)
    named = SnapshotMember.objects.exclude(organization=None).values_list("organization", flat=True)
    assert set(named) == {other.pk for other in others}
    assert snapshot.values.published().exists()


def test_at_once_takes_back_the_numbers_it_is_part_of_and_no_others() -> None:
    version = make_version()
    first, *_ = make_contributors(version, 5, sector="health", size="10-49")
    make_contributors(version, 5, sector="energy", size="50-249")
    snapshot = take_snapshot(version.questionnaire)
    assert snapshot is not None
    withdraw_consent(lead_of(first), first, BENCHMARK, at_once=True)
    left = snapshot.values.published().values_list("family", "segment").distinct()
    assert set(left) == {("sector", "energy"), ("size", "50-249")}


def test_withdrawing_research_leaves_the_benchmark_alone() -> None:
    version = make_version()
    first, *_ = make_contributors(version, 5)
    give_consent(lead_of(first), first, RESEARCH)
    snapshot = take_snapshot(version.questionnaire)
    assert snapshot is not None
    withdraw_consent(lead_of(first), first, RESEARCH, at_once=True)
    assert SnapshotMember.objects.filter(organization=first).exists()
    assert not snapshot.values.exclude(withdrawn_at=None).exists()


# --- Vouching -------------------------------------------------------------------------------------


def test_the_domain_of_a_verified_address_vouches(organization: Organization) -> None:
    vouch_by_domain(verified(lead_of(organization).user or make_user()), organization)
    organization.refresh_from_db()
    assert organization.email_domain == "example.org"


def test_an_address_that_is_not_confirmed_does_not(organization: Organization) -> None:
    lead = lead_of(organization)
    assert domain_of(lead) == ""
    with pytest.raises(Refused, match="not confirmed yet"):
        vouch_by_domain(lead, organization)


def test_a_domain_where_anybody_can_have_an_address_does_not(organization: Organization) -> None:
    user = User.objects.create_user("somebody@gmail.com", "a password that is long")
    with pytest.raises(Refused, match="anybody can have one like it"):
        vouch_by_domain(verified(user), organization)


def test_one_domain_does_not_vouch_for_two(organization: Organization) -> None:
    person = verified(make_user())
    vouch_by_domain(person, organization)
    with pytest.raises(Refused, match="vouches for another organization already") as refused:
        vouch_by_domain(person, make_organization())
    assert refused.value.status == 409
    vouch_by_domain(person, organization)


def test_a_guest_vouches_for_nothing() -> None:
    assert domain_of(Person(user=None)) == ""
