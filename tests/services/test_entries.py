"""What is entered for others counts as one rater and as its people, and is read by who entered it alone."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from assessment.models import Assessment, AuditEvent, Grant, Membership, Person, Response, Result, User
from assessment.services.assessments import Progress, close_assessment, progress_of, provisional_stage
from assessment.services.entries import (
    ListedEntry,
    change_entry,
    entries_of,
    entry_run_by,
    name_of,
    next_label,
    remove_entry,
    reopen_entry,
    start_entry,
)
from assessment.services.errors import Refused
from assessment.services.responses import finish_section, start_as_member, submit_response
from assessment.services.verification import Outcome, verdict
from tests.factories import (
    make_answers,
    make_assessment,
    make_grant,
    make_organization,
    make_person,
    make_response,
    make_user,
)

pytestmark = pytest.mark.django_db

DONE = {f"d{d}-p{p}": ("5", "guideline") for d in range(2) for p in range(3)}


@pytest.fixture
def lead() -> User:
    return make_user()


@pytest.fixture
def person(lead: User) -> Person:
    return make_person(lead)


@pytest.fixture
def assessment(lead: User) -> Assessment:
    return make_assessment(make_organization(lead=lead), title="Q4 2026")


@pytest.fixture
def on_paper(assessment: Assessment) -> Assessment:
    held_on = timezone.localdate() - timedelta(days=100)
    return make_assessment(assessment.organization, title="Spring", kind="paper", held_on=held_on)


def workshop(person: Person, assessment: Assessment, label: str = "Platform team", people: int = 6) -> Response:
    return start_entry(person, assessment, label=label, people=people)


def submitted(person: Person, response: Response) -> Response:
    make_answers(response, DONE)
    return submit_response(person, response)


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


class TestStarting:
    def test_a_workshop_belongs_to_who_enters_it_and_to_nobody_else(
        self, assessment: Assessment, person: Person, lead: User
    ) -> None:
        response = workshop(person, assessment)
        assert (response.kind, response.label, response.people) == ("workshop", "Platform team", 6)
        assert (response.entered_by, response.user, response.guest_hash) == (lead, None, "")
        assert (name_of(response), verbs()) == ("Workshop: Platform team", ["entry begun"])

    def test_the_facilitator_answers_for_themselves_besides(self, assessment: Assessment, person: Person) -> None:
        own = start_as_member(person, assessment)
        assert workshop(person, assessment) != own
        assert (start_as_member(person, assessment), own.kind) == (own, "personal")

    def test_a_sheet_is_one_person(self, on_paper: Assessment, person: Person) -> None:
        sheet = start_entry(person, on_paper, label="Sheet 1")
        assert (sheet.kind, sheet.people, name_of(sheet)) == ("paper", 1, "Sheet 1")

    @pytest.mark.parametrize("people", [-1, 0, 1, 201])
    def test_a_workshop_is_of_several_and_not_of_a_crowd(
        self, assessment: Assessment, person: Person, people: int
    ) -> None:
        with pytest.raises(Refused, match="2 to 200 people") as refusal:
            workshop(person, assessment, people=people)
        assert (refusal.value.status, Response.objects.count()) == (422, 0)

    def test_two_of_one_label_would_be_told_apart_by_nobody(self, assessment: Assessment, person: Person) -> None:
        workshop(person, assessment)
        with pytest.raises(Refused, match="already an entry with this label"):
            workshop(person, assessment)
        assert Response.objects.count() == 1

    def test_a_closed_round_takes_none(self, assessment: Assessment, person: Person) -> None:
        Assessment.objects.update(state="closed", closed_at=timezone.now())
        with pytest.raises(Refused, match="takes no more answers") as refusal:
            workshop(person, assessment)
        assert refusal.value.status == 403

    def test_just_me_is_no_workshop(self, assessment: Assessment, person: Person) -> None:
        Assessment.objects.update(kind="just-me")
        with pytest.raises(Refused, match="answered by one person"):
            workshop(person, assessment)

    def test_sheets_are_numbered_on(self, on_paper: Assessment, person: Person) -> None:
        assert next_label(on_paper) == "Sheet 1"
        for label in ("Sheet 1", "Sheet 3"):
            start_entry(person, on_paper, label=label)
        assert next_label(on_paper) == "Sheet 4"


class TestCounting:
    def test_as_one_rater_and_as_its_people(self, assessment: Assessment, person: Person) -> None:
        for user in (make_user(), make_user()):
            submitted(make_person(user), make_response(assessment, user))
        submitted(person, workshop(person, assessment, people=7))
        progress = progress_of(assessment)
        assert progress == Progress(started=3, submitted=3, workshops=1, in_workshops=7)
        assert (progress.people, progress.people_in_words) == (9, "9 people, one workshop")
        result = Result.objects.get(assessment=assessment)
        assert (result.respondents, result.people) == (3, 9)
        assert set(result.practices.values_list("raters", flat=True)) == {3}
        assert verdict(assessment.pk).outcome == Outcome.AGREES

    def test_its_people_open_no_threshold(self, assessment: Assessment, person: Person) -> None:
        submitted(person, workshop(person, assessment, people=50))
        assert provisional_stage(assessment, progress_of(assessment)) is None
        practice = Result.objects.get(assessment=assessment).practices.first()
        assert practice is not None
        assert (practice.raters, practice.discuss) == (1, False)

    def test_a_number_that_drifted_is_found(self, assessment: Assessment, person: Person) -> None:
        response = submitted(person, workshop(person, assessment))
        Response.objects.filter(pk=response.pk).update(people=9)
        drifted = verdict(assessment.pk)
        assert drifted.outcome == Outcome.DRIFTED
        assert {(each.field, each.stored, each.computed) for each in drifted.drifts if each.field == "people"} == {
            ("people", 6, 9)
        }

    def test_several_workshops_are_counted(self, assessment: Assessment, person: Person) -> None:
        for label, people in (("One", 4), ("Two", 5)):
            submitted(person, workshop(person, assessment, label, people))
        assert progress_of(assessment).people_in_words == "9 people, 2 workshops"
        assert Progress(3, 2).people_in_words == ""


class TestChanging:
    def test_the_people_change_the_n_shown_and_no_score(self, assessment: Assessment, person: Person) -> None:
        response = submitted(person, workshop(person, assessment))
        before = Result.objects.get(assessment=assessment)
        changed = change_entry(person, response, label="Data team", people=12)
        after = Result.objects.get(assessment=assessment)
        assert (changed.label, changed.people, after.people) == ("Data team", 12, 12)
        assert (after.stage, after.respondents, after.practice) == (before.stage, before.respondents, before.practice)
        assert verdict(assessment.pk).outcome == Outcome.AGREES

    def test_its_own_label_is_not_taken(self, assessment: Assessment, person: Person) -> None:
        response = workshop(person, assessment)
        workshop(person, assessment, label="Data team")
        assert change_entry(person, response, label="Platform team", people=3).people == 3
        with pytest.raises(Refused, match="already an entry"):
            change_entry(person, response, label="Data team", people=3)

    def test_a_submitted_one_is_taken_up_again_and_counts_once_submitted(
        self, assessment: Assessment, person: Person
    ) -> None:
        response = submitted(person, workshop(person, assessment))
        reopened = reopen_entry(person, response)
        assert (reopened.state, reopened.submitted_at) == ("in-progress", None)
        assert Result.objects.get(assessment=assessment).respondents == 0
        assert reopen_entry(person, response).state == "in-progress"
        assert submit_response(person, response).is_submitted
        assert verbs() == ["entry begun", "response submitted", "entry reopened", "response submitted"]

    def test_a_removed_one_no_longer_counts(self, assessment: Assessment, person: Person) -> None:
        own = start_as_member(person, assessment)
        submitted(person, own)
        remove_entry(person, submitted(person, workshop(person, assessment)))
        result = Result.objects.get(assessment=assessment)
        assert (list(assessment.responses.all()), result.people, result.respondents) == ([own], 1, 1)

    @pytest.mark.parametrize(
        "verb",
        [
            lambda person, response: change_entry(person, response, label="New", people=3),
            reopen_entry,
            remove_entry,
        ],
        ids=["change", "reopen", "remove"],
    )
    def test_until_closing_and_while_it_is_there(
        self, assessment: Assessment, person: Person, verb: Callable[[Person, Response], object]
    ) -> None:
        response = submitted(person, workshop(person, assessment))
        close_assessment(person, assessment)
        with pytest.raises(Refused, match="Reopen it") as refusal:
            verb(person, response)
        assert (refusal.value.status, response.answers.count()) == (403, 12)
        Assessment.objects.update(state="open", closed_at=None)
        Response.objects.all().delete()
        with pytest.raises(Refused, match="has been removed") as refusal:
            verb(person, response)
        assert refusal.value.status == 404


class TestWhoSees:
    def test_who_entered_it_and_still_runs_the_organization(self, assessment: Assessment, person: Person) -> None:
        runner = make_user()
        grant = make_grant(assessment.organization, runner, Grant.Level.RUN)
        response = workshop(make_person(runner), assessment)
        assert list(Response.objects.visible_to(make_person(runner))) == [response]
        assert list(Response.objects.visible_to(person)) == []
        Grant.objects.filter(pk=grant.pk).update(state=Grant.State.REVOKED, revoked_at=timezone.now())
        assert list(Response.objects.visible_to(make_person(runner))) == []

    def test_a_lead_who_became_a_practitioner_reads_it_no_more(
        self, assessment: Assessment, person: Person, lead: User
    ) -> None:
        response = workshop(person, assessment)
        Membership.objects.filter(user=lead).update(role=Membership.Role.PRACTITIONER)
        assert list(Response.objects.visible_to(person)) == []
        assert entry_run_by(person, response.uid) is None

    def test_whoever_runs_the_round_finds_it_to_remove_it(self, assessment: Assessment, person: Person) -> None:
        runner, reader = make_user(), make_user()
        make_grant(assessment.organization, runner, Grant.Level.RUN)
        make_grant(assessment.organization, reader, Grant.Level.READ)
        response, own = workshop(person, assessment), start_as_member(person, assessment)
        assert entry_run_by(make_person(runner), response.uid) == response
        nobody = (make_person(reader), make_person(make_user()), make_person())
        assert [entry_run_by(each, response.uid) for each in nobody] == [None, None, None]
        assert (entry_run_by(person, own.uid), entry_run_by(person, uuid4())) == (None, None)

    def test_the_list_tells_how_far_each_is(self, assessment: Assessment, person: Person) -> None:
        runner = make_user()
        make_grant(assessment.organization, runner, Grant.Level.RUN)
        mine, theirs = workshop(person, assessment), workshop(make_person(runner), assessment, label="Data team")
        start_as_member(person, assessment)
        finish_section(person, mine, "d0", finished=True)
        assert entries_of(person, assessment) == [
            ListedEntry(mine, sections_done=1, sections=2, is_own=True),
            ListedEntry(theirs, sections_done=0, sections=2, is_own=False),
        ]
