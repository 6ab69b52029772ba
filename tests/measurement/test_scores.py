"""Tests of all scores together, from responses and from stored tallies; and their properties."""

from collections.abc import Iterator
from dataclasses import replace
from math import fsum

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assessment.measurement.answers import NOT_APPLICABLE, UNKNOWN, Answer, AnswerError, Rating, Tally, tally
from assessment.measurement.instrument import Dimension, Instrument, Practice
from assessment.measurement.mix import Mix
from assessment.measurement.overall import practice_shares
from assessment.measurement.scores import SCALE_VERSION, Scores, score, score_tallies
from assessment.measurement.targets import TargetError

from .builders import dimension, instrument, response, scored, tally_of
from .strategies import E_POINTS, X_POINTS, assessments, shares, steady

Assessment = tuple[Instrument, list[dict[str, Answer]], dict[str, float]]

MADE = instrument(dimension("d", "a", "b"), dimension("o", "c", overlay=True))
TARGETS = {"d": 0.5, "o": 0.5}


def test_stored_tallies_give_the_same_scores_but_what_needs_single_responses() -> None:
    responses = [response(a="1 1", b="0.5 0", c="1 1"), response(a="0.75 1", b="na")]
    full = score(MADE, responses, TARGETS)
    assert (full.overall.contested, full.overall.respondents) == (True, 2)
    without = replace(full.overall, contested=None, stage_lowest=None, stage_highest=None)
    tallies = tally(MADE, responses)
    assert score_tallies(MADE, tallies, 2, TARGETS) == replace(full, overall=without)


def test_a_practice_without_a_tally_is_unknown_to_all() -> None:
    stored = {"a": tally_of("1 1", "1 1"), "b": tally_of("1 1", "?")}
    assert score_tallies(MADE, stored, 2, TARGETS).practices["c"].tally == Tally(respondents=2)


def test_tallies_of_others_are_refused() -> None:
    with pytest.raises(AnswerError, match=r"^no such practices: z$"):
        score_tallies(MADE, {"z": tally_of("1 1")}, 1, TARGETS)
    with pytest.raises(AnswerError, match=r"^practice a: 1 respondents instead of 2$"):
        score_tallies(MADE, {"a": tally_of("1 1")}, 2, TARGETS)


def test_foreign_answers_and_missing_targets_are_refused() -> None:
    with pytest.raises(AnswerError, match=r"^no such practices: z$"):
        score(MADE, [response(z="1 1")], TARGETS)
    with pytest.raises(TargetError, match=r"^dimension o has no target$"):
        score(MADE, [], {"d": 0.5})


def test_scores_come_in_the_order_of_the_instrument() -> None:
    made = instrument(dimension("z", "b", "a"), dimension("y", "c"))
    scores = scored(made, response(c="1 1", a="1 1", b="1 1"))
    assert (list(scores.practices), list(scores.dimensions)) == (["b", "a", "c"], ["z", "y"])


def test_the_scale_has_a_version() -> None:
    assert SCALE_VERSION == "1"


def mixes(scores: Scores) -> Iterator[Mix]:
    """Yield every mix of the scores."""
    found = [practice.mix for practice in scores.practices.values()]
    found += [dimension.mix for dimension in scores.dimensions.values()]
    yield from (mix for mix in (*found, scores.overall.mix) if mix is not None)


@steady
@given(assessments())
def test_the_four_parts_sum_to_one(drawn: Assessment) -> None:
    for mix in mixes(score(*drawn)):
        assert fsum(mix.parts) == pytest.approx(1, abs=1e-9)
        assert min(mix.parts) >= 0


@steady
@given(assessments())
def test_practice_is_explicit_and_implicit(drawn: Assessment) -> None:
    for practice in score(*drawn).practices.values():
        if practice.mix is not None:
            assert practice.x == pytest.approx(practice.mix.explicit + practice.mix.implicit, abs=1e-9)
            assert practice.e == pytest.approx(practice.mix.explicit + practice.mix.declared, abs=1e-9)


@steady
@given(assessments())
def test_the_mean_of_mixes_is_the_mix(drawn: Assessment) -> None:
    made = drawn[0]
    scores = score(*drawn)
    if scores.overall.mix is not None:
        parts = practice_shares(made.core, scores.practices, scores.dimensions)
        rebuilt = Mix.mean((share, mix) for key, share in parts.items() if (mix := scores.practices[key].mix))
        assert rebuilt.parts == pytest.approx(scores.overall.mix.parts, abs=1e-9)
        assert fsum(parts.values()) == pytest.approx(1, abs=1e-9)


@steady
@given(assessments(fewest=2), st.data())
def test_the_order_of_respondents_does_not_matter(drawn: Assessment, data: st.DataObject) -> None:
    made, responses, targets = drawn
    assert score(made, data.draw(st.permutations(responses)), targets) == score(made, responses, targets)


def stage_number(made: Instrument, responses: list[dict[str, Answer]], targets: dict[str, float]) -> int:
    """Return the stage as a number, -1 for none."""
    stage = score(made, responses, targets).overall.stage
    return -1 if stage is None else int(stage)


@steady
@given(assessments(), st.data())
def test_raising_an_answer_never_lowers_the_stage(drawn: Assessment, data: st.DataObject) -> None:
    made, responses, targets = drawn
    rated = [(n, key) for n, one in enumerate(responses) for key, a in one.items() if isinstance(a, Rating)]
    assume(rated)
    number, key = data.draw(st.sampled_from(rated))
    old = responses[number][key]
    assert isinstance(old, Rating)
    x = data.draw(st.sampled_from([point for point in X_POINTS if point >= old.x]))
    e = data.draw(st.sampled_from([point for point in E_POINTS if point >= old.e]))
    raised = [one | {key: Rating(x, e)} if place == number else one for place, one in enumerate(responses)]
    assert stage_number(made, raised, targets) >= stage_number(made, responses, targets)


@steady
@given(assessments(most=1), st.data())
def test_one_respondent_never_loses_by_answering_an_unknown(drawn: Assessment, data: st.DataObject) -> None:
    made, (answers,), targets = drawn
    unknown = [key for key in sorted(made.practice_keys) if answers.get(key, UNKNOWN) is UNKNOWN]
    assume(unknown)
    key = data.draw(st.sampled_from(unknown))
    given_answer = data.draw(
        st.one_of(st.builds(Rating, st.sampled_from(X_POINTS), st.sampled_from(E_POINTS)), st.just(NOT_APPLICABLE))
    )
    answered = answers | {key: given_answer}
    assert stage_number(made, [answered], targets) >= stage_number(made, [answers], targets)


@steady
@given(assessments())
def test_no_gain_is_negative(drawn: Assessment) -> None:
    scores = score(*drawn)
    roadmaps = [scores.roadmap, *scores.overlay_roadmaps.values()]
    items = [item for roadmap in roadmaps if roadmap is not None for item in roadmap.order]
    assert [item for item in items if item.gain_explicit < 0 or item.gain_practice < 0] == []


@steady
@given(assessments())
def test_what_could_be_is_at_least_what_is_proven(drawn: Assessment) -> None:
    overall = score(*drawn).overall
    if overall.bounds is not None:
        assert overall.bounds.practice_low <= overall.bounds.practice_high + 1e-12
        assert overall.bounds.explicit_low <= overall.bounds.explicit_high + 1e-12
    if overall.stage and overall.possible_stage and overall.stage_without_gates:
        assert min(overall.possible_stage, overall.stage_without_gates) >= overall.stage


@steady
@given(
    st.lists(st.tuples(st.floats(1e-6, 1e6), st.floats(1e-6, 1e6), shares, shares), min_size=1, max_size=4),
    shares,
)
def test_no_input_in_range_raises(rows: list[tuple[float, float, float, float]], target: float) -> None:
    made = Instrument(
        tuple(
            Dimension(f"d{n}", wide, practices=(Practice(f"p{n}", narrow), Practice(f"q{n}", 1e6)))
            for n, (wide, narrow, _, _) in enumerate(rows)
        )
    )
    answers = {f"{key}{n}": Rating(x, e) for n, (_, _, x, e) in enumerate(rows) for key in "pq"}
    scores = scored(made, answers, answers, target=target)
    assert scores.overall.reportable is True
    assert [mix for mix in mixes(scores) if fsum(mix.parts) != pytest.approx(1, abs=1e-9)] == []
