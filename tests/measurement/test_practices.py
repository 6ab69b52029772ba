"""Tests of the score of one practice."""

import pytest

from assessment.measurement.instrument import Practice, Thresholds
from assessment.measurement.mix import Mix
from assessment.measurement.practices import PracticeScore, PracticeState, practice_score, practice_scores

from .builders import DEFAULTS, dimension, instrument, tally_of

UNKNOWN, RATED, NOT_APPLICABLE = PracticeState.UNKNOWN, PracticeState.RATED, PracticeState.NOT_APPLICABLE


def test_one_rater_gives_means_and_no_agreement() -> None:
    given = tally_of("0.75 0.5")
    assert practice_score(Practice("a"), given, DEFAULTS) == PracticeScore(
        "a", RATED, 1, 0, given, x=0.75, e=0.5, mix=Mix(0.375, 0.375, 0.125, 0.125)
    )


def test_several_raters_are_averaged_part_by_part() -> None:
    given = tally_of("1 1", "0 0", "?", "na", "0.5 1")
    assert practice_score(Practice("a"), given, DEFAULTS) == PracticeScore(
        "a", RATED, 3, 1, given,
        x=0.5, e=2 / 3, mix=Mix(0.5, 0, 0.5 / 3, 1 / 3),
        median=0.5, minimum=0.0, maximum=1.0, discuss=True,
    )  # fmt: skip


def test_nothing_is_computed_of_what_nobody_rated() -> None:
    given = tally_of("?", "na", "?")
    assert practice_score(Practice("a"), given, DEFAULTS) == PracticeScore("a", UNKNOWN, 0, 1, given)


@pytest.mark.parametrize(
    ("answers", "median", "minimum", "maximum", "discuss"),
    [
        (["0.25 0", "0.5 0"], 0.375, 0.25, 0.5, False),
        (["0.25 0", "0.75 0"], 0.5, 0.25, 0.75, True),
        (["1 0", "1 1", "0.75 0"], 1.0, 0.75, 1.0, False),
        (["0 0", "0 0", "0.25 0", "1 0"], 0.125, 0.0, 1.0, True),
    ],
)
def test_agreement(answers: list[str], median: float, minimum: float, maximum: float, discuss: bool) -> None:
    score = practice_score(Practice("a"), tally_of(*answers), DEFAULTS)
    assert (score.median, score.minimum, score.maximum) == (median, minimum, maximum)
    assert (score.discuss, score.width) == (discuss, maximum - minimum)


def test_one_rater_has_no_width() -> None:
    assert practice_score(Practice("a"), tally_of("1 1"), DEFAULTS).width == 0.0


@pytest.mark.parametrize(
    ("answers", "state", "essential_state"),
    [
        ([], UNKNOWN, UNKNOWN),
        (["na"], NOT_APPLICABLE, NOT_APPLICABLE),
        (["na", "na"], NOT_APPLICABLE, NOT_APPLICABLE),
        (["na", "?"], NOT_APPLICABLE, UNKNOWN),
        (["na", "?", "?"], UNKNOWN, UNKNOWN),
        (["na", "1 1"], RATED, RATED),
        (["na", "na", "1 1"], NOT_APPLICABLE, RATED),
        (["na", "na", "1 1", "?"], NOT_APPLICABLE, RATED),
        (["na", "na", "1 1", "?", "?"], RATED, RATED),
    ],
)
def test_when_a_practice_does_not_apply(
    answers: list[str], state: PracticeState, essential_state: PracticeState
) -> None:
    given = tally_of(*answers)
    assert practice_score(Practice("a"), given, DEFAULTS).state == state
    assert practice_score(Practice("a", essential=True), given, DEFAULTS).state == essential_state


def test_the_thresholds_are_the_versions_own() -> None:
    given = tally_of("na", "na", "?", "0.25 0", "0.5 0")
    strict = Thresholds(not_applicable_share=0.3, discuss_range=0.25)
    assert practice_score(Practice("a"), given, strict).discuss is True
    assert practice_score(Practice("a"), given, DEFAULTS).discuss is False
    shrugged = tally_of("na", "na", "?", "?", "1 1")
    assert practice_score(Practice("a"), shrugged, strict).state == NOT_APPLICABLE


def test_practices_are_scored_in_order() -> None:
    made = instrument(dimension("d", "b", "a"), dimension("e", "c"))
    scores = practice_scores(made, {"a": tally_of("1 1"), "b": tally_of("?"), "c": tally_of("na")})
    assert [(key, score.state) for key, score in scores.items()] == [
        ("b", UNKNOWN),
        ("a", RATED),
        ("c", NOT_APPLICABLE),
    ]
