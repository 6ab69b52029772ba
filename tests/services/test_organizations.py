"""Whoever creates an organization leads it; lists cost the same at any length."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessment.models import Assessment, AuditEvent, Organization, Response, User
from assessment.services.assessments import Progress, close_assessment
from assessment.services.errors import Refused
from assessment.services.organizations import (
    Overview,
    change_organization,
    create_organization,
    latest_results,
    overviews,
    rounds_of,
)
from tests.factories import (
    make_answers,
    make_assessment,
    make_grant,
    make_organization,
    make_person,
    make_response,
    make_user,
    make_version,
)

pytestmark = pytest.mark.django_db

FACTS: dict[str, Any] = {"sector": "health", "size": "10-49"}


def closed_round(organization: Organization, days_ago: int = 0) -> Assessment:
    assessment = make_assessment(organization)
    response = make_response(assessment, state=Response.State.SUBMITTED, submitted_at=timezone.now())
    make_answers(response, {"d0-p0": ("5", "guideline")})
    closed = close_assessment(make_person(make_user()), assessment)
    Assessment.objects.filter(pk=closed.pk).update(closed_at=timezone.now() - timedelta(days=days_ago))
    return closed


class TestCreating:
    def test_whoever_creates_it_leads_it(self) -> None:
        user = make_user()
        organization = create_organization(make_person(user), name="Halden Freight", **FACTS)
        assert list(organization.memberships.values_list("user", "role")) == [(user.pk, "lead")]
        assert (organization.created_by, organization.sector) == (user, "health")
        assert list(AuditEvent.objects.values_list("verb", "object_uid")) == [
            ("organization created", organization.uid)
        ]

    def test_a_form_sent_twice_creates_one(self) -> None:
        person = make_person(make_user())
        create_organization(person, name="Halden Freight", **FACTS)
        with pytest.raises(Refused) as refusal:
            create_organization(person, name="halden freight", **FACTS)
        assert (refusal.value.status, Organization.objects.count()) == (422, 1)

    def test_another_lead_may_use_the_name(self) -> None:
        for _ in range(2):
            create_organization(make_person(make_user()), name="Halden Freight", **FACTS)
        assert Organization.objects.filter(name="Halden Freight").count() == 2

    def test_needs_an_account(self) -> None:
        with pytest.raises(Refused) as refusal:
            create_organization(make_person(None, "a"), name="Halden Freight", **FACTS)
        assert refusal.value.status == 403


def test_changes_only_the_facts_given() -> None:
    organization = make_organization(sector="health", country="FI")
    change_organization(make_person(make_user()), organization, name="New name", sector="energy")
    stored = Organization.objects.values("name", "sector", "country").get()
    assert stored == {"name": "New name", "sector": "energy", "country": "FI"}


class TestLists:
    def user_with(self, count: int) -> tuple[User, list[Organization]]:
        user = make_user()
        organizations = [make_organization(f"Organization {place}", lead=user) for place in range(count)]
        for organization in organizations:
            closed_round(organization)
            make_assessment(organization)
        return user, organizations

    @pytest.mark.parametrize("count", [1, 3])
    def test_an_overview_costs_four_queries(
        self, count: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        user, organizations = self.user_with(count)
        with django_assert_num_queries(4):
            listed = overviews(make_person(user), organizations)
        assert [(row.place, row.open_rounds) for row in listed] == [("lead", 1)] * count
        assert all(row.latest for row in listed)

    def test_the_latest_result_is_that_of_the_round_closed_last(self) -> None:
        organization = make_organization()
        closed_round(organization, days_ago=9)
        newest = closed_round(organization, days_ago=1)
        closed_round(organization, days_ago=5)
        assert latest_results([organization])[organization.pk].assessment == newest

    def test_a_consultant_is_listed_with_the_level_and_a_member_with_the_role(self) -> None:
        user = make_user()
        granted, joined = make_organization("A"), make_organization("B", practitioners=[user])
        make_grant(granted, user, "run")
        make_grant(joined, user, "read")
        assert overviews(make_person(user), [granted, joined]) == [
            Overview(granted, "run", None, 0),
            Overview(joined, "practitioner", None, 0),
        ]

    @pytest.mark.parametrize("count", [1, 3])
    def test_rounds_cost_two_queries(self, count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        organization = make_organization()
        for _ in range(count):
            closed_round(organization)
        with django_assert_num_queries(2):
            rounds = rounds_of(organization)
            assert [row.progress for row in rounds] == [Progress(1, 1)] * count
        assert all(row.result for row in rounds)

    def test_an_open_round_has_no_result_even_where_one_is_stored(self) -> None:
        organization = make_organization()
        assessment = closed_round(organization)
        Assessment.objects.filter(pk=assessment.pk).update(state="open", closed_at=None)
        assert [(row.result, row.mix) for row in rounds_of(organization)] == [(None, None)]

    def test_a_round_that_nobody_began_counts_nothing(self) -> None:
        organization = make_organization()
        make_assessment(organization, make_version())
        assert [row.progress for row in rounds_of(organization)] == [Progress(0, 0)]
