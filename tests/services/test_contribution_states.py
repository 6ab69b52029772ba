"""A lead is told whether the organization would contribute, and exactly what is in the way."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from assessment.models import Assessment, Consent, Organization, Result, Version
from assessment.services.consents import withdraw_consent
from assessment.services.contribution_states import Obstacle, contribution_states, is_vouched_for
from assessment.services.contributions import contributions_to
from tests.benchmarks import NOBODY, make_closed_round, make_contributor
from tests.factories import make_organization, make_version
from tests.services.test_contributions import make_successor

pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> Version:
    return make_version()


def change(organization: Organization, **facts: object) -> None:
    Organization.objects.filter(pk=organization.pk).update(**facts)


def spoil(organization: Organization, **scores: object) -> None:
    Result.objects.filter(assessment__organization=organization).update(**scores)


def newly_come(organization: Organization) -> None:
    change(organization, created_at=timezone.now() - timedelta(days=6))


IN_THE_WAY: dict[Obstacle, Callable[[Organization], object]] = {
    Obstacle.NO_CONSENT: lambda it: withdraw_consent(NOBODY, it, Consent.Purpose.BENCHMARK),
    Obstacle.NOT_VOUCHED: lambda it: change(it, vouched_at=None),
    Obstacle.TOO_YOUNG: newly_come,
    Obstacle.LEAVING: lambda it: change(it, deletion_due_on=timezone.localdate()),
    Obstacle.NO_ROUND: lambda it: it.assessments.update(state="open", closed_at=None),
    Obstacle.IMPORTED: lambda it: it.assessments.update(imported_at=timezone.now()),
    Obstacle.CONTESTED: lambda it: spoil(it, contested=True),
    Obstacle.NOT_REPORTABLE: lambda it: spoil(it, reportable=False, stage=None, practice=None),
}


def contributes(organization: Organization, version: Version) -> bool:
    """Whether the next snapshot has it."""
    found = contributions_to(version.questionnaire, synthetic=False)
    return found is not None and organization.pk in {found.organizations[each.organization] for each in found.each}


def test_with_nothing_in_the_way_it_contributes(version: Version) -> None:
    organization = make_contributor(version)
    (state,) = contribution_states(organization)
    assert (state.contributes, state.obstacles, state.round) == (True, (), organization.assessments.get())
    assert contributes(organization, version)


@pytest.mark.parametrize("obstacle", IN_THE_WAY)
def test_each_obstacle_is_named_and_is_one(version: Version, obstacle: Obstacle) -> None:
    organization = make_contributor(version)
    IN_THE_WAY[obstacle](organization)
    organization.refresh_from_db()
    (state,) = contribution_states(organization)
    assert (state.obstacles, state.contributes) == ((obstacle,), False)
    assert not contributes(organization, version)


def test_too_little_of_what_all_versions_share_is_an_obstacle(version: Version) -> None:
    """It answered the one practice that the newer version of its neighbour lacks."""
    organization = make_contributor(version)
    practices = organization.assessments.get().result.practices
    practices.exclude(key="d1-p2").update(tally=[])
    assert contribution_states(organization)[0].contributes
    make_contributor(make_successor(version))
    (state,) = contribution_states(organization)
    assert (state.obstacles, state.version.number) == ((Obstacle.NOT_SHARED,), 2)
    assert not contributes(organization, version)


def test_several_obstacles_are_all_told(version: Version) -> None:
    organization = make_organization()
    (state,) = contribution_states(organization)
    assert state.obstacles == (Obstacle.NO_CONSENT, Obstacle.NOT_VOUCHED, Obstacle.TOO_YOUNG, Obstacle.NO_ROUND)
    assert state.from_day == timezone.localdate(organization.created_at) + timedelta(days=7)


def test_each_questionnaire_that_it_used_has_a_state_of_its_own(version: Version) -> None:
    organization = make_contributor(version)
    other = make_version()
    contested = make_closed_round(organization, other)
    Result.objects.filter(assessment=contested).update(contested=True)
    make_version()
    states = {state.version.pk: state.obstacles for state in contribution_states(organization)}
    assert states == {version.pk: (), other.pk: (Obstacle.CONTESTED,)}


def test_without_a_published_questionnaire_there_is_nothing_to_say() -> None:
    assert contribution_states(make_organization()) == []


def test_an_administrator_or_a_domain_vouches(version: Version) -> None:
    organization = make_contributor(version)
    assert is_vouched_for(organization)
    change(organization, vouched_at=None, email_domain="example.org")
    assert not is_vouched_for(organization)
    assert Assessment.objects.closed().count() == 1
