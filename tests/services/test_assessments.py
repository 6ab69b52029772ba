"""Rounds open with the facts of the day, are counted without names, and close once."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from assessment.measurement.stages import Stage
from assessment.models import Assessment, AuditEvent, Organization, Person, Response, Result, User, Version
from assessment.services.assessments import (
    Progress,
    close_assessment,
    open_assessment,
    progress_of,
    provisional_stage,
    reopen_assessment,
    start_of,
)
from assessment.services.errors import Refused
from assessment.services.invitations import invite
from assessment.services.organizations import latest_results, latest_round, rounds_of
from assessment.services.reminders import Tally, send_reminders
from assessment.services.responses import start_as_member
from assessment.services.results import recompute
from assessment.services.stored_results import read_result
from assessment.services.trial_carrying import receivers
from tests.comparisons import rows_of
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


def days_ago(number: int) -> date:
    return timezone.localdate() - timedelta(days=number)


class TestOnPaper:
    def opened(self, person: Person, organization: Organization, held_on: date | None, title: str) -> Assessment:
        return open_assessment(
            person, organization, title=title, version=make_version(), kind=Assessment.Kind.PAPER, held_on=held_on
        )

    def test_stands_on_the_day_it_was_held_and_the_log_tells_when_it_was_entered(self) -> None:
        lead = make_user()
        person, organization = make_person(lead), make_organization(lead=lead)
        assessment = self.opened(person, organization, days_ago(90), "Spring")
        submit(assessment)
        closed = close_assessment(person, assessment)
        assert closed.closed_at == closed.opened_at == start_of(days_ago(90))
        assert timezone.localdate(closed.closed_at) == closed.held_on == days_ago(90)
        logged = AuditEvent.objects.values_list("verb", "at__date")
        today = timezone.localdate()
        assert list(logged.order_by("pk")) == [("assessment opened", today), ("assessment closed", today)]

    def test_reopened_and_closed_again_it_is_where_it_was(self) -> None:
        lead = make_user()
        person, organization = make_person(lead), make_organization(lead=lead)
        assessment = self.opened(person, organization, days_ago(90), "Spring")
        submit(assessment)
        close_assessment(person, assessment)
        reopen_assessment(person, assessment)
        assert close_assessment(person, assessment).closed_at == start_of(days_ago(90))

    def test_comes_before_what_ended_since_wherever_rounds_are_in_order(self) -> None:
        lead = make_user()
        person, version = make_person(lead), make_version()
        organization = make_organization(lead=lead)
        latest = opened(organization, version)
        submit(latest)
        close_assessment(person, latest)
        past = open_assessment(
            person, organization, title="Spring", version=version, kind="paper", held_on=timezone.localdate()
        )
        submit(past)
        close_assessment(person, past)
        assert latest_results([organization])[organization.pk].assessment == latest
        (row,) = rows_of(lead)
        assert (row.latest.title, row.previous and row.previous.title) == ("Q4 2026", "Spring")
        found = latest_round(rounds_of(organization))
        assert found is not None
        assert found.assessment == latest
        latest.refresh_from_db()
        assert read_result(latest).previous_title == "Spring"

    @pytest.mark.parametrize("held_on", [None, days_ago(-1)])
    def test_needs_a_day_gone_by(self, held_on: date | None) -> None:
        lead = make_user()
        with pytest.raises(Refused, match="needs the day") as refusal:
            self.opened(make_person(lead), make_organization(lead=lead), held_on, "Spring")
        assert (refusal.value.status, Assessment.objects.count()) == (422, 0)

    def test_has_no_due_date_and_other_rounds_no_day(self) -> None:
        lead = make_user()
        person, organization, version = make_person(lead), make_organization(lead=lead), make_version()
        due_on, held_on = days_ago(-9), days_ago(9)
        opened_as = {
            kind: open_assessment(
                person, organization, title=kind, version=version, kind=kind, due_on=due_on, held_on=held_on
            )
            for kind in Assessment.Kind.values
        }
        assert {kind: (each.due_on, each.held_on) for kind, each in opened_as.items()} == {
            "team": (due_on, None),
            "just-me": (due_on, None),
            "paper": (None, held_on),
        }

    def test_nobody_answers_it_is_invited_or_reminded(self) -> None:
        lead = make_user()
        person = make_person(lead)
        assessment = self.opened(person, make_organization(lead=lead), days_ago(9), "Past")
        with pytest.raises(Refused, match="was answered on paper") as refusal:
            start_as_member(person, assessment)
        assert refusal.value.status == 403
        with pytest.raises(Refused, match="nobody is invited"):
            invite(person, assessment)
        assert (receivers(person), send_reminders()) == ([], Tally())


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
