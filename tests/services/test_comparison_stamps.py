"""Tests of what tells a kept page from an old one."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessment.models import Assessment, Grant, Membership, Organization, Tag, User
from assessment.services.comparison_stamps import stamp_of
from assessment.services.grants import revoke_grant
from assessment.services.organizations import change_organization
from tests.comparisons import CLOSED, make_round
from tests.factories import make_grant, make_organization, make_person, make_user, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultant() -> User:
    consultant, version = make_user(), make_version()
    for name in ("Alder", "Birch"):
        organization = make_organization(name)
        make_grant(organization, consultant)
        make_round(organization, version)
    return consultant


def grant() -> Grant:
    return Grant.objects.get(organization__name="Alder")


def revoked_by_a_lead(_consultant: User) -> None:
    revoke_grant(make_person(make_user()), grant())


def revoked_without_a_trace(_consultant: User) -> None:
    Grant.objects.update(state=Grant.State.REVOKED, revoked_at=CLOSED)


def one_for_another(consultant: User) -> None:
    Grant.objects.filter(pk=grant().pk).update(state=Grant.State.REVOKED, revoked_at=CLOSED)
    make_grant(make_organization(), consultant)


def renamed(_consultant: User) -> None:
    lead = Membership.objects.filter(organization__name="Alder").get().user
    change_organization(make_person(lead), Organization.objects.get(name="Alder"), name="Ash", sector="finance")


def a_result_stored(_consultant: User) -> None:
    make_round(Organization.objects.get(name="Alder"), make_version(), days=3)


def a_round_reopened(_consultant: User) -> None:
    Assessment.objects.filter(organization__name="Alder").update(state=Assessment.State.OPEN, closed_at=None)


def a_tag(consultant: User) -> None:
    Tag.objects.create(user=consultant, organization=Organization.objects.get(name="Alder"), word="north")


def a_membership(consultant: User) -> None:
    make_organization("Own", consultant)


@pytest.mark.parametrize(
    "deed",
    [
        revoked_by_a_lead, revoked_without_a_trace, one_for_another, renamed, a_result_stored, a_round_reopened, a_tag,
        a_membership,
    ],
)  # fmt: skip
def test_whatever_changes_what_is_seen_changes_the_stamp(consultant: User, deed: Callable[[User], None]) -> None:
    before = stamp_of(make_person(consultant))
    assert stamp_of(make_person(consultant)) == before
    deed(consultant)
    assert stamp_of(make_person(consultant)) != before


def test_a_grant_that_runs_out_changes_it_the_day_after(consultant: User) -> None:
    Grant.objects.update(expires_on=timezone.localdate())
    before = stamp_of(make_person(consultant))
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert stamp_of(make_person(consultant)) != before


def test_two_people_never_share_one(consultant: User) -> None:
    other = make_user()
    assert stamp_of(make_person(other)) != stamp_of(make_person(make_user())) != stamp_of(make_person(consultant))
    assert stamp_of(make_person()) == ""


def test_it_takes_one_query(consultant: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        stamp_of(make_person(consultant))
