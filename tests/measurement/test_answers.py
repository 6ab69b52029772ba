"""Tests of answers and tallies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.measurement.answers import NOT_APPLICABLE, UNKNOWN, Answer, AnswerError, Rating, Tally, tally

from .builders import dimension, instrument, response, tally_of
from .strategies import answers, steady


@pytest.mark.parametrize(("x", "e"), [(-0.01, 0), (1.01, 0), (0, -1), (0, 2), (float("nan"), 0), (0, float("inf"))])
def test_ratings_outside_the_scale_are_refused(x: float, e: float) -> None:
    with pytest.raises(AnswerError, match=rf"^practice {x} and recognition {e} must lie between 0 and 1$"):
        Rating(x, e)


def test_a_tally_counts_pairs_in_order() -> None:
    assert tally_of("1 0", "0.5 1", "na", "1 0", "?", "0.5 0") == Tally(
        pairs=((0.5, 0.0, 1), (0.5, 1.0, 1), (1.0, 0.0, 2)), not_applicable=1, respondents=6
    )


def test_a_tally_knows_who_said_what() -> None:
    made = tally_of("1 0", "1 0", "na", "?", "?", "0 0")
    assert (made.raters, made.not_applicable, made.unknown, made.respondents) == (3, 1, 2, 6)


def test_tallies_add_and_subtract_exactly() -> None:
    first, second = tally_of("1 0", "na", "0 1"), tally_of("1 0", "?")
    assert first + second == tally_of("1 0", "na", "0 1", "1 0", "?")
    assert first + second - second == first
    assert first - first == Tally()


def test_what_was_not_given_cannot_be_taken_away() -> None:
    for absent in ("0 1", "na", "?"):
        with pytest.raises(AnswerError):
            tally_of("1 0") - tally_of(absent)


@pytest.mark.parametrize(
    ("pairs", "not_applicable", "respondents", "message"),
    [
        (((2.0, 0.0, 1),), 0, 1, "practice 2.0 and recognition 0.0 must lie between 0 and 1"),
        (((1.0, 0.0, 0),), 0, 1, "0 raters with practice 1.0 and recognition 0.0"),
        (((1.0, 0.0, 1), (0.5, 0.0, 1)), 0, 2, "the pairs of a tally are sorted, each there once"),
        (((1.0, 0.0, 1), (1.0, 0.0, 2)), 0, 3, "the pairs of a tally are sorted, each there once"),
        (((1.0, 0.0, 2),), 0, 1, "1 respondents can't have given that many answers"),
        ((), 2, 1, "1 respondents can't have given that many answers"),
        ((), -1, 1, "1 respondents can't have given that many answers"),
    ],
)
def test_impossible_tallies_are_refused(
    pairs: tuple[tuple[float, float, int], ...], not_applicable: int, respondents: int, message: str
) -> None:
    with pytest.raises(AnswerError) as refusal:
        Tally(pairs, not_applicable, respondents)
    assert str(refusal.value) == message


def test_every_practice_is_tallied_over_all_respondents() -> None:
    made = instrument(dimension("d", "a", "b"))
    assert tally(made, [response(a="1 0"), response(a="0 0", b="na"), {}]) == {
        "a": Tally(((0.0, 0.0, 1), (1.0, 0.0, 1)), 0, 3),
        "b": Tally((), 1, 3),
    }
    assert tally(made, []) == {"a": Tally(), "b": Tally()}


def test_answers_to_other_practices_are_refused() -> None:
    with pytest.raises(AnswerError, match=r"^no such practices: y, z$"):
        tally(instrument(dimension("d", "a")), [response(a="1 1"), response(z="1 1", a="1 1", y="na")])


@steady
@given(st.lists(answers, min_size=1, max_size=8), st.data())
def test_leaving_one_out_is_tallying_the_others(given_answers: list[Answer], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(given_answers) - 1))
    others = given_answers[:place] + given_answers[place + 1 :]
    assert Tally.of(given_answers) - Tally.of([given_answers[place]]) == Tally.of(others)


def test_the_two_ways_not_to_rate_are_told_apart() -> None:
    assert (NOT_APPLICABLE.value, UNKNOWN.value) == ("not-applicable", "unknown")
