"""Tests of actions and gains."""

import pytest

from assessment.measurement.advice import Action, Advice, Adviser, action_for, gains
from assessment.measurement.instrument import Practice, Thresholds
from assessment.measurement.overall import practice_shares
from assessment.measurement.practices import practice_score

from .builders import DEFAULTS, dimension, instrument, response, scored, tally_of


@pytest.mark.parametrize(
    ("answers", "target", "action"),
    [
        (["0.25 0.25"], 0.5, Action.ADOPT),
        (["0.25 0.5"], 0.5, Action.EXECUTE),
        (["0.5 0.25"], 0.5, Action.FORMALISE),
        (["0.5 0.5"], 0.5, Action.SUSTAIN),
        (["0 0"], 0.0, Action.FORMALISE),
        (["1 0", "0.5 0"], 0.5, Action.DISCUSS),
        (["1 1", "0.5 1"], 0.5, Action.DISCUSS),
        (["0.5 0", "0 0"], 0.5, Action.ADOPT),
        (["0.5 1", "0 1"], 0.5, Action.EXECUTE),
        (["?"], 0.5, Action.FIND_OUT),
        # six decimals decide
        (["0.4999999 0.4999999"], 0.5, Action.SUSTAIN),
        (["0.499999 0.499999"], 0.5, Action.ADOPT),
    ],
)
def test_the_action_follows_from_target_recognition_and_agreement(
    answers: list[str], target: float, action: Action
) -> None:
    assert action_for(practice_score(Practice("a"), tally_of(*answers), DEFAULTS), target, DEFAULTS) == action


def test_what_counts_as_recognised_is_the_versions_own() -> None:
    score = practice_score(Practice("a"), tally_of("1 0.5"), DEFAULTS)
    assert action_for(score, 0.5, Thresholds(recognised=0.6)) == Action.FORMALISE


@pytest.mark.parametrize(
    ("answers", "action", "explicit", "practice"),
    [
        # to x 0.75 and e 2/3
        (["0.25 0"], Action.ADOPT, 0.5, 0.5),
        # above both already: nobody is lowered
        (["1 1", "0.25 0"], Action.ADOPT, 0.25, 0.25),
        (["0.25 1"], Action.EXECUTE, 0.5, 0.5),
        (["0.75 0"], Action.FORMALISE, 0.5, 0.0),
        (["0.75 0", "0.75 1", "0.75 1", "0.75 1"], Action.FORMALISE, 0.125, 0.0),
        # on average at the target: who is below it is not lifted to it
        (["0.5 0", "1 0"], Action.FORMALISE, 0.5, 0.0),
        (["1 0"], Action.SUSTAIN, 0.0, 0.0),
        (["0 0", "1 0"], Action.DISCUSS, 0.0, 0.0),
        (["?"], Action.FIND_OUT, 0.0, 0.0),
    ],
)
def test_gains_are_made_rater_by_rater(answers: list[str], action: Action, explicit: float, practice: float) -> None:
    computed = gains(tally_of(*answers), action, 0.75, DEFAULTS)
    assert computed == pytest.approx((explicit, practice))


def test_advice_in_points_of_the_whole() -> None:
    made = instrument(
        dimension("d", Practice("a", weight=3, effort=3), Practice("b", effort=3), weight=3),
        dimension("e", "c"),
    )
    scores = scored(made, response(a="0 0", b="1 0", c="1 1"))
    shares = practice_shares(made.core, scores.practices, scores.dimensions)
    advice = Adviser(made, scores.practices, {"d": 0.5, "e": 0.5}, shares).advise(made.core)
    assert advice == {
        "a": Advice("a", Action.ADOPT, 18.75, 28.125, 3, holds_back=False, width=0.0),
        "b": Advice("b", Action.FORMALISE, 12.5, 0.0, 1, holds_back=False, width=0.0),
        "c": Advice("c", Action.SUSTAIN, 0.0, 0.0, 1, holds_back=False, width=0.0),
    }
    assert [item.rank for item in advice.values()] == [15.625, 12.5, 0.0]


def test_a_practice_that_holds_back_where_little_is_known_gets_advice_without_gain() -> None:
    made = instrument(dimension("d", "a", "b", weight=2), dimension("e", "c", "f", "g", "h", essential=("c", "f")))
    scores = scored(made, response(a="1 1", b="1 1", c="0.25 1", g="1 1"))
    shares = practice_shares(made.core, scores.practices, scores.dimensions)
    adviser = Adviser(made, scores.practices, {"d": 0.5, "e": 0.25}, shares, scores.overall.held_back_by)
    assert adviser.advise(made.core[1:]) == {
        "c": Advice("c", Action.EXECUTE, 0.0, 0.0, 2, holds_back=True, width=0.0),
        "f": Advice("f", Action.FIND_OUT, 0.0, 0.0, 1, holds_back=True, width=0.0),
    }


def test_a_rank_is_rounded_once_at_the_end() -> None:
    assert Advice("a", Action.ADOPT, 1.0, 1.0, 3, holds_back=False, width=0.0).rank == 0.666667
