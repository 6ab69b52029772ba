"""Rounds on different versions are compared on what these have in common, as the newest version measures it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.measurement.answers import AnswerError, tally
from assessment.measurement.common_core import CommonCore, common_core, rescored
from assessment.measurement.instrument import Instrument, InstrumentError, Practice, Thresholds
from assessment.measurement.mix import Mix
from assessment.measurement.scores import score_tallies
from assessment.measurement.stages import Stage
from assessment.measurement.targets import TargetError
from tests.measurement.builders import dimension, instrument, response, tally_of
from tests.measurement.strategies import instruments, responses

OLDER = instrument(
    dimension("data", "checked", "versioned", "labelled"),
    dimension("release", "tested", "approved", essential=["tested"]),
    dimension("cost", "counted"),
)
# "labelled" and "counted" are gone, "traced" is new; "approved" stands in people; "tested" counts three times.
NEWER = instrument(
    dimension("data", Practice("traced"), Practice("checked", essential=True), Practice("versioned"), weight=2),
    dimension("release", Practice("tested", weight=3, prerequisites=("traced", "checked"))),
    dimension("people", "approved"),
    thresholds=Thresholds(exploring_practice=0.2),
)


def test_the_core_is_what_both_have_as_the_newer_has_it() -> None:
    core = common_core(OLDER, NEWER)
    assert core == CommonCore(
        instrument=instrument(
            dimension("data", Practice("checked", essential=True), Practice("versioned"), weight=2),
            dimension("release", Practice("tested", weight=3, prerequisites=("checked",))),
            dimension("people", "approved"),
            thresholds=Thresholds(exploring_practice=0.2),
        ),
        left_out=(("labelled", "counted"), ("traced",)),
        moved=("approved",),
    )
    assert not core.is_empty


def test_a_round_is_rescored_by_hand() -> None:
    """Two people; data weighs 2, release 1, people 1; each mix by hand.

    checked (x, e) = (1, 1) and (0.5, 0): X = 0.5, I = 0.25, D = 0, N = 0.25
    versioned (0.5, 0.5) twice:           X = I = D = N = 0.25
    data = their mean:                    X = 0.375, I = 0.25, D = 0.125, N = 0.25
    tested = release (1, 0):              X = 0, I = 1
    approved = people (0, 1):             D = 1
    overall = (2 data + release + people) / 4: X = 0.1875, I = 0.375, D = 0.3125, N = 0.125
    """
    tallies = {
        "checked": tally_of("1 1", "0.5 0"),
        "versioned": tally_of("0.5 0.5", "0.5 0.5"),
        "labelled": tally_of("1 1", "1 1"),
        "tested": tally_of("1 0", "?"),
        "approved": tally_of("0 1", "0 1"),
        "counted": tally_of("0 0", "0 0"),
    }
    core = common_core(OLDER, NEWER)
    scores = rescored(core, tallies, 2, {"data": 0.5, "release": 0.5, "people": 0.5})
    assert {key: found.mix for key, found in scores.dimensions.items()} == {
        "data": Mix(0.375, 0.25, 0.125, 0.25),
        "release": Mix(0.0, 1.0, 0.0, 0.0),
        "people": Mix(0.0, 0.0, 1.0, 0.0),
    }
    assert scores.overall.mix == Mix(0.1875, 0.375, 0.3125, 0.125)
    # P = 0.5625 and X < 0.5; nothing essential is below 0.375.
    assert (scores.overall.stage, scores.overall.held_back_by) == (Stage.IMPLICIT, ())
    assert (scores.overall.respondents, scores.overall.limiting_dimension) == (2, "people")
    assert list(scores.practices) == ["checked", "versioned", "tested", "approved"]


def test_what_takes_single_responses_stays_open() -> None:
    """Two people far apart: whether the stage hangs on one of them, their tally doesn't tell."""
    tallies = {"checked": tally_of("1 1", "0 0")}
    core = common_core(OLDER, NEWER)
    overall = rescored(core, tallies, 2, {"data": 0.5, "release": 0.5, "people": 0.5}).overall
    assert (overall.contested, overall.stage_lowest, overall.stage_highest) == (None, None, None)


def test_essentials_and_thresholds_of_the_newer_decide() -> None:
    """checked is essential in the newer alone; exploring begins at 0.15 in the older and at 0.2 in the newer."""
    answers = response(checked="0.25 0", versioned="0.25 0", labelled="0 0", tested="0.25 0", approved="0 0")
    tallies = tally(OLDER, [answers])
    targets = {"data": 0.5, "release": 0.5, "people": 0.5, "cost": 0.5}
    before = score_tallies(OLDER, tallies, 1, targets).overall
    assert before.held_back_by == ("tested",)
    # (2 · 0.25 + 0.25 + 0) / 4 = 0.1875
    overall = rescored(common_core(OLDER, NEWER), tallies, 1, targets).overall
    assert overall.mix is not None
    assert (overall.mix.practice, overall.stage, overall.held_back_by) == (0.1875, Stage.MANUAL, ("checked",))


def test_a_practice_that_becomes_an_overlay_leaves_the_overall_result() -> None:
    older = instrument(dimension("data", "a", "b"), dimension("more", "c"))
    newer = instrument(dimension("data", "a", "b"), dimension("extra", "c", overlay=True))
    core = common_core(older, newer)
    tallies = tally(older, [response(a="1 1", b="1 1", c="0 0")])
    overall = rescored(core, tallies, 1, {"data": 0.5, "extra": 0.5}).overall
    assert (core.moved, overall.mix) == (("c",), Mix(1.0, 0.0, 0.0, 0.0))


def test_the_last_given_decides_weights_and_places() -> None:
    core = common_core(NEWER, OLDER)
    assert core.instrument == instrument(
        dimension("data", "checked", "versioned"), dimension("release", "tested", "approved", essential=["tested"])
    )
    assert (core.left_out, core.moved) == ((("traced",), ("labelled", "counted")), ("approved",))


def test_the_example_of_the_documentation() -> None:
    older, newer = instrument(dimension("d", "a", "b", "c")), instrument(dimension("d", Practice("a", weight=3), "b"))
    tallies = tally(older, [response(a="1 1", b="0 0", c="1 0")])
    stored = score_tallies(older, tallies, 1, {"d": 0.5}).overall
    anew = rescored(common_core(older, newer), tallies, 1, {"d": 0.5}).overall
    assert stored.mix is not None
    assert anew.mix is not None
    assert [stored.mix.practice, anew.mix.practice] == pytest.approx([2 / 3, 0.75])


def test_more_than_two_versions_have_a_core_too() -> None:
    first, second, third = (instrument(dimension("d", *keys)) for keys in ("abc", "bcd", "cbe"))
    core = common_core(first, second, third)
    assert core == CommonCore(instrument(dimension("d", "c", "b")), (("a",), ("d",), ("e",)), ())


def test_without_a_common_practice_the_core_is_empty_and_nothing_is_reportable() -> None:
    core = common_core(instrument(dimension("d", "a")), instrument(dimension("d", "b")))
    assert core == CommonCore(Instrument(()), (("a",), ("b",)), ())
    assert core.is_empty
    scores = rescored(core, {"a": tally_of("1 1")}, 1, {})
    assert (scores.overall.reportable, scores.overall.mix, scores.practices) == (False, None, {})


def test_impossible_input_is_refused() -> None:
    with pytest.raises(InstrumentError, match="a common core needs an instrument"):
        common_core()
    core = common_core(OLDER, NEWER)
    with pytest.raises(TargetError, match="dimension people has no target"):
        rescored(core, {}, 1, {"data": 0.5, "release": 0.5})
    with pytest.raises(AnswerError, match="practice checked: 1 respondents instead of 2"):
        rescored(core, {"checked": tally_of("1 1")}, 2, {"data": 0.5, "release": 0.5, "people": 0.5})


@given(instruments(), st.data())
def test_on_one_version_the_core_is_the_version_and_the_scores_are_its_own(
    made: Instrument, data: st.DataObject
) -> None:
    given_answers = data.draw(st.lists(responses(made), max_size=3))
    tallies, targets = tally(made, given_answers), {each.key: 0.5 for each in made.dimensions}
    core = common_core(made, made)
    assert not any(core.left_out)
    assert core.moved == ()
    assert {each.key for each in core.instrument.dimensions} == {d.key for d in made.dimensions if d.practices}
    again = rescored(core, tallies, len(given_answers), targets)
    stored = score_tallies(made, tallies, len(given_answers), targets)
    assert (again.practices, again.overall) == (stored.practices, stored.overall)
