"""Tests of the adoption mix."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.measurement.mix import Mix, weighted_mean

from .strategies import shares, steady


def test_a_rating_splits_into_four_parts() -> None:
    assert Mix.of(0.75, 0.5) == Mix(explicit=0.375, implicit=0.375, declared=0.125, absent=0.125)


@pytest.mark.parametrize(
    ("x", "e", "mix"),
    [
        (1.0, 1.0, Mix(1, 0, 0, 0)),
        (1.0, 0.0, Mix(0, 1, 0, 0)),
        (0.0, 1.0, Mix(0, 0, 1, 0)),
        (0.0, 0.0, Mix(0, 0, 0, 1)),
    ],
)
def test_each_corner_is_one_part(x: float, e: float, mix: Mix) -> None:
    assert Mix.of(x, e) == mix


def test_scores_of_a_mix() -> None:
    mix = Mix(explicit=0.25, implicit=0.5, declared=0.125, absent=0.125)
    assert (mix.practice, mix.explicitness, mix.explicit_share) == (0.75, 0.375, 0.25 / 0.75)
    assert mix.parts == (0.25, 0.5, 0.125, 0.125)


def test_the_explicit_share_of_nothing_is_undefined() -> None:
    assert Mix(0, 0, 0.5, 0.5).explicit_share is None


def test_a_mean_weighs_part_by_part() -> None:
    mean = Mix.mean([(3, Mix(1, 0, 0, 0)), (1, Mix(0, 0, 0.5, 0.5))])
    assert mean == Mix(explicit=0.75, implicit=0, declared=0.125, absent=0.125)


def test_explicit_is_not_the_product_of_the_means() -> None:
    mean = Mix.mean([(1, Mix.of(1, 1)), (1, Mix.of(0, 0))])
    assert (mean.explicit, mean.practice * mean.explicitness) == (0.5, 0.25)


def test_there_is_no_mean_of_nothing() -> None:
    with pytest.raises(ValueError, match=r"^there is nothing to average$"):
        Mix.mean([])
    with pytest.raises(ValueError, match=r"^there is nothing to average$"):
        weighted_mean([])


@steady
@given(shares, shares)
def test_parts_sum_to_one(x: float, e: float) -> None:
    mix = Mix.of(x, e)
    assert sum(mix.parts) == pytest.approx(1, abs=1e-12)
    assert mix.practice == pytest.approx(x, abs=1e-12)
    assert mix.explicitness == pytest.approx(e, abs=1e-12)
    assert min(mix.parts) >= 0


@steady
@given(st.lists(st.tuples(st.floats(0.1, 10), shares), min_size=1, max_size=9), st.randoms())
def test_the_order_of_values_does_not_move_a_mean(pairs: list[tuple[float, float]], random: Random) -> None:
    shuffled = list(pairs)
    random.shuffle(shuffled)
    assert weighted_mean(shuffled) == weighted_mean(pairs)
