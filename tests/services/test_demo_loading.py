"""The demonstration as a whole: what is in it, and when it is not loaded."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from io import StringIO

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from assessment.measurement.stages import Stage
from assessment.models import (
    Answer,
    AnswerChange,
    Assessment,
    AuditEvent,
    Consent,
    DimensionResult,
    Grant,
    Invitation,
    Membership,
    Organization,
    Person,
    PracticeResult,
    Response,
    Result,
    Snapshot,
    SnapshotValue,
    User,
    Version,
)
from assessment.models.facts import Sector
from assessment.models.user import ADMINISTRATORS, EDITORS
from assessment.services.contribution_states import contribution_states
from assessment.services.demo.loading import QUESTIONNAIRE, is_loaded, load_demo
from assessment.services.demo.survey import shares_of
from assessment.services.errors import Refused
from assessment.services.logos import logos_on
from assessment.services.organizations import latest_results
from assessment.services.plan_progress import plan_of
from assessment.services.reviews import read_review
from assessment.services.role_cuts import role_cut
from assessment.services.stored_results import read_result
from assessment.services.versions import frozen
from tests.factories import make_user

LIBRARY = settings.BASE_DIR / "assessment" / "library"
HALDEN = "Halden Freight"
TEAM = "Wyrmere Machines"
# Changes with the questionnaire and the drawing; each stage has to stay in it at least three times.
STAGES = {Stage.MANUAL: 16, Stage.EXPLORING: 72, Stage.IMPLICIT: 15, Stage.EXPLICIT: 14, Stage.INSTITUTIONAL: 3}


def digest() -> str:
    """Of every mix, by organization and round, and of the benchmark, without anything that is new on each loading."""
    rows = Result.objects.order_by("assessment__organization__name", "assessment__opened_at").values_list(
        "assessment__organization__name", "mix_explicit", "mix_implicit", "mix_declared", "mix_absent", "stage"
    )
    published = SnapshotValue.objects.order_by("family", "segment", "subject").values_list(
        "family", "segment", "subject", "n", "practice", "explicitness", "explicit", "lower", "median", "upper"
    )
    return sha256(repr([*rows, *published]).encode()).hexdigest()


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demonstration, loaded once for all the tests that look at it."""
    with django_db_blocker.unblock(), override_settings(DEMO=True), transaction.atomic():
        for name in (EDITORS, ADMINISTRATORS):
            # A transactional test that came before has emptied this table too.
            Group.objects.get_or_create(name=name)
        call_command("load_questionnaire", str(LIBRARY / "mlops-adoption.yaml"), stdout=StringIO())
        assert load_demo() == 121
        yield
        transaction.set_rollback(True)


@pytest.fixture
def _loaded(demo: None) -> Iterator[None]:
    """The loaded demonstration; what the test changes is undone."""
    savepoint = transaction.savepoint()
    yield
    transaction.savepoint_rollback(savepoint)


def empty() -> None:
    """Delete everything that was loaded, but the questionnaire and the audit log."""
    for model in (
        SnapshotValue,
        Snapshot,
        Consent,
        AnswerChange,
        Answer,
        Response,
        Invitation,
        Assessment,
        Grant,
        Membership,
        Organization,
        User,
    ):
        model._default_manager.all().delete()


def portfolio() -> list[Result]:
    """The latest results of the 120."""
    return list(latest_results(Organization.objects.exclude(name=HALDEN)).values())


@pytest.mark.usefixtures("_loaded")
class TestPortfolio:
    def test_all_stages_occur(self) -> None:
        assert Counter(result.stage for result in portfolio()) == STAGES
        assert min(STAGES.values()) >= 3

    def test_some_declare_some_are_contested_some_are_held_back(self) -> None:
        results = portfolio()
        assert sum(result.is_declared for result in results) >= 3
        assert sum(result.contested for result in results) >= 3
        assert sum((result.stage_without_gates or 0) > (result.stage or 0) for result in results) >= 3
        assert sum((result.possible_stage or 0) > (result.stage or 0) for result in results) >= 3

    def test_some_dimensions_are_insufficient_and_some_practices_unknown_or_not_applicable(self) -> None:
        assert DimensionResult.objects.filter(result__in=portfolio(), state="insufficient").count() >= 3
        states = Counter(PracticeResult.objects.filter(result__in=portfolio()).values_list("state", flat=True))
        assert min(states["unknown"], states["not-applicable"]) >= 30
        assert states["rated"] > 5000
        assert not Answer.objects.filter(does_not_apply=True, reason="").exists()

    def test_practices_are_as_far_as_the_survey_says(self) -> None:
        practices = frozen(Version.objects.get(questionnaire__key=QUESTIONNAIRE)).practices
        rows = PracticeResult.objects.filter(result__in=portfolio(), x__isnull=False).values_list("key", "x")
        answered: dict[str, list[float]] = {key: [] for key in practices}
        for key, x in rows:
            assert x is not None
            answered[key].append(x)
        found = {key: sum(values) / len(values) for key, values in answered.items()}
        published = {
            key: sum(share * step / 4 for step, share in enumerate(shares_of(practice)))
            for key, practice in practices.items()
        }
        # Three standard errors of a mean over some hundred organizations; over fifty for the overlay.
        assert found == pytest.approx(published, abs=0.1)
        assert sum(found.values()) / 50 == pytest.approx(sum(published.values()) / 50, abs=0.02)

    def test_every_organization_is_synthetic_led_and_has_a_round_or_two(self) -> None:
        organizations = Organization.objects.all()
        assert {organization.synthetic for organization in organizations} == {True}
        assert len({organization.name for organization in organizations}) == 121
        leads = Membership.objects.filter(role=Membership.Role.LEAD).values_list("organization", flat=True)
        assert sorted(leads) == sorted(organization.pk for organization in organizations)
        rounds = Counter(Assessment.objects.exclude(organization__name=HALDEN).values_list("organization", flat=True))
        assert set(rounds.values()) == {1, 2}
        assert 45 < Counter(rounds.values())[2] < 75
        others = Result.objects.exclude(assessment__organization__name__in=[HALDEN, TEAM])
        assert set(others.values_list("respondents", flat=True)) == {1, 2, 3, 4}

    def test_one_that_the_consultant_sees_has_people_enough_to_compare_roles(self) -> None:
        consultant = Person(user=User.objects.get(email="consultant@example.org"))
        latest = Assessment.objects.visible_to(consultant).closed().filter(organization__name=TEAM).first()
        assert latest is not None
        cut = role_cut(latest, read_result(latest))
        assert cut is not None
        assert [(group.key, group.people) for group in cut.groups] == [
            ("data-science", 3), ("software-engineering", 4), ("operations", 3), ("", 3),
        ]  # fmt: skip
        assert len(cut.rows) >= 20
        assert cut.rows[0].difference >= 0.5

    def test_the_latest_rounds_are_of_these_weeks(self) -> None:
        now = timezone.now()
        latest = [result.assessment.closed_at for result in portfolio()]
        assert all(closed and now - timedelta(days=72) < closed < now - timedelta(days=1) for closed in latest)
        assert not Response.objects.filter(submitted_at__gt=now).exists()
        assert not Assessment.objects.filter(opened_at__gt=now).exists()

    def test_perception_and_profile_are_answered_too(self) -> None:
        questions = Counter(Answer.objects.values_list("question__key", flat=True))
        responses = Response.objects.submitted().count()
        assert questions["role"] == questions["first-hand"] == responses + 1
        assert questions["awareness-heard"] == responses
        assert 0 < questions["helped-most"] < responses
        assert not Answer.objects.filter(question__key="first-hand", text="").exists()

    def test_no_link_opens_a_guest_s_response(self) -> None:
        guests = Response.objects.personal().filter(user=None)
        assert guests.exists()
        assert not guests.filter(guest_hash="").exists()
        assert not guests.filter(invitation=None).exists()


@pytest.mark.usefixtures("_loaded")
class TestHalden:
    def test_three_rounds_are_closed_and_one_is_open(self) -> None:
        rounds = Assessment.objects.filter(organization__name=HALDEN).order_by("opened_at")
        assert [round_.state for round_ in rounds] == ["closed", "closed", "closed", "open"]
        assert [round_.result.respondents for round_ in rounds] == [5, 5, 5, 3]
        assert [round_.result.people for round_ in rounds] == [5, 5, 5, 8]
        now = timezone.now()
        assert rounds.last() == rounds.get(title=f"Q{(now.month + 2) // 3} {now.year}")

    def test_it_grows_from_habit_to_agreement_and_one_practice_holds_it_back(self) -> None:
        results = Result.objects.filter(assessment__organization__name=HALDEN).order_by("assessment__opened_at")
        first, *_, last, _open = results
        assert [result.stage for result in results] == [Stage.EXPLORING] * 4
        assert last.stage_without_gates == Stage.IMPLICIT
        assert last.held_back_by == ["live-quality"]
        assert "live-quality" in first.held_back_by
        practice, explicit = [result.practice for result in results], [result.mix_explicit for result in results]
        assert practice == sorted(practice, key=lambda value: value or 0)
        assert explicit == sorted(explicit, key=lambda value: value or 0)
        assert (first.mix_explicit or 0) < (first.mix_implicit or 0)
        assert (last.mix_explicit or 0) > (last.mix_implicit or 0)
        assert last.practices.filter(discuss=True).count() >= 3
        assert not last.contested

    def test_the_lead_has_entered_a_workshop(self) -> None:
        (workshop,) = Response.objects.entered()
        assert (workshop.kind, workshop.label, workshop.people, workshop.state) == (
            "workshop", "Software team", 6, "submitted",
        )  # fmt: skip
        lead = Person(User.objects.get(email="lead@example.org"))
        assert list(Response.objects.visible_to(lead).filter(assessment__state="open")) == [workshop]

    def test_its_plan_has_been_worked_on(self) -> None:
        plan = plan_of(Organization.objects.get(name=HALDEN))
        statuses = Counter(str(each.item.status) for each in plan.all)
        assert statuses == {"done": 4, "doing": 1, "planned": 3, "dropped": 1}
        assert [each.item.practice_key for each in plan.all if each.is_overdue] == ["live-quality"]
        assert len(plan.since) > sum(not each.has_moved for each in plan.since)

    def test_the_consultant_has_reviewed_its_last_closed_round(self) -> None:
        last = Assessment.objects.filter(organization__name=HALDEN, state="closed").latest("closed_at")
        review = read_review(last, last.result)
        consultant = User.objects.get(email="consultant@example.org")
        assert (set(review.comments), len(review.ratings)) == ({"purpose", "release", "monitoring"}, 8)
        assert review.reviewers == {consultant}
        assert not any(rating.is_older for rating in review.ratings.values())
        assert [logo.user for logo in logos_on(last.organization, [consultant])] == [None, consultant]

    def test_notes_and_evidence_are_there(self) -> None:
        answers = Answer.objects.filter(response__assessment__organization__name=HALDEN)
        assert answers.exclude(note="").count() >= 9
        assert answers.exclude(evidence="").count() >= 4

    def test_the_practitioner_is_half_way_and_may_go_on(self) -> None:
        practitioner = User.objects.get(email="practitioner@example.org")
        response = Response.objects.get(assessment__state="open", user=practitioner)
        assert response.state == Response.State.IN_PROGRESS
        assert response.finished_sections == ["about-you", "purpose", "people", "data", "experiments"]
        # Every answer that may still change has its history.
        changes = AnswerChange.objects.filter(answer__response=response)
        assert changes.count() == response.answers.count() > 30
        assert set(changes.values_list("number", "actor")) == {(1, practitioner.pk)}
        assert response.assessment.invitations.filter(revoked_at=None, use_limit=10).exists()


@pytest.mark.usefixtures("_loaded")
class TestBenchmark:
    def test_one_snapshot_of_invented_organizations_is_taken_with_halden_in_it(self) -> None:
        snapshot = Snapshot.objects.get()
        halden = Organization.objects.get(name=HALDEN)
        assert (snapshot.synthetic, snapshot.batch, snapshot.questionnaire.key) == (True, 1, QUESTIONNAIRE)
        assert snapshot.members.filter(organization=halden).exists()
        (state,) = contribution_states(halden)
        assert state.contributes

    def test_sectors_are_shown_and_withheld_with_quartiles_and_without(self) -> None:
        shown = SnapshotValue.objects.filter(subject="overall", family="sector")
        hidden = set(Sector.values) - set(shown.values_list("segment", flat=True))
        assert {Sector.ENERGY, Sector.EDUCATION, Sector.OTHER} == hidden
        assert [value.segment for value in shown.exclude(median=None)] == [Sector.SOFTWARE]
        whole = SnapshotValue.objects.get(subject="overall", family="all")
        assert whole.n >= 90
        assert whole.median is not None

    def test_some_did_not_consent_and_all_did_so_before_today(self) -> None:
        purposes = Counter(Consent.objects.filter(withdrawn_at=None).values_list("purpose", flat=True))
        assert purposes == {"benchmark": 112, "research": 81}
        assert not Consent.objects.filter(given_at__gt=timezone.now() - timedelta(days=100)).exists()
        assert Organization.objects.filter(vouched_at=None).count() == 3


@pytest.mark.usefixtures("_loaded")
class TestLoading:
    def test_the_consultant_sees_forty_organizations_of_all_stages(self) -> None:
        consultant = Person(user=User.objects.get(email="consultant@example.org"))
        visible = Organization.objects.visible_to(consultant)
        assert visible.count() == 40
        assert visible.filter(name=HALDEN).exists()
        results = latest_results(visible).values()
        assert {result.stage for result in results} == set(Stage)
        assert any(result.is_declared for result in results)
        assert Counter(Grant.objects.active().values_list("level", flat=True)) == {"read": 36, "run": 4}

    def test_the_results_show_no_drift(self) -> None:
        output = StringIO()
        call_command("verify_results", stdout=output)
        rounds = Assessment.objects.count()
        assert output.getvalue().startswith(f"{rounds} agree, 0 drifted, 0 missing")

    def test_a_second_load_keeps_the_data(self) -> None:
        Organization.objects.filter(name=HALDEN).update(country="SE")
        before = digest()
        assert load_demo() == 0
        assert digest() == before
        assert Organization.objects.get(name=HALDEN).country == "SE"

    def test_a_load_into_an_emptied_database_gives_the_same(self) -> None:
        before = digest()
        empty()
        assert (is_loaded(), Result.objects.count()) == (False, 0)
        assert load_demo() == 121
        assert digest() == before

    def test_it_is_written_down(self) -> None:
        assert AuditEvent.objects.filter(verb="demo loaded").count() == 1


@pytest.mark.django_db
class TestRefusals:
    def test_it_is_loaded_into_a_demo_alone(self) -> None:
        with override_settings(DEMO=False), pytest.raises(Refused, match="invented data among real data") as caught:
            load_demo()
        assert caught.value.status == 403
        assert (is_loaded(), User.objects.count()) == (False, 0)

    @override_settings(DEMO=True)
    def test_it_needs_the_questionnaire(self) -> None:
        with pytest.raises(Refused, match="Load the questionnaire mlops-adoption first"):
            load_demo()
        assert (is_loaded(), User.objects.count()) == (False, 0)

    @override_settings(DEMO=True)
    def test_it_takes_over_no_account(self) -> None:
        call_command("load_questionnaire", str(LIBRARY / "mlops-adoption.yaml"), stdout=StringIO())
        user = make_user()
        User.objects.filter(pk=user.pk).update(email="lead@example.org")
        with pytest.raises(Refused, match=r"addresses of the demo already: lead@example\.org"):
            load_demo()
        assert (is_loaded(), User.objects.count()) == (False, 1)
