"""Which level of a published model is reached, and what the next one takes."""

from assessment.measurement.crosswalk import Check, Crosswalk, Evidence, Level, Requirement, cross

from .builders import dimension, instrument, response, scored

A, B, C = Requirement("a", 0.5), Requirement("b", 0.75), Requirement("c", 0.5)
MODEL = Crosswalk("model", (Level(0, "Nothing"), Level(1, "Some", (A, C)), Level(2, "All", (B,))))
MADE = instrument(dimension("d", "a", "b", "c"))


def test_the_highest_level_whose_requirements_and_those_below_hold() -> None:
    crossing = cross(MODEL, scored(MADE, response(a="0.5 0", b="0.75 0", c="1 0")).practices)
    assert [level.reached for level in crossing.levels] == [True, True, True]
    assert crossing.reached is crossing.levels[2]
    assert crossing.following is None


def test_a_level_is_not_reached_over_one_that_is_not() -> None:
    crossing = cross(MODEL, scored(MADE, response(a="0.25 1", b="1 1", c="?")).practices)
    assert [level.reached for level in crossing.levels] == [True, False, False]
    assert crossing.following is crossing.levels[1]
    assert crossing.levels[1].missing == (Check(A, Evidence.SHORT, 0.25), Check(C, Evidence.UNKNOWN, None))
    assert crossing.levels[2].missing == ()


def test_what_does_not_apply_is_passed_over_and_what_was_not_asked_does_not_hold() -> None:
    crossing = cross(MODEL, scored(instrument(dimension("d", "a", "b")), response(a="na", b="1 1")).practices)
    assert crossing.levels[1].checks == (
        Check(A, Evidence.NOT_APPLICABLE, None),
        Check(C, Evidence.UNKNOWN, None),
    )
    assert crossing.reached is crossing.levels[0]


def test_a_model_whose_lowest_level_requires_something_may_not_be_reached_at_all() -> None:
    model = Crosswalk("model", (Level(1, "Some", (A,)),))
    assert cross(model, {}).reached is None
