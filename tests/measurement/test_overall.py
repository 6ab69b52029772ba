"""Tests of the overall result."""

import pytest

from assessment.measurement.dimensions import Bounds
from assessment.measurement.instrument import Instrument, Practice, Thresholds
from assessment.measurement.mix import Mix
from assessment.measurement.overall import OverallScore, practice_shares
from assessment.measurement.stages import Stage

from .builders import dimension, instrument, rating, response, scored


def test_the_whole_is_the_weighted_mean_of_its_dimensions() -> None:
    made = instrument(dimension("d", "a", "b", weight=2), dimension("e", "c", "f"))
    overall = scored(made, response(a="1 1", b="0.5 0", c="0 1", f="0 0")).overall
    assert overall == OverallScore(
        respondents=1,
        reportable=True,
        unknown=0,
        held_back_by=(),
        coverage=1.0,
        bounds=Bounds(0.5, 0.5, 1 / 3, 1 / 3),
        limiting_dimension="e",
        mix=Mix(1 / 3, 0.5 / 3, 0.5 / 3, 1 / 3),
        stage=Stage.IMPLICIT,
        possible_stage=Stage.IMPLICIT,
        stage_without_gates=Stage.IMPLICIT,
        declared=False,
        contested=False,
        stage_lowest=Stage.IMPLICIT,
        stage_highest=Stage.IMPLICIT,
    )


def test_overlays_are_left_out() -> None:
    made = instrument(dimension("d", "a", "b"), dimension("o", "c", "e", overlay=True, essential="c"))
    overall = scored(made, response(a="1 1", b="1 1", c="0 0", e="?")).overall
    assert (overall.mix, overall.coverage, overall.unknown) == (Mix(1, 0, 0, 0), 1.0, 0)
    assert (overall.stage, overall.held_back_by) == (Stage.INSTITUTIONAL, ())


def test_the_bounds_say_what_unknowns_could_mean() -> None:
    made = instrument(dimension("d", "a", "b", "c", "e", essential=("e",)))
    overall = scored(made, response(a="0.75 1", b="0.75 1", c="0.75 1", e="?")).overall
    assert (overall.coverage, overall.bounds) == (0.75, Bounds(0.5625, 0.8125, 0.5625, 0.8125))
    assert (overall.unknown, overall.held_back_by) == (1, ("e",))
    assert (overall.stage, overall.possible_stage, overall.stage_without_gates) == (
        Stage.EXPLORING,
        Stage.EXPLICIT,
        Stage.EXPLICIT,
    )


def three_dimensions(**weights: float) -> Instrument:
    """Return an instrument of dimensions of one practice each, of these weights."""
    return instrument(*(dimension(key, f"{key}1", weight=weight) for key, weight in weights.items()))


@pytest.mark.parametrize(
    ("weights", "unknown", "reportable"),
    [
        ({"a": 1, "b": 1, "c": 1}, "c", True),
        ({"a": 1, "b": 1, "c": 2}, "c", False),
        ({"a": 2, "b": 4, "c": 3}, "c", True),
        ({"a": 2, "b": 4, "c": 3.01}, "c", False),
    ],
)
def test_two_thirds_of_the_weight_must_be_reportable(weights: dict[str, float], unknown: str, reportable: bool) -> None:
    made = three_dimensions(**weights)
    answers = {f"{key}1": rating("?" if key == unknown else "1 1") for key in weights}
    assert scored(made, answers).overall.reportable is reportable


def test_what_is_said_of_a_result_that_is_not_reportable() -> None:
    made = instrument(dimension("d", "a", "b"), dimension("e", "c", "f", essential=("c",)))
    scores = scored(made, response(a="0.5 1", b="1 0"))
    assert scores.overall == OverallScore(
        respondents=1,
        reportable=False,
        unknown=2,
        held_back_by=("c",),
        coverage=0.5,
        bounds=Bounds(0.375, 0.875, 0.125, 0.625),
        limiting_dimension="d",
    )
    assert (scores.roadmap, scores.overlay_roadmaps) == (None, {})


def test_nothing_is_said_of_nothing() -> None:
    made = instrument(dimension("d", "a", essential=("a",)))
    assert scored(made, response(a="na")).overall == OverallScore(1, False, unknown=0, held_back_by=())
    assert scored(instrument()).overall == OverallScore(0, False, unknown=0, held_back_by=())


def test_without_respondents_everything_is_unknown() -> None:
    made = instrument(dimension("d", "a", "b", essential=("a",)))
    assert scored(made).overall == OverallScore(0, False, 2, ("a",), coverage=0.0, bounds=Bounds(0, 1, 0, 1))


def test_the_first_of_equal_dimensions_limits() -> None:
    made = three_dimensions(c=1, b=1, a=1)
    assert scored(made, response(c1="1 1", b1="0.5 1", a1="0.5 0")).overall.limiting_dimension == "b"


@pytest.mark.parametrize(
    ("answers", "declared"),
    [
        (("0 1", "0 1"), True),
        (("0.5 1", "0.25 1"), True),
        (("0.5 1", "0.5 1"), False),
        (("0.75 1", "0 0"), False),
        (("0.5 1", "0 0"), False),
        (("0.25 1", "0.5 0"), True),
        (("0.25 0.9", "0.5 0"), False),
    ],
)
def test_declared_means_that_the_guideline_exists_and_the_practice_does_not(
    answers: tuple[str, str], declared: bool
) -> None:
    made = instrument(dimension("d", "a", "b"))
    assert scored(made, response(a=answers[0], b=answers[1])).overall.declared is declared


@pytest.mark.parametrize(("weight", "declared"), [(52, False), (51, True)])
def test_what_is_proven_to_be_practised_is_not_declared(weight: float, declared: bool) -> None:
    # P is 0.49, of the reportable dimension; the insufficient one lifts P_low to 0.5, or to 0.4967.
    little = dimension("e", Practice("b", weight=weight), Practice("c", weight=100 - weight))
    overall = scored(instrument(dimension("d", "a", weight=2), little), response(a="0.49 1", b="1 1")).overall
    assert (overall.reportable, overall.limiting_dimension) == (True, "d")
    assert overall.declared is declared


@pytest.mark.parametrize(("weight", "reportable"), [(1.0000003, True), (1.00001, False)])
def test_two_thirds_of_the_weight_are_compared_at_six_decimals(weight: float, reportable: bool) -> None:
    made = instrument(dimension("d", "a", weight=2), dimension("e", "b", "c", weight=weight))
    assert scored(made, response(a="1 1", b="?", c="?")).overall.reportable is reportable


@pytest.mark.parametrize(("practice", "declared"), [("1 0", False), ("0.99 0", True)])
def test_what_is_practised_as_far_as_known_is_not_declared(practice: str, declared: bool) -> None:
    # P_low is a third at most in both, since c is unknown; P is 0.5 or 0.495.
    overall = scored(instrument(dimension("d", "a", "b", "c")), response(a=practice, b="0 1", c="?")).overall
    assert overall.declared is declared


def test_the_mix_may_lie_outside_its_bounds() -> None:
    made = instrument(dimension("d", "a", weight=2), dimension("e", "b", "c"))
    inside = scored(made, response(a="1 1", b="0 0", c="0 0")).overall
    outside = scored(made, response(a="0 0", b="1 1", c="?")).overall
    assert (outside.mix, outside.bounds) == (Mix(0, 0, 0, 1), Bounds(0.5 / 3, 1 / 3, 0.5 / 3, 1 / 3))
    assert (inside.mix_outside_bounds, outside.mix_outside_bounds) == (False, True)
    assert scored(made, response(a="1 0", b="1 1", c="?")).overall.mix_outside_bounds is True
    assert scored(made).overall.mix_outside_bounds is False


def test_what_part_of_the_result_rests_on_each_practice() -> None:
    made = instrument(
        dimension("d", Practice("a", weight=3), Practice("b"), weight=3),
        dimension("e", "c", "f", "g"),
        dimension("h", "i", "j"),
        dimension("o", "k", overlay=True),
    )
    scores = scored(made, response(a="1 1", b="0 0", c="0 0", f="1 1", i="1 1", k="1 1"))
    shares = practice_shares(made.core, scores.practices, scores.dimensions)
    assert shares == {"a": 0.5625, "b": 0.1875, "c": 0.125, "f": 0.125}
    assert practice_shares(made.overlays, scores.practices, scores.dimensions) == {"k": 1.0}


def test_the_share_that_must_be_reportable_is_the_versions_own() -> None:
    strict = Thresholds(overall_weight=0.7)
    made = instrument(*three_dimensions(a=1, b=1, c=1).dimensions, thresholds=strict)
    assert scored(made, response(a1="1 1", b1="1 1")).overall.reportable is False
