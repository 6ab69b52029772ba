"""Tests of how values are spread."""

import pytest

from assessment.services.spreads import Spread, spread


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], Spread()),
        ([None], Spread()),
        ([0.4, 0.2], Spread(2, 0.2, None, None, None, 0.4)),
        ([0.4, None, 0.2, 0.9], Spread(3, 0.2, None, 0.4, None, 0.9)),
        ([0.1, 0.2, 0.3, 0.4], Spread(4, 0.1, None, 0.25, None, 0.4)),
        ([0.5, 0.0, 1.0, 0.25, 0.75], Spread(5, 0.0, 0.25, 0.5, 0.75, 1.0)),
        ([0.0, 1.0, 0.0, 1.0, 0.0, 1.0], Spread(6, 0.0, 0.0, 0.5, 1.0, 1.0)),
    ],
)
def test_spread(values: list[float | None], expected: Spread) -> None:
    assert spread(values) == expected
