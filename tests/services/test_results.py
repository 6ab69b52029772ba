"""Rows become scores and scores rows, the same however they come."""

from dataclasses import replace

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessment.measurement.answers import NOT_APPLICABLE, UNKNOWN, Rating, Tally
from assessment.measurement.dimensions import Bounds
from assessment.measurement.mix import Mix
from assessment.measurement.scores import SCALE_VERSION, score
from assessment.models import Assessment, DimensionResult, PracticeResult, Response, Result, Target
from assessment.services.results import (
    bounds_of,
    mix_of,
    recompute,
    response_inputs,
    scores_of,
    tally_of,
    targets_of,
)
from assessment.services.versions import frozen
from tests.factories import THIRD, make_answers, make_assessment, make_response, make_version

pytestmark = pytest.mark.django_db
PRACTICES = ("d0-p0", "d0-p1", "d0-p2", "d1-p0", "d1-p1", "d1-p2")


def make_submitted(assessment: Assessment, ratings: dict[str, tuple[str, str]] | None = None) -> Response:
    response = make_response(assessment, state=Response.State.SUBMITTED, submitted_at=timezone.now())
    make_answers(response, ratings or {})
    return response


def rated(choice: str, recognition: str) -> dict[str, tuple[str, str]]:
    return dict.fromkeys(PRACTICES, (choice, recognition))


def test_a_workshop_is_one_rater_and_counts_as_its_people() -> None:
    assessment = make_assessment()
    make_submitted(assessment, rated("3", "habit"))
    alone = response_inputs(assessment)
    workshop = make_response(
        assessment, kind=Response.Kind.WORKSHOP, people=6, state=Response.State.SUBMITTED, submitted_at=timezone.now()
    )
    make_answers(workshop, rated("5", "agreed"))
    result = recompute(assessment)
    assert (alone.people, result.respondents, result.people) == (1, 2, 7)
    assert set(result.practices.values_list("raters", flat=True)) == {2}
    Response.objects.filter(pk=workshop.pk).update(people=9)
    assert recompute(assessment).people == 10


def test_a_practice_is_rated_unknown_or_not_applicable() -> None:
    assessment = make_assessment()
    make_submitted(
        assessment,
        {
            "d0-p0": ("3", "habit"),
            "d0-p1": ("unknown", "agreed"),
            "d0-p2": ("not-applicable", "guideline"),
            "d1-p0": ("5", ""),
            "d1-p1": ("1", "decided-against"),
            "d1-p2": ("2", "unknown"),
        },
    )
    assert response_inputs(assessment).responses == [
        {
            "d0-p0": Rating(0.5, THIRD),
            "d0-p1": UNKNOWN,
            "d0-p2": NOT_APPLICABLE,
            "d1-p0": UNKNOWN,
            "d1-p1": Rating(0.0, 0.0),
            "d1-p2": Rating(0.25, 0.0),
        }
    ]


def test_blank_responses_count_and_those_in_progress_do_not() -> None:
    assessment = make_assessment()
    make_submitted(assessment)
    make_answers(make_response(assessment), rated("5", "guideline"))
    assert response_inputs(assessment).responses == [dict.fromkeys(PRACTICES, UNKNOWN)]


def test_practices_that_are_not_asked_are_left_out() -> None:
    version = make_version(publish=False)
    version.sections.filter(key="d1").update(condition={"fact": "uses_generative_models", "equals": True})
    assessment = make_assessment(version=version)
    make_submitted(assessment, rated("5", "agreed"))
    assert response_inputs(assessment).responses == [dict.fromkeys(PRACTICES[:3], Rating(1.0, 2 * THIRD))]


def test_targets_are_the_assessments_own_else_those_of_its_criticality() -> None:
    assessment = make_assessment(criticality="critical")
    Target.objects.create(assessment=assessment, dimension_key="d1", value=0.3)
    instrument = frozen(assessment.version).instrument(assessment.facts())
    assert targets_of(assessment, instrument) == {"d0": 0.75, "d1": 0.3}


def test_the_stored_result_is_what_the_measurement_says() -> None:
    assessment = make_assessment()
    make_submitted(assessment, rated("5", "guideline") | {"d0-p0": ("1", "habit")})
    make_submitted(assessment, rated("3", "nobody") | {"d0-p2": ("not-applicable", "")})
    inputs = response_inputs(assessment)
    expected = score(inputs.instrument, inputs.responses, {"d0": 0.5, "d1": 0.5})
    result = recompute(assessment)
    result.refresh_from_db()

    overall, roadmap = expected.overall, expected.roadmap
    assert roadmap is not None
    assert (result.scale_version, result.respondents, result.reportable) == (SCALE_VERSION, 2, True)
    assert (mix_of(result), bounds_of(result)) == (overall.mix, overall.bounds)
    assert (result.stage, result.possible_stage) == (overall.stage, overall.possible_stage)
    assert (result.stage_lowest, result.stage_highest) == (overall.stage_lowest, overall.stage_highest)
    assert (result.contested, result.is_declared) == (overall.contested, overall.declared)
    assert (result.held_back_by, result.limiting_dimension) == (["d0-p0"], overall.limiting_dimension)
    assert [mix_of(row) for row in result.dimensions.all()] == [d.mix for d in expected.dimensions.values()]
    for row in result.practices.all():
        practice = expected.practices[row.key]
        assert (row.x, row.e, mix_of(row)) == (practice.x, practice.e, practice.mix)
        assert tally_of(row, 2) == practice.tally
        assert row.action == roadmap.actions[row.key]
    placed = result.practices.filter(place__isnull=False).order_by("place")
    assert [(row.key, row.gain_explicit) for row in placed] == [
        (item.key, item.gain_explicit) for item in roadmap.order
    ]


def test_without_submissions_the_result_is_there_and_not_reportable() -> None:
    assessment = make_assessment()
    result = recompute(assessment)
    assert (result.respondents, result.reportable, result.stage, mix_of(result)) == (0, False, None, None)
    assert result.held_back_by == ["d0-p0", "d1-p0"]
    assert bounds_of(result) == Bounds(0.0, 1.0, 0.0, 1.0)
    assert {row.state for row in result.practices.all()} == {"unknown"}


def test_a_practice_without_mix_and_a_dimension_without_bounds_have_none() -> None:
    assert mix_of(PracticeResult()) is None
    assert bounds_of(DimensionResult()) is None


def test_the_same_inputs_keep_the_stored_result() -> None:
    assessment = make_assessment()
    make_submitted(assessment, rated("3", "agreed"))
    first = recompute(assessment)
    assert recompute(assessment) == first
    make_submitted(assessment, rated("5", "agreed"))
    second = recompute(assessment)
    assert (Result.objects.count(), second.respondents) == (1, 2)
    assert PracticeResult.objects.count() == len(PRACTICES)


def test_the_hash_knows_neither_the_order_of_people_nor_who_they_are() -> None:
    one = make_assessment()
    two = make_assessment(version=one.version)
    make_submitted(one, rated("3", "agreed"))
    make_submitted(one, rated("5", "habit"))
    make_submitted(two, rated("5", "habit"))
    make_submitted(two, rated("3", "agreed"))
    assert response_inputs(one).hash == response_inputs(two).hash
    Target.objects.create(assessment=two, dimension_key="d0", value=0.9)
    assert response_inputs(one).hash != response_inputs(two).hash


def test_the_hash_tells_a_blank_response_from_none() -> None:
    inputs = response_inputs(make_assessment())
    blank = replace(inputs, responses=[dict.fromkeys(PRACTICES, UNKNOWN)])
    assert inputs.hash != blank.hash


def test_an_overlay_gets_a_roadmap_of_its_own() -> None:
    version = make_version(dimensions=3, publish=False)
    version.sections.filter(key="d2").update(overlay=True)
    assessment = make_assessment(version=version)
    make_submitted(assessment, rated("3", "agreed") | dict.fromkeys(("d2-p0", "d2-p1"), ("1", "nobody")))
    result = recompute(assessment)
    overlay = result.practices.filter(dimension_key="d2").order_by("place")
    assert [(row.key, row.action, row.place) for row in overlay if row.place] == [
        ("d2-p0", "adopt", 1),
        ("d2-p1", "adopt", 2),
    ]
    assert scores_of(response_inputs(assessment)).overlay_roadmaps.keys() == {"d2"}


def test_recomputing_takes_as_many_queries_for_many_as_for_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    assessment = make_assessment()
    make_submitted(assessment, rated("3", "agreed"))
    frozen(assessment.version)
    with django_assert_num_queries(10):
        recompute(assessment)
    for choice in "1245":
        make_submitted(assessment, rated(choice, "habit"))
    with django_assert_num_queries(14):
        recompute(assessment)


def test_mix_and_tally_come_back_as_they_were_stored() -> None:
    row = PracticeResult(
        mix_explicit=0.25, mix_implicit=0.25, mix_declared=0.0, mix_absent=0.5,
        tally=[[0, 0, 1], [1, 0.5, 1]], not_applicable=1,
    )  # fmt: skip
    assert mix_of(row) == Mix(0.25, 0.25, 0.0, 0.5)
    assert tally_of(row, 4) == Tally(((0.0, 0.0, 1), (1.0, 0.5, 1)), not_applicable=1, respondents=4)
