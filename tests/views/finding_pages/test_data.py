"""The file of the data set: enough rows of every combination, for any organizations in any batches."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from assessment.measurement.anonymous import generalized
from assessment.models import FindingsRow, FindingsSnapshot
from assessment.models.facts import Sector, Size
from assessment.views.finding_pages.data import data_columns, data_rows

LEAST = 5
FACTS = st.tuples(st.sampled_from(Sector.values), st.sampled_from(Size.values))
SCORES = st.dictionaries(st.sampled_from(["stage", "d0_practice"]), st.integers(0, 4))
BATCHES = st.lists(st.lists(st.tuples(FACTS, SCORES), max_size=40), max_size=3)


def rows_of(batches: list[list[tuple[tuple[str, str], dict[str, int]]]]) -> list[FindingsRow]:
    """The rows that batches of so many organizations add."""
    rows = []
    for number, organizations in enumerate(batches, start=1):
        snapshot = FindingsSnapshot(batch=number)
        shown = generalized({str(place): facts for place, (facts, _values) in enumerate(organizations)}, LEAST)
        for name, (sector, size) in shown.items():
            values = organizations[int(name)][1]
            rows.append(FindingsRow(snapshot=snapshot, member=name, sector=sector, size=size, values=values))
    return rows


@given(BATCHES)
def test_every_batch_sector_and_size_in_the_file_has_at_least_five_rows(
    batches: list[list[tuple[tuple[str, str], dict[str, int]]]],
) -> None:
    rows = rows_of(batches)
    cells = data_rows(rows, data_columns(rows, None))
    assert len(cells) == len(rows)
    assert [count for count in Counter(row[:3] for row in cells).values() if count < LEAST] == []


@given(BATCHES)
def test_the_order_of_the_file_does_not_depend_on_the_order_of_the_rows(
    batches: list[list[tuple[tuple[str, str], dict[str, int]]]],
) -> None:
    rows = rows_of(batches)
    columns = data_columns(rows, None)
    assert data_rows(rows, columns) == data_rows(rows[::-1], columns)
