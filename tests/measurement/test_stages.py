"""Tests of the stages and of what holds back."""

import pytest

from assessment.measurement.instrument import Instrument, Thresholds
from assessment.measurement.practices import PracticeScore, practice_scores
from assessment.measurement.stages import (
    OPEN_GATES,
    Gates,
    Stage,
    held_back_by,
    possible_gates,
    proven_gates,
    stage,
)

from .builders import DEFAULTS, dimension, instrument, response, scored, tally_of

HELD_BACK = Gates(nothing_holds_back=False, institutional=False)
LIMITED = Gates(nothing_holds_back=True, institutional=False)


@pytest.mark.parametrize(
    ("practice", "explicit", "gates", "expected"),
    [
        (0.85, 0.70, OPEN_GATES, Stage.INSTITUTIONAL),
        (0.85, 0.70, LIMITED, Stage.EXPLICIT),
        (0.85, 0.70, HELD_BACK, Stage.EXPLORING),
        (0.85, 0.699999, OPEN_GATES, Stage.EXPLICIT),
        (0.849999, 0.70, OPEN_GATES, Stage.EXPLICIT),
        (0.8499996, 0.6999996, OPEN_GATES, Stage.INSTITUTIONAL),
        (0.50, 0.50, LIMITED, Stage.EXPLICIT),
        (0.50, 0.499999, OPEN_GATES, Stage.IMPLICIT),
        (1.00, 0.0, OPEN_GATES, Stage.IMPLICIT),
        (0.50, 0.50, HELD_BACK, Stage.EXPLORING),
        (0.499999, 0.49, OPEN_GATES, Stage.EXPLORING),
        (0.15, 0.0, HELD_BACK, Stage.EXPLORING),
        (0.149999, 0.14, OPEN_GATES, Stage.MANUAL),
        (0.0, 0.0, OPEN_GATES, Stage.MANUAL),
    ],
)
def test_the_first_rule_that_holds_from_the_top(
    practice: float, explicit: float, gates: Gates, expected: Stage
) -> None:
    assert stage(practice, explicit, gates, DEFAULTS) == expected


def test_the_thresholds_are_the_versions_own() -> None:
    lenient = Thresholds(institutional_practice=0.6, institutional_explicit=0.5)
    assert stage(0.6, 0.5, OPEN_GATES, lenient) == Stage.INSTITUTIONAL


def essential_practices(**answers: str) -> tuple[Instrument, dict[str, PracticeScore]]:
    """Return an instrument of essential practices, o in an overlay, and their scores; answers by comma."""
    core = [key for key in answers if key != "o"]
    made = instrument(dimension("core", *core, essential=core), dimension("overlay", "o", overlay=True, essential="o"))
    given = {"o": "?"} | answers
    return made, practice_scores(made, {key: tally_of(*text.split(", ")) for key, text in given.items()})


def test_what_holds_back_is_unknown_or_too_low_and_applies() -> None:
    made = essential_practices(
        e="0.25 1", d="?", c="na", b="0.25 1, 0.5 1", a="0.25 1, 0.25 1, 0.5 1", o="0 0", f="1 1"
    )  # fmt: skip
    assert held_back_by(*made) == ("e", "d", "a")
    assert proven_gates(*made) == HELD_BACK


def test_the_highest_stage_asks_more_of_the_essential_practices() -> None:
    assert proven_gates(*essential_practices(a="0.5 1, 0.75 1", b="1 1")) == OPEN_GATES
    assert proven_gates(*essential_practices(a="0.5 1", b="1 1")) == LIMITED


def test_an_overlay_closes_no_gate() -> None:
    assert proven_gates(*essential_practices(a="1 1", o="0 0")) == OPEN_GATES


def test_unknown_essential_practices_could_be_done() -> None:
    assert possible_gates(*essential_practices(a="?", b="1 1")) == OPEN_GATES
    assert possible_gates(*essential_practices(a="?", b="0.5 1")) == LIMITED
    assert possible_gates(*essential_practices(a="?", b="0.25 1")) == HELD_BACK


def test_stages_are_numbered_from_manual_to_institutional() -> None:
    assert [(int(one), one.name) for one in Stage] == [
        (0, "MANUAL"),
        (1, "EXPLORING"),
        (2, "IMPLICIT"),
        (3, "EXPLICIT"),
        (4, "INSTITUTIONAL"),
    ]


@pytest.mark.parametrize(("x", "held_back"), [("0.3749999", ()), ("0.374999", ("a",))])
def test_what_holds_back_is_compared_at_six_decimals(x: str, held_back: tuple[str, ...]) -> None:
    made = instrument(dimension("d", "a", "b", essential="a"))
    assert scored(made, response(a=f"{x} 1", b="1 1")).overall.held_back_by == held_back
