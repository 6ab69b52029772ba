"""Who contributes to a benchmark, and what."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessment.measurement.benchmark import OVERALL, Contribution
from assessment.measurement.mix import Mix
from assessment.models import Assessment, Consent, Membership, Organization, Result, Version, member_of
from assessment.services.consents import withdraw_consent
from assessment.services.contributions import Contributions, contributions_to, contributors
from tests.benchmarks import NOBODY, make_closed_round, make_contributor
from tests.factories import make_organization, make_version, publish_version

pytestmark = pytest.mark.django_db


def contributed(version: Version, *, synthetic: bool = False) -> Contributions:
    found = contributions_to(version.questionnaire, synthetic=synthetic)
    assert found is not None
    return found


def contributing(version: Version) -> set[int]:
    """The organizations whose contribution counts."""
    found = contributed(version)
    return {found.organizations[each.organization] for each in found.each}


def test_a_contribution_is_the_mix_of_every_subject_that_is_reportable() -> None:
    version = make_version()
    organization = make_contributor(version, "3", sector="health", size="50-249")
    # Half done, and two thirds of the way to a guideline.
    mix = Mix(0.333333, 0.166667, 0.333333, 0.166667)
    assert contributed(version).each == (
        Contribution(member_of(organization.uid), "health", "50-249", {OVERALL: mix, "d0": mix, "d1": mix}),
    )


def test_nothing_was_ever_published() -> None:
    draft = make_version(publish=False)
    assert contributions_to(draft.questionnaire, synthetic=False) is None


def test_only_the_latest_closed_round_counts() -> None:
    version = make_version()
    organization = make_contributor(version, "2")
    make_closed_round(organization, version, "5", "guideline")
    assert [each.mixes[OVERALL] for each in contributed(version).each] == [Mix(1, 0, 0, 0)]


@pytest.mark.parametrize("wrong", [{"contested": True}, {"reportable": False, "stage": None, "practice": None}])
def test_a_latest_round_that_is_contested_or_not_reportable_contributes_nothing(wrong: dict[str, object]) -> None:
    version = make_version()
    organization = make_contributor(version)
    make_closed_round(organization, version)
    latest = Assessment.objects.latest("pk")
    Result.objects.filter(assessment=latest).update(**wrong)
    assert contributing(version) == set()


def test_an_imported_round_is_passed_over() -> None:
    version = make_version()
    organization = make_contributor(version, "2")
    imported = make_closed_round(organization, version, "5")
    Assessment.objects.filter(pk=imported.pk).update(imported_at=timezone.now())
    assert [each.mixes[OVERALL].practice for each in contributed(version).each] == [pytest.approx(0.25)]


# --- Who may --------------------------------------------------------------------------------------


def test_consent_vouching_and_time_are_all_needed() -> None:
    version = make_version()
    good = make_contributor(version)
    not_vouched = make_contributor(version, vouched_at=None)
    new = make_contributor(version)
    Organization.objects.filter(pk=new.pk).update(created_at=timezone.now() - timedelta(days=6))
    withdrawn = make_contributor(version)
    withdraw_consent(NOBODY, withdrawn, Consent.Purpose.BENCHMARK)
    make_closed_round(make_organization(vouched_at=timezone.now()), version)
    leaving = make_contributor(version, deletion_due_on=timezone.localdate())
    assert {good.pk} == contributing(version)
    assert {good.pk, not_vouched.pk, new.pk, withdrawn.pk, leaving.pk} > contributing(version)


def test_a_verified_address_of_a_lead_at_its_domain_vouches() -> None:
    organization = make_contributor(make_version(), vouched_at=None, email_domain="Example.ORG")
    lead = organization.memberships.get().user
    address = EmailAddress.objects.create(user=lead, email=lead.email, verified=False)
    assert list(contributors(synthetic=False, days=7)) == []
    EmailAddress.objects.filter(pk=address.pk).update(verified=True)
    assert list(contributors(synthetic=False, days=7)) == [organization]
    organization.memberships.update(role=Membership.Role.PRACTITIONER)
    assert list(contributors(synthetic=False, days=7)) == []


def test_a_domain_that_only_ends_alike_does_not_vouch() -> None:
    organization = make_contributor(make_version(), vouched_at=None, email_domain="ample.org")
    lead = organization.memberships.get().user
    EmailAddress.objects.create(user=lead, email=lead.email, verified=True)
    assert list(contributors(synthetic=False, days=7)) == []


def test_a_domain_vouches_for_one_organization() -> None:
    version = make_version()
    first, second = (make_contributor(version, vouched_at=None, email_domain="example.org") for _ in range(2))
    for organization in (first, second):
        lead = organization.memberships.get().user
        EmailAddress.objects.create(user=lead, email=lead.email, verified=True)
    assert list(contributors(synthetic=False, days=7)) == [first]


def test_real_and_invented_organizations_never_meet() -> None:
    version = make_version()
    real, invented = make_contributor(version), make_contributor(version, synthetic=True)
    assert [found.organizations for found in (contributed(version), contributed(version, synthetic=True))] == [
        {member_of(real.uid): real.pk},
        {member_of(invented.uid): invented.pk},
    ]


# --- Several versions -----------------------------------------------------------------------------


def make_successor(version: Version) -> Version:
    """A second version of the questionnaire: its last practice is gone, another one is there, weights differ."""
    other = make_version(publish=False)
    Version.objects.filter(pk=other.pk).update(questionnaire=version.questionnaire)
    other.refresh_from_db()
    practices = other.practices.order_by("key")
    practices.filter(key="d0-p0").update(weight=3)
    practices.filter(key="d1-p2").update(key="d1-new")
    for question in other.questions.filter(key__startswith="d1-p2"):
        question.key = question.key.replace("d1-p2", "d1-new")
        question.save()
    publish_version(other)
    return other


def test_organizations_on_two_versions_meet_on_their_common_core() -> None:
    version = make_version()
    older = make_contributor(version, "2")
    newer = make_contributor(make_successor(version), "4")
    found = contributed(version)
    assert found.version.number == 2
    assert found.left_out == ("d1-new", "d1-p2")
    assert {each.organization: each.mixes[OVERALL].practice for each in found.each} == {
        member_of(older.uid): pytest.approx(0.25),
        member_of(newer.uid): pytest.approx(0.75),
    }


def test_the_core_is_weighted_as_the_newest_version_weighs_it() -> None:
    version = make_version()
    older = make_contributor(version, "1")
    make_contributor(make_successor(version), "4")
    # Done in full, but nothing else: a practice of weight 3 among those of weight 1.
    row = older.assessments.get().result.practices.get(key="d0-p0")
    row.tally, row.x = [[1.0, 1.0, 1]], 1.0
    row.save()
    mixes = next(each.mixes for each in contributed(version).each if each.organization == member_of(older.uid))
    assert mixes["d0"].practice == pytest.approx(3 / 5)
    assert mixes["d1"].practice == 0


def test_the_number_of_queries_does_not_grow(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    version = make_version()
    make_contributor(version)
    contributed(version)
    with django_assert_num_queries(3):
        contributed(version)
    for _ in range(3):
        make_contributor(version)
    with django_assert_num_queries(3):
        contributed(version)
