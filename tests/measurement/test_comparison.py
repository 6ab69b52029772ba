"""Tests of comparisons on settled values."""

import pytest

from assessment.measurement.comparison import above, at_least, settled


def test_settled_rounds_to_six_decimals() -> None:
    assert (settled(2 / 3), settled(0.1 + 0.2), settled(0.1234564)) == (0.666667, 0.3, 0.123456)


@pytest.mark.parametrize(
    ("value", "threshold", "reached", "exceeded"),
    [
        (0.5, 0.5, True, False),
        (0.3, 0.1 + 0.2, True, False),
        (0.1 + 0.2, 0.3, True, False),
        (2 / 3, 0.666667, True, False),
        (0.4999996, 0.5, True, False),
        (0.499999, 0.5, False, False),
        (0.500001, 0.5, True, True),
    ],
)
def test_comparisons_settle_both_sides(value: float, threshold: float, reached: bool, exceeded: bool) -> None:
    assert (at_least(value, threshold), above(value, threshold)) == (reached, exceeded)
