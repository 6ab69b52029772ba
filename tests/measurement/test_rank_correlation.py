"""Tests of the rank correlation, by values worked out by hand."""

from math import sqrt

import pytest

from assessment.measurement.rank_correlation import rank_correlation, ranks


def test_equal_values_share_their_mean_rank() -> None:
    assert ranks([30, 10, 20, 20, 20]) == [5, 1, 3, 3, 3]
    assert ranks([]) == []


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([(1, 10), (2, 20), (3, 400)], 1.0),
        ([(1, 3), (2, 2), (3, 1)], -1.0),
        # 1 - 6 * sum of squared differences / (n (n² - 1)), without equal values.
        ([(1, 2), (2, 1), (3, 4), (4, 3)], 1 - 6 * 4 / (4 * 15)),
        # Ranks 1.5, 1.5, 3 and 1, 2, 3.
        ([(1, 1), (1, 2), (2, 3)], 1.5 / sqrt(1.5 * 2)),
    ],
)
def test_against_values_worked_out_by_hand(pairs: list[tuple[float, float]], expected: float) -> None:
    assert rank_correlation(pairs) == pytest.approx(expected)


@pytest.mark.parametrize("pairs", [[], [(1, 2)], [(1, 1), (1, 2), (1, 3)], [(1, 2), (2, 2)]])
def test_without_two_values_that_differ_there_is_none(pairs: list[tuple[float, float]]) -> None:
    assert rank_correlation(pairs) is None
