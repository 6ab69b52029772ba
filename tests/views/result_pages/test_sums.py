"""Decimals that stand in a sum add up to what stands below it."""

from math import fsum

from hypothesis import given
from hypothesis import strategies as st

from assessment.views.result_pages.sums import hundredths, weight_text
from assessment.wording import decimals


@given(shares=st.lists(st.floats(min_value=0, max_value=1), min_size=1, max_size=12))
def test_the_parts_add_up_to_the_sum_as_shown(shares: list[float]) -> None:
    cents = sum(int(part.replace(".", "")) for part in hundredths(shares))
    assert cents == int(decimals(fsum(shares)).replace(".", ""))


def test_nothing_at_all_adds_up_to_nothing() -> None:
    assert hundredths([0.0, 0.0]) == ["0.00", "0.00"]


def test_weights_have_as_few_decimals_as_they_need() -> None:
    assert [weight_text(weight) for weight in (1.0, 1.5, 0.3333333, 10.0)] == ["1", "1.5", "0.3333", "10"]
