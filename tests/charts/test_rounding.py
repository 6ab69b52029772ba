"""Whole numbers that people read add up and do not depend on binary noise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.charts.rounding import digits_for, scaled, whole_mix, whole_parts, whole_points


@pytest.mark.parametrize(
    ("share", "points"),
    [(0.0, 0), (0.0049, 0), (0.005, 1), (0.285, 29), (0.575, 58), (0.9949, 99), (0.995, 100), (1.0, 100)],
)
def test_points_round_halves_upward(share: float, points: int) -> None:
    """A value on the boundary counts upward, also where binary fractions fall short of it."""
    assert whole_points(share) == points


@pytest.mark.parametrize(
    ("shares", "parts"),
    [
        ([0.2617, 0.2894, 0.1699, 0.2790], [26, 29, 17, 28]),
        ([1 / 3, 1 / 3, 1 / 3], [34, 33, 33]),
        ([0.29, 0.71], [29, 71]),
        ([0.005, 0.995], [1, 99]),
        ([0.0, 1.0, 0.0], [0, 100, 0]),
        ([0.004, 0.004, 0.992], [1, 0, 99]),
        ([2, 1, 1], [50, 25, 25]),
    ],
)
def test_parts_get_the_largest_remainders(shares: list[float], parts: list[int]) -> None:
    """The remainders decide; equal ones are served in order."""
    assert whole_parts(shares) == parts


def test_parts_sum_to_any_total() -> None:
    """The total is the caller's."""
    assert whole_parts([0.5, 0.25, 0.25], total=10) == [5, 3, 2]


@pytest.mark.parametrize("shares", [[], [0.0, 0.0], [0.5, -0.1, 0.6]])
def test_impossible_shares_are_refused(shares: list[float]) -> None:
    """Nothing to divide, or less than nothing."""
    with pytest.raises(ValueError, match="Shares must not be negative"):
        whole_parts(shares)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12).filter(lambda shares: sum(shares) > 0.001))
def test_parts_always_sum_up_and_stay_near(shares: list[float]) -> None:
    """Every part is within one of its exact value, and together they are the total."""
    parts = whole_parts(shares)
    exact = [share * 100 / sum(shares) for share in shares]
    assert sum(parts) == 100
    assert all(abs(part - value) <= 1 + 1e-6 for part, value in zip(parts, exact, strict=True))


@pytest.mark.parametrize(
    ("parts", "points"),
    [
        ([0.2617, 0.2894, 0.1699, 0.2790], [26, 29, 17, 28]),
        # Of all four 0.2462 has not the largest remainder; 33 and 24 would not be the score of 58 beside them.
        ([0.3294, 0.2462, 0.1873, 0.2371], [33, 25, 19, 23]),
        ([0.0, 0.0, 0.4, 0.6], [0, 0, 40, 60]),
        ([1.0, 0.0, 0.0, 0.0], [100, 0, 0, 0]),
        ([0.0, 0.998, 0.001, 0.001], [0, 100, 0, 0]),
        ([0.002, 0.002, 0.996, 0.0], [0, 0, 100, 0]),
    ],
)
def test_the_parts_of_a_mix_sum_to_the_score_they_make(parts: list[float], points: list[int]) -> None:
    """The score P is explicit and implicit, on the page as well."""
    assert whole_mix(parts) == points


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_a_mix_in_whole_points_is_a_mix(x: float, e: float, other: float) -> None:
    """Four parts of which none is negative, the whole is 100, and the first two are what is done."""
    explicit, implicit = x * e, x * (1 - e)
    points = whole_mix([explicit, implicit, (1 - x) * other, (1 - x) * (1 - other)])
    assert (sum(points), sum(points[:2])) == (100, whole_points(explicit + implicit))
    assert min(points) >= 0


@pytest.mark.parametrize(
    ("share", "digits"), [(0.5511, 2), (0.574951, 3), (0.57495, 3), (0.57499, 3), (0.5749951, 4), (0.3, 2), (1.0, 2)]
)
def test_decimals_are_enough_to_see_the_whole_points_in_them(share: float, digits: int) -> None:
    """Shown as 57.50 the score of 57.4951 would be rounded to 58, and is 57."""
    assert digits_for(share) == digits


@given(share=st.floats(min_value=0, max_value=1))
def test_what_is_shown_with_decimals_rounds_to_what_is_shown_whole(share: float) -> None:
    digits = digits_for(share)
    assert int(scaled(share, digits) / 10**digits + 0.5) == whole_points(share)


@given(parts=st.lists(st.floats(min_value=0, max_value=1), min_size=4, max_size=4).filter(any))
def test_a_mix_in_hundredths_adds_up_as_well(parts: list[float]) -> None:
    shares = [part / sum(parts) for part in parts]
    shown = whole_mix(shares, digits=2)
    assert (sum(shown), sum(shown[:2])) == (10_000, scaled(shares[0] + shares[1], 2))
