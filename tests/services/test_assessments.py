"""Rounds open with the facts of the day, are counted without names, and close once."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from assessment.measurement.stages import Stage
from assessment.models import Assessment, AuditEvent, Organization, Response, Result, User, Version
from assessment.services.assessments import (
    Progress,
    close_assessment,
    open_assessment,
    progress_of,
    provisional_stage,
    reopen_assessment,
)
from assessment.services.errors import Refused
from assessment.services.results import recompute
from tests.factories import (
    make_answers,
    make_assessment,
    make_organization,
    make_person,
    make_response,
    make_user,
    make_version,
)

pytestmark = pytest.mark.django_db

DONE = {f"d{d}-p{p}": ("5", "guideline") for d in range(2) for p in range(3)}


def submit(assessment: Assessment, user: User | None = None) -> Response:
    response = make_response(assessment, user, state=Response.State.SUBMITTED, submitted_at=timezone.now())
    make_answers(response, DONE)
    return response


def opened(organization: Organization, version: Version, due_on: date | None = None) -> Assessment:
    lead = make_person(organization.memberships.get().user)
    return open_assessment(lead, organization, title="Q4 2026", version=version, due_on=due_on)


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


class TestOpening:
    def test_copies_the_facts_and_sets_a_target_for_every_dimension(self) -> None:
        organization = make_organization(criticality="critical", regulated=True, country="FI")
        assessment = opened(organization, make_version())
        assert assessment.facts() == organization.facts()
        assert list(assessment.targets.values_list("dimension_key", "value")) == [("d0", 0.75), ("d1", 0.75)]
        assert assessment.opened_by == organization.memberships.get().user
        assert verbs() == ["assessment opened"]

    def test_later_changes_of_the_organization_leave_the_facts_alone(self) -> None:
        organization = make_organization(sector="health")
        assessment = opened(organization, make_version())
        Organization.objects.filter(pk=organization.pk).update(sector="energy")
        assessment.refresh_from_db()
        assert assessment.sector == "health"

    def test_a_title_is_used_once_per_organization(self) -> None:
        organization, version = make_organization(), make_version()
        opened(organization, version)
        with pytest.raises(Refused) as refusal:
            opened(organization, version)
        assert refusal.value.status == 422
        assert organization.assessments.count() == 1

    def test_two_organizations_may_use_the_same_title(self) -> None:
        version = make_version()
        opened(make_organization(), version)
        assert opened(make_organization(), version).title == "Q4 2026"

    def test_a_draft_can_not_be_answered(self) -> None:
        with pytest.raises(Refused):
            opened(make_organization(), make_version(publish=False))
        assert Assessment.objects.count() == 0

    def test_the_due_date_is_today_or_later(self) -> None:
        organization, version = make_organization(), make_version()
        today = timezone.localdate()
        with pytest.raises(Refused):
            opened(organization, version, due_on=today - timedelta(days=1))
        assert opened(organization, version, due_on=today).due_on == today


class TestClosing:
    def test_closes_once_and_computes_the_result(self) -> None:
        assessment, person = make_assessment(), make_person(make_user())
        submit(assessment)
        closed = close_assessment(person, assessment)
        assert (closed.state, closed.closed_by) == ("closed", person.user)
        assert Result.objects.get(assessment=assessment).stage == Stage.INSTITUTIONAL
        assert verbs() == ["assessment closed"]
        with pytest.raises(Refused) as refusal:
            close_assessment(person, assessment)
        assert refusal.value.status == 409

    def test_refuses_where_nobody_submitted(self) -> None:
        assessment = make_assessment()
        make_response(assessment)
        with pytest.raises(Refused) as refusal:
            close_assessment(make_person(make_user()), assessment)
        assert refusal.value.status == 422
        assessment.refresh_from_db()
        assert assessment.is_open

    def test_reopening_hides_the_result_again(self) -> None:
        lead = make_user()
        assessment, person = make_assessment(make_organization(lead=lead)), make_person(lead)
        submit(assessment)
        close_assessment(person, assessment)
        assert Result.objects.visible_to(person).count() == 1
        reopened = reopen_assessment(person, assessment)
        assert (reopened.state, reopened.closed_at, reopened.closed_by) == ("open", None, None)
        assert Result.objects.visible_to(person).count() == 0
        with pytest.raises(Refused) as refusal:
            reopen_assessment(person, assessment)
        assert refusal.value.status == 409


@pytest.mark.django_db(transaction=True)
def test_of_two_closing_at_the_same_instant_one_wins() -> None:
    assessment, person = make_assessment(), make_person(make_user())
    submit(assessment)
    together, outcomes = Barrier(2), []

    def close() -> None:
        together.wait()
        try:
            close_assessment(person, assessment)
            outcomes.append(200)
        except Refused as refusal:
            outcomes.append(refusal.status)
        finally:
            connection.close()

    threads = [Thread(target=close) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [200, 409]
    assert verbs() == ["assessment closed"]


class TestCounting:
    def test_counts_who_started_and_who_submitted(self) -> None:
        assessment = make_assessment()
        assert progress_of(assessment) == Progress(0, 0)
        make_response(assessment)
        submit(assessment)
        assert progress_of(assessment) == Progress(started=2, submitted=1)

    def test_counts_the_people_of_a_workshop_and_who_asks_to_change_answers(self) -> None:
        assessment, workshop, now = make_assessment(), Response.Kind.WORKSHOP, timezone.now()
        for people in (5, 2):
            make_response(assessment, kind=workshop, people=people, state="submitted", submitted_at=now)
        make_response(assessment, kind=workshop, people=9)
        make_response(assessment, state="submitted", submitted_at=now, reopening_asked_at=now)
        progress = progress_of(assessment)
        assert progress == Progress(started=4, submitted=3, workshops=2, in_workshops=7, asking=1)
        assert (progress.people, Progress(3, 2).people) == (8, 2)

    def test_the_provisional_stage_needs_three_and_an_open_round(self) -> None:
        assessment = make_assessment()
        for stage in (None, None, Stage.INSTITUTIONAL):
            submit(assessment)
            recompute(assessment)
            assert provisional_stage(assessment, progress_of(assessment)) == stage
        closed = close_assessment(make_person(make_user()), assessment)
        assert provisional_stage(closed, progress_of(closed)) is None
