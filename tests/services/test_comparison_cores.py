"""Tests of comparing organizations on several versions: on the practices that all of these have."""

from collections.abc import Mapping

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessment.measurement.common_core import common_core, rescored
from assessment.models import Assessment, PracticeResult, Response, Result, Target, User, Version
from assessment.services.assessments import close_assessment
from assessment.services.comparison_choices import Choice
from assessment.services.comparisons import Selection, cohort_of, selection_of
from assessment.services.tally_inputs import tally_of
from assessment.services.versions import frozen
from tests.factories import (
    make_answers,
    make_assessment,
    make_organization,
    make_person,
    make_response,
    make_user,
    make_version,
    publish_version,
)

pytestmark = pytest.mark.django_db
LOW, HIGH = ("2", "habit"), ("5", "guideline")


@pytest.fixture
def older() -> Version:
    return make_version(dimensions=2, practices=2)


@pytest.fixture
def newer(older: Version) -> Version:
    return make_version(dimensions=3, practices=3)


def answered(name: str, lead: User, version: Version, ratings: Mapping[str, tuple[str, str]]) -> Assessment:
    """A round that its lead answered and closed."""
    organization = make_organization(name, lead)
    return answered_again(make_assessment(organization, version, title=version.questionnaire.key), lead, ratings)


def answered_again(assessment: Assessment, lead: User, ratings: Mapping[str, tuple[str, str]]) -> Assessment:
    response = make_response(assessment, lead, state=Response.State.SUBMITTED, submitted_at=timezone.now())
    make_answers(response, ratings)
    return close_assessment(make_person(lead), assessment)


def all_of(version: Version, rating: tuple[str, str]) -> dict[str, tuple[str, str]]:
    return dict.fromkeys(frozen(version).practices, rating)


def selected(lead: User, choice: Choice = Choice(order="name")) -> Selection:  # noqa: B008 it never changes
    return selection_of(cohort_of(make_person(lead)), choice)


def test_one_version_is_compared_as_it_is_stored(older: Version) -> None:
    lead = make_user()
    answered("Alder", lead, older, all_of(older, LOW))
    selection = selected(lead)
    assert (selection.core, selection.versions, selection.mixed) == (None, (older,), False)


def test_several_are_compared_on_what_they_share(older: Version, newer: Version) -> None:
    lead = make_user()
    answered("Alder", lead, older, all_of(older, LOW))
    shared = all_of(older, LOW)
    answered("Birch", lead, newer, {**all_of(newer, HIGH), **shared})
    selection = selected(lead)
    alder, birch = selection.chosen.every()
    assert selection.core is not None
    # What they were asked alike they answered alike; what only one was asked does not count.
    assert (alder.latest.mix, alder.latest.stage, alder.dimensions) == (
        birch.latest.mix, birch.latest.stage, birch.dimensions,
    )  # fmt: skip
    assert set(alder.dimensions) == {"d0", "d1"}
    assert Result.objects.get(assessment__organization__name="Birch").practice != birch.latest.score
    assert selection.core.left_out() == [
        (
            frozen(newer),
            [frozen(newer).practices[key].name for key in ("d0-p2", "d1-p2", "d2-p0", "d2-p1", "d2-p2")],
        )
    ]


def test_the_scores_are_those_of_the_measurement_from_the_stored_tallies(older: Version, newer: Version) -> None:
    lead = make_user()
    rounds = {
        "Alder": answered("Alder", lead, older, {**all_of(older, HIGH), "d0-p1": LOW}),
        "Birch": answered("Birch", lead, newer, {**all_of(newer, LOW), "d1-p0": HIGH}),
    }
    Target.objects.filter(assessment=rounds["Birch"], dimension_key="d0").update(value=0.9)
    core = common_core(frozen(older).instrument({}), frozen(newer).instrument({}))
    for row in selected(lead).chosen.every():
        result = Result.objects.get(assessment=rounds[row.name])
        tallies = {each.key: tally_of(each, 1) for each in PracticeResult.objects.filter(result=result)}
        expected = rescored(core, tallies, 1, {"d0": 0.5, "d1": 0.5})
        assert (row.latest.mix, row.latest.stage) == (expected.overall.mix, expected.overall.stage)
        assert row.latest.limiting_dimension == (expected.overall.limiting_dimension or "")
        assert row.mixes == {key: score.mix for key, score in expected.dimensions.items()}
        assert (row.latest.contested, row.latest.stage_lowest, row.latest.stage_highest) == (False, None, None)


def test_rounds_on_two_versions_can_be_set_side_by_side(older: Version, newer: Version) -> None:
    lead = make_user()
    first = answered("Alder", lead, older, all_of(older, LOW))
    answered_again(make_assessment(first.organization, newer, title="Again"), lead, all_of(newer, HIGH))
    answered("Birch", lead, older, all_of(older, LOW))
    alder, birch = selected(lead).chosen.every()
    assert alder.previous is not None
    assert alder.previous.mix == birch.latest.mix
    assert alder.change == pytest.approx(1 - 0.25)


def test_one_version_alone_takes_the_rounds_on_it(older: Version, newer: Version) -> None:
    lead = make_user()
    first = answered("Alder", lead, older, all_of(older, LOW))
    answered_again(make_assessment(first.organization, newer, title="Again"), lead, all_of(newer, HIGH))
    answered("Birch", lead, newer, all_of(newer, HIGH))
    selection = selected(lead, Choice(version=older.uid))
    (alder,) = selection.chosen.every()
    assert (selection.core, alder.latest.uid, alder.previous) == (None, first.uid, None)
    assert [row.name for row in selected(lead, Choice(order="name", version=newer.uid)).chosen.every()] == [
        "Alder",
        "Birch",
    ]


def test_stages_are_chosen_by_those_on_the_common_core(older: Version, newer: Version) -> None:
    lead = make_user()
    answered("Alder", lead, older, all_of(older, LOW))
    answered("Birch", lead, newer, {**all_of(newer, HIGH), **all_of(older, LOW)})
    stage = next(iter(selected(lead).chosen.every())).latest.stage
    chosen = selected(lead, Choice(order="name", stage=str(stage))).chosen
    assert [row.name for row in chosen.every()] == ["Alder", "Birch"]
    assert chosen.totals.stages[stage or 0] == 2


def test_versions_without_a_common_practice_stay_as_they_are_stored(older: Version) -> None:
    lead = make_user()
    answered("Alder", lead, older, all_of(older, LOW))
    other = make_version(dimensions=1, practices=1, publish=False)
    other.practices.update(key="elsewhere")
    other.questions.filter(facet="practice").update(key="elsewhere")
    other.questions.filter(facet="recognition").update(key="elsewhere-recognition")
    answered("Birch", lead, published(other), {"elsewhere": HIGH})
    selection = selected(lead)
    assert (selection.core, selection.mixed) == (None, True)


def published(version: Version) -> Version:

    publish_version(version)
    return version


def test_once_scored_anew_it_is_kept(
    older: Version, newer: Version, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    lead = make_user()
    answered("Alder", lead, older, all_of(older, LOW))
    answered("Birch", lead, newer, all_of(newer, LOW))
    before = list(selected(lead).chosen.every())
    with django_assert_max_num_queries(6):
        assert list(selected(lead).chosen.every()) == before
