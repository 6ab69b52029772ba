"""What-if lifts answers, and lowers nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.measurement.answers import Answer, AnswerError, tally
from assessment.measurement.comparison import settled
from assessment.measurement.instrument import Instrument
from assessment.measurement.practices import PracticeState
from assessment.measurement.scores import score_tallies
from assessment.measurement.stages import Stage
from assessment.measurement.what_if import Tried, lifted, what_if

from .builders import dimension, instrument, response, tally_of
from .strategies import E_POINTS, X_POINTS, assessments, steady

Drawn = tuple[Instrument, list[dict[str, Answer]], dict[str, float]]

MADE = instrument(dimension("d", "a", "b", "c"))
TARGETS = {"d": 0.5}


def test_every_rater_is_lifted_to_at_least_what_is_tried() -> None:
    before = tally_of("0 1", "0.5 0.5", "1 0", "na", "?")
    assert lifted(before, Tried(0.5, 0.5)) == tally_of("0.5 1", "0.5 0.5", "1 0.5", "na", "?")


def test_an_unknown_practice_counts_as_rated_by_one() -> None:
    assert lifted(tally_of("?", "?", "?"), Tried(0.75, 1)) == tally_of("0.75 1", "?", "?")


def test_the_scores_move_and_only_where_something_was_tried() -> None:
    tallies = tally(MADE, [response(a="0.5 0.5", b="0.25 0", c="?")])
    scores = what_if(MADE, tallies, 1, TARGETS, {"b": Tried(1, 1), "c": Tried(1, 1)})
    assert [scores.practices[key].x for key in "abc"] == [0.5, 1.0, 1.0]
    assert scores.overall.stage is Stage.EXPLICIT


def test_what_does_not_apply_stays_so() -> None:
    tallies = tally(MADE, [response(a="na", b="1 1", c="1 1"), response(b="1 1", c="1 1")])
    scores = what_if(MADE, tallies, 2, TARGETS, {"a": Tried(1, 1)})
    assert scores.practices["a"].state is PracticeState.NOT_APPLICABLE


def test_only_points_of_the_scale_and_known_practices_can_be_tried() -> None:
    with pytest.raises(AnswerError):
        Tried(1.5, 0)
    with pytest.raises(AnswerError):
        what_if(MADE, {}, 1, TARGETS, {"z": Tried(1, 1)})


@steady
@given(assessments(), st.data())
def test_looking_changes_nothing_and_trying_lowers_nothing(drawn: Drawn, data: st.DataObject) -> None:
    made, responses, targets = drawn
    tallies, number = tally(made, responses), len(responses)
    today = score_tallies(made, tallies, number, targets)
    assert what_if(made, tallies, number, targets, {}) == today
    keys = data.draw(st.sets(st.sampled_from(sorted(made.practice_keys))))
    points = st.builds(Tried, st.sampled_from(X_POINTS), st.sampled_from(E_POINTS))
    projected = what_if(made, tallies, number, targets, {key: data.draw(points) for key in sorted(keys)})
    assert [
        key for key, one in today.practices.items() if settled(projected.practices[key].x or 0) < settled(one.x or 0)
    ] == []
    assert today.overall.stage is None or (projected.overall.stage or 0) >= today.overall.stage
