"""Tests of contested results."""

import pytest
from hypothesis import given

from assessment.measurement.answers import Answer, tally
from assessment.measurement.contested import LeavingOut, discussed_share, has_rated
from assessment.measurement.instrument import Instrument
from assessment.measurement.scores import score
from assessment.measurement.stages import Stage

from .builders import dimension, instrument, response, scored
from .strategies import assessments, steady

TWO = instrument(dimension("d", "a", "b"))


def settled_by(made: Instrument, *responses: dict[str, str]) -> tuple[bool | None, Stage | None, Stage | None]:
    """Return whether the responses contest the result, and the stage range."""
    overall = scored(made, *(response(**answers) for answers in responses)).overall
    return overall.contested, overall.stage_lowest, overall.stage_highest


def test_one_rater_contests_nothing() -> None:
    alone = {"a": "1 1", "b": "1 0"}
    assert settled_by(TWO, alone) == (False, Stage.EXPLICIT, Stage.EXPLICIT)
    assert settled_by(TWO, alone, {"a": "?"}, {}) == (False, Stage.EXPLICIT, Stage.EXPLICIT)


def test_two_who_agree_contest_nothing() -> None:
    assert settled_by(TWO, {"a": "1 1", "b": "0.75 1"}, {"a": "0.75 1", "b": "1 1"}) == (
        False,
        Stage.INSTITUTIONAL,
        Stage.INSTITUTIONAL,
    )


def test_another_stage_without_one_of_them_contests() -> None:
    assert settled_by(TWO, {"a": "1 1", "b": "1 1"}, {"a": "0 0", "b": "0 0"}) == (
        True,
        Stage.MANUAL,
        Stage.INSTITUTIONAL,
    )


def test_no_stage_without_one_of_them_contests_nothing() -> None:
    assert settled_by(TWO, {"a": "1 1"}, {"b": "1 1"}) == (False, Stage.INSTITUTIONAL, Stage.INSTITUTIONAL)


def test_leaving_one_out_recomputes_what_does_not_apply() -> None:
    # Of five, two of whom say that c does not apply, it is rated by one; of four it no longer applies.
    made = instrument(dimension("d", "a", "b", "c"))
    agreed = {"a": "1 1", "b": "0.75 1"}
    assert settled_by(made, agreed | {"c": "na"}, agreed | {"c": "na"}, agreed, agreed, agreed | {"c": "0 1"}) == (
        True,
        Stage.EXPLICIT,
        Stage.INSTITUTIONAL,
    )


def test_who_rated_nothing_is_not_left_out() -> None:
    # Without one of the two for whom c does not apply it would be rated, at 0: another stage.
    made = instrument(dimension("d", "a", "b", "c"))
    agreed = {"a": "1 1", "b": "1 1"}
    assert settled_by(made, agreed | {"c": "0 0"}, agreed, {"c": "na"}, {"c": "na"}) == (
        False,
        Stage.INSTITUTIONAL,
        Stage.INSTITUTIONAL,
    )


def test_disagreement_on_a_third_of_the_result_is_not_contested() -> None:
    made = instrument(dimension("d", "a"), dimension("e", "b"), dimension("f", "c"))
    high, low = {"a": "1 0", "b": "1 0", "c": "1 0"}, {"a": "0.5 0", "b": "1 0", "c": "1 0"}
    assert settled_by(made, high, low) == (False, Stage.IMPLICIT, Stage.IMPLICIT)


def test_disagreement_on_more_than_a_third_is_contested_at_one_stage() -> None:
    made = instrument(dimension("d", "a", weight=1.01), dimension("e", "b"), dimension("f", "c"))
    high, low = {"a": "1 0", "b": "1 0", "c": "1 0"}, {"a": "0.5 0", "b": "1 0", "c": "1 0"}
    assert settled_by(made, high, low) == (True, Stage.IMPLICIT, Stage.IMPLICIT)


def test_who_rated_only_an_overlay_is_left_out_in_turn() -> None:
    made = instrument(dimension("d", "a"), dimension("o", "b", overlay=True))
    assert settled_by(made, {"a": "1 1"}, {"b": "1 1"}) == (
        False,
        Stage.INSTITUTIONAL,
        Stage.INSTITUTIONAL,
    )
    assert [has_rated(response(b=answer)) for answer in ("1 1", "na", "?")] == [True, False, False]


def test_a_result_that_is_not_reportable_is_neither() -> None:
    assert settled_by(TWO, {"a": "1 1"}, {"a": "0 0"}) == (None, None, None)


def test_the_discussed_share_weighs_dimensions_and_practices() -> None:
    made = instrument(dimension("d", "a", "b", weight=3), dimension("e", "c"), dimension("f", "g", "h"))
    scores = scored(made, response(a="1 1", b="1 1", c="1 1", g="0 0"), response(a="0 1", b="1 1", c="0 1", g="1 1"))
    assert discussed_share(made, scores.practices, scores.dimensions) == pytest.approx(3 / 4 / 2 + 1 / 4)


@steady
@given(assessments(fewest=2))
def test_leaving_out_by_subtraction_equals_scoring_the_others(
    drawn: tuple[Instrument, list[dict[str, Answer]], dict[str, float]],
) -> None:
    made, responses, targets = drawn
    leaving_out = LeavingOut(made, tally(made, responses), known={})
    subtracted = [leaving_out.stage(answers, len(responses)) for answers in responses]
    again = [
        score(made, responses[:place] + responses[place + 1 :], targets).overall.stage
        for place in range(len(responses))
    ]
    assert subtracted == again


@steady
@given(assessments(fewest=2))
def test_the_range_holds_the_stage_and_wider_means_contested(
    drawn: tuple[Instrument, list[dict[str, Answer]], dict[str, float]],
) -> None:
    overall = score(*drawn).overall
    if overall.stage is None or overall.stage_lowest is None or overall.stage_highest is None:
        assert (overall.contested, overall.stage_lowest, overall.stage_highest) == (None, None, None)
    else:
        assert overall.stage_lowest <= overall.stage <= overall.stage_highest
        assert overall.contested or overall.stage_lowest == overall.stage_highest
