"""Opinions by construct."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.measurement.answers import AnswerError
from assessment.measurement.perception import Construct, ConstructScore, Item, construct_scores

from .strategies import steady

CONSTRUCT = Construct("benefits", (Item("a"), Item("b"), Item("c", reversed=True)))


def score(*respondents: dict[str, int]) -> ConstructScore:
    return construct_scores([CONSTRUCT], respondents)["benefits"]


def test_a_construct_is_the_mean_of_its_items_with_reversed_ones_turned_round() -> None:
    assert score({"a": 5, "b": 4, "c": 1}, {"a": 2, "b": 2, "c": 2}) == ConstructScore(
        "benefits",
        respondents=2,
        mean=(14 / 3 + 8 / 3) / 2,
        counts={"a": (0, 1, 0, 0, 1), "b": (0, 1, 0, 1, 0), "c": (0, 0, 0, 1, 1)},
    )


def test_at_least_half_of_the_items_have_to_be_answered() -> None:
    scored = score({"a": 5}, {"a": 4, "b": 2}, {})
    assert (scored.respondents, scored.mean, scored.total) == (1, 3.0, (0, 1, 0, 1, 1))


def test_nobody_has_no_mean() -> None:
    assert score() == ConstructScore("benefits", 0, None, dict.fromkeys("abc", (0, 0, 0, 0, 0)))


def test_a_value_outside_the_scale_is_refused() -> None:
    with pytest.raises(AnswerError):
        score({"a": 6})


values = st.dictionaries(st.sampled_from("abc"), st.integers(1, 5))


@steady
@given(st.lists(values))
def test_agreeing_with_everything_reversed_turns_the_mean_round(respondents: list[dict[str, int]]) -> None:
    mirrored = [{key: 6 - value for key, value in said.items()} for said in respondents]
    here, there = score(*respondents), score(*mirrored)
    assert here.total == there.total[::-1]
    assert here.mean is None or here.mean == pytest.approx(6 - (there.mean or 0))
