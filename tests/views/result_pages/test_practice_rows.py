"""A few rows are not hidden behind a disclosure."""

import pytest

from assessment.views.result_pages.practice_rows import split


@pytest.mark.parametrize(("rows", "first"), [(0, 0), (3, 3), (5, 5), (6, 3)])
def test_a_rest_of_one_or_two_is_shown_at_once(rows: int, first: int) -> None:
    found = split(tuple(range(rows)), 3)
    assert (len(found[0]), len(found[1])) == (first, rows - first)
