"""The plan read back says what has happened since each action was planned, from closed rounds alone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessment.measurement.advice import Action
from assessment.models import ActionItem, Assessment, Organization, Version
from assessment.services.plan_progress import Plan, Planned, Standing, moved, plan_of, score_change
from assessment.services.results import mix_of, recompute
from tests.factories import make_action, make_mixed_version, make_organization, make_version
from tests.views.test_results import Ratings, everywhere, make_closed

pytestmark = pytest.mark.django_db


@pytest.fixture
def organization() -> Organization:
    return make_organization()


@pytest.fixture
def version() -> Version:
    return make_version(dimensions=3)


def close(organization: Organization, version: Version, title: str, days_ago: int, answers: Ratings) -> Assessment:
    assessment = make_closed(answers, organization=organization, version=version, title=title)
    closed_at = timezone.now() - timedelta(days=days_ago)
    Assessment.objects.filter(pk=assessment.pk).update(closed_at=closed_at)
    assessment.refresh_from_db()
    return assessment


def keys(planned: tuple[Planned, ...]) -> list[str]:
    return [each.item.practice_key for each in planned]


def test_an_empty_plan(organization: Organization) -> None:
    assert plan_of(organization) == Plan(organization, None, None, (), (), ())


def test_what_a_newer_round_says_stands_beside_what_was(organization: Organization, version: Version) -> None:
    first = close(organization, version, "First", 200, everywhere("2", "habit"))
    item = make_action(organization, planned_from=first)
    assert plan_of(organization).unfinished == (Planned(item, is_overdue=False),)
    second = close(organization, version, "Second", 100, everywhere("4", "agreed"))
    then, now = Standing(0.25, 1 / 3, Action.ADOPT.value), Standing(0.75, 2 / 3, Action.SUSTAIN.value)
    plan = plan_of(organization)
    assert plan.since == plan.unfinished == (Planned(item, False, then, now),)
    assert (plan.shown, plan.previous, moved(plan.since)) == (second, first, 1)
    assert score_change(plan) == (mix_of(first.result), mix_of(second.result))


def test_an_older_round_shows_what_it_knew(organization: Organization, version: Version) -> None:
    first = close(organization, version, "First", 200, everywhere("2", "habit"))
    close(organization, version, "Second", 100, everywhere("4", "agreed"))
    item = make_action(organization, planned_from=first)
    plan = plan_of(organization, first)
    assert (plan.shown, plan.previous, plan.since) == (first, None, ())
    assert plan.unfinished == (Planned(item, is_overdue=False),)


def test_what_was_finished_before_the_previous_round_is_old_news(organization: Organization, version: Version) -> None:
    first = close(organization, version, "First", 300, everywhere("2", "habit"))
    second = close(organization, version, "Second", 200, everywhere("3", "habit"))
    close(organization, version, "Third", 100, everywhere("4", "habit"))
    now = timezone.now()
    make_action(organization, "d0-p0", planned_from=first, status="done", finished_at=now - timedelta(days=250))
    make_action(organization, "d0-p1", planned_from=first, status="done", finished_at=now - timedelta(days=150))
    make_action(organization, "d0-p2", planned_from=second, status="dropped", finished_at=now - timedelta(days=120))
    make_action(organization, "d1-p0", planned_from=first)
    make_action(organization, "d1-p1")
    plan = plan_of(organization)
    assert keys(plan.since) == ["d0-p1", "d0-p2", "d1-p0"]
    assert keys(plan.unfinished) == ["d1-p0", "d1-p1"]
    assert keys(plan.finished) == ["d0-p2", "d0-p1", "d0-p0"]
    assert plan.keys == {"d1-p0", "d1-p1"}
    assert keys(plan.all) == ["d1-p0", "d1-p1", "d0-p2", "d0-p1", "d0-p0"]


def test_what_has_not_moved_is_not_said_to(organization: Organization, version: Version) -> None:
    first = close(organization, version, "First", 200, everywhere("3", "agreed"))
    close(organization, version, "Second", 100, everywhere("3", "habit", d0_p1=("4", "habit"), d0_p2=("unknown", "")))
    for key in ("d0-p0", "d0-p1", "d0-p2"):
        make_action(organization, key, planned_from=first)
    assert [each.has_moved for each in plan_of(organization).since] == [False, True, False]
    assert [each.has_moved for each in (Planned(ActionItem(), False),)] == [False]


def test_a_practice_that_is_no_longer_asked_has_no_now(organization: Organization, version: Version) -> None:
    first = close(organization, version, "First", 200, everywhere("2", "habit"))
    item = make_action(organization, "d2-p0", planned_from=first)
    newer = make_version(dimensions=2)
    close(
        organization, newer, "Second", 100, {key: each for key, each in everywhere("4", "habit").items() if key < "d2"}
    )
    plan = plan_of(organization)
    assert plan.since == (Planned(item, False, Standing(0.25, 1 / 3, "adopt"), None),)
    assert score_change(plan) is None


def test_a_reopened_round_tells_nothing(organization: Organization, version: Version) -> None:
    """SECURITY: its result is nobody's until it is closed again."""
    first = close(organization, version, "First", 200, everywhere("2", "habit"))
    second = close(organization, version, "Second", 100, everywhere("4", "agreed"))
    item = make_action(organization, planned_from=first)
    Assessment.objects.filter(pk=second.pk).update(state="open", closed_at=None)
    assert plan_of(organization).unfinished == (Planned(item, is_overdue=False),)
    Assessment.objects.filter(pk=second.pk).update(state="closed", closed_at=second.closed_at)
    Assessment.objects.filter(pk=first.pk).update(state="open", closed_at=None)
    assert plan_of(organization).unfinished == (Planned(item, is_overdue=False),)


def test_an_action_outlives_the_round_it_came_from(organization: Organization, version: Version) -> None:
    first = close(organization, version, "First", 200, everywhere("2", "habit"))
    make_action(organization, planned_from=first)
    first.responses.all().delete()
    first.delete()
    (planned,) = plan_of(organization).unfinished
    assert (planned.item.planned_from, planned.then) == (None, None)


def test_rounds_without_a_score_are_not_compared(organization: Organization, version: Version) -> None:
    close(organization, version, "First", 200, {"d0-p0": ("2", "habit")})
    close(organization, version, "Second", 100, everywhere("4", "agreed"))
    assert score_change(plan_of(organization)) is None


def test_rounds_that_were_not_asked_the_same_are_not_compared(organization: Organization) -> None:
    """One version; what is asked depends on the facts of the organization at the time."""
    version, answers = make_mixed_version(), {f"d0-p{place}": ("3", "agreed") for place in range(3)}
    close(organization, version, "First", 300, answers)
    close(organization, version, "Second", 200, answers)
    assert score_change(plan_of(organization)) is not None
    third = close(organization, version, "Third", 100, answers)
    Assessment.objects.filter(pk=third.pk).update(uses_generative_models=True)
    recompute(Assessment.objects.get(pk=third.pk))
    assert score_change(plan_of(organization)) is None


def test_a_round_is_shown_as_itself_beside_its_copy(organization: Organization, version: Version) -> None:
    """A bundle imported twice makes two rounds that were closed at the same moment."""
    first = close(organization, version, "First", 100, everywhere("2", "habit"))
    copy = close(organization, version, "Copy", 100, everywhere("2", "habit"))
    Assessment.objects.filter(pk=copy.pk).update(closed_at=first.closed_at)
    copy.refresh_from_db()
    shown = [(plan.shown, plan.previous) for plan in (plan_of(organization, first), plan_of(organization, copy))]
    assert shown == [(first, None), (copy, first)]


def test_what_is_due_soonest_stands_first_and_what_is_late_is_marked(organization: Organization) -> None:
    today = timezone.localdate()
    for key, days in (("d0-p0", None), ("d0-p1", 5), ("d0-p2", -1), ("d1-p0", 0)):
        make_action(organization, key, due_on=None if days is None else today + timedelta(days=days))
    late = today - timedelta(days=3)
    make_action(organization, "d1-p1", due_on=late, status="done", finished_at=timezone.now())
    plan = plan_of(organization)
    assert [(each.item.practice_key, each.is_overdue) for each in plan.all] == [
        ("d0-p2", True),
        ("d1-p0", False),
        ("d0-p1", False),
        ("d0-p0", False),
        ("d1-p1", False),
    ]


@pytest.mark.parametrize("count", [1, 9])
def test_three_queries_whatever_the_number_of_actions(
    organization: Organization, version: Version, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = close(organization, version, "First", 200, everywhere("2", "habit"))
    close(organization, version, "Second", 100, everywhere("4", "agreed"))
    for key in list(everywhere("1", "habit"))[:count]:
        make_action(organization, key, planned_from=first)
    with django_assert_num_queries(3):
        plan = plan_of(organization)
        assert [each.item.planned_from.version.questionnaire.key for each in plan.since if each.item.planned_from]
        assert score_change(plan)
