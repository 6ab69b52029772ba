"""Tests of the score of one dimension."""

import pytest

from assessment.measurement.dimensions import Bounds, DimensionScore, DimensionState, dimension_state
from assessment.measurement.instrument import Practice, Thresholds
from assessment.measurement.mix import Mix

from .builders import dimension, instrument, response, scored

REPORTABLE, INSUFFICIENT = DimensionState.REPORTABLE, DimensionState.INSUFFICIENT


def score_of(thresholds: Thresholds | None = None, *practices: Practice, **answers: str) -> DimensionScore:
    """Return the score of a dimension of practices a, b, c … answered so by one respondent."""
    made = practices or tuple(Practice(key) for key in sorted(answers))
    whole = instrument(dimension("d", *made), thresholds=thresholds or Thresholds())
    return scored(whole, response(**answers)).dimensions["d"]


def test_a_dimension_is_the_weighted_mean_of_its_rated_practices() -> None:
    score = score_of(
        None, Practice("a", weight=3), Practice("b"), Practice("c"), a="1 1", b="0.5 0", c="?"
    )  # fmt: skip
    assert score == DimensionScore(
        "d", False, REPORTABLE,
        rated=2, applicable=3, coverage=0.8,
        bounds=Bounds(practice_low=0.7, practice_high=0.9, explicit_low=0.6, explicit_high=0.8),
        mix=Mix(explicit=0.75, implicit=0.125, declared=0, absent=0.125),
    )  # fmt: skip


def test_bounds_by_name() -> None:
    score = score_of(None, a="1 0.5", b="?")
    assert (score.practice_low, score.practice_high) == (0.5, 1.0)
    assert (score.explicit_low, score.explicit_high) == (0.25, 0.75)


def test_a_dimension_without_an_applicable_practice_disappears() -> None:
    score = score_of(None, a="na", b="na")
    assert score == DimensionScore("d", False, DimensionState.NOT_APPLICABLE)
    assert (score.practice_low, score.practice_high, score.explicit_low, score.explicit_high) == (None,) * 4


def test_a_dimension_without_practices_disappears() -> None:
    assert scored(instrument(dimension("d"))).dimensions == {
        "d": DimensionScore("d", False, DimensionState.NOT_APPLICABLE)
    }


def test_a_dimension_that_nobody_knows_has_no_mix() -> None:
    assert score_of(None, a="?", b="?") == DimensionScore(
        "d", False, INSUFFICIENT, rated=0, applicable=2, coverage=0.0, bounds=Bounds(0, 1, 0, 1)
    )


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({"a": "1 1", "b": "1 1", "c": "1 1", "d": "?", "e": "?"}, REPORTABLE),
        ({"a": "1 1", "b": "1 1", "c": "?", "d": "?", "e": "?"}, INSUFFICIENT),
        ({"a": "1 1", "b": "na", "c": "na"}, REPORTABLE),
        ({"a": "1 1", "b": "?", "c": "na"}, INSUFFICIENT),
        ({"a": "1 1", "b": "1 1", "c": "na"}, REPORTABLE),
    ],
)
def test_when_a_dimension_is_reportable(answers: dict[str, str], state: DimensionState) -> None:
    assert score_of(None, **answers).state == state


def test_one_heavy_practice_of_two_is_not_enough() -> None:
    score = score_of(None, Practice("a", weight=3), Practice("b", weight=2), a="1 1", b="?")
    assert (score.coverage, score.state) == (0.6, INSUFFICIENT)
    alone = Thresholds(dimension_practices=1)
    heavy = score_of(alone, Practice("a", weight=3), Practice("b", weight=2), a="1 1", b="?")
    assert heavy.state == REPORTABLE


def test_an_insufficient_dimension_keeps_its_mix() -> None:
    assert score_of(None, a="1 1", b="?", c="?").mix == Mix(1, 0, 0, 0)


def test_an_overlay_is_scored_like_any_other() -> None:
    made = instrument(dimension("d", "a", "b", overlay=True))
    assert scored(made, response(a="1 1", b="0 0")).dimensions["d"] == DimensionScore(
        "d", True, REPORTABLE, 2, 2, 1.0, Bounds(0.5, 0.5, 0.5, 0.5), Mix(0.5, 0, 0, 0.5)
    )


@pytest.mark.parametrize(("coverage", "state"), [(0.5999999, REPORTABLE), (0.599999, INSUFFICIENT)])
def test_coverage_is_compared_at_six_decimals(coverage: float, state: DimensionState) -> None:
    assert dimension_state(coverage, 2, 3, Thresholds()) is state
