"""No sum or difference of published segments isolates a few organizations."""

from collections.abc import Iterator
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.measurement.mix import Mix
from assessment.measurement.withholding import Members, Place, Table, withheld

LEAST = 5
SECTORS, SIZES = ("finance", "health", "retail"), ("large", "small")


def members(*names: str, x: float = 0.5) -> dict[str, Mix]:
    """Organizations that contribute the same."""
    return {name: Mix.of(x, 0.5) for name in names}


def numbered(first: int, last: int) -> list[str]:
    return [str(number) for number in range(first, last + 1)]


def table(whole: Members, **sectors: Members) -> Table:
    """A table with one family."""
    return Table(whole, {("sector", key): found for key, found in sectors.items()})


# --- Worked tables --------------------------------------------------------------------------------


def test_nothing_is_withheld_where_the_rest_is_nobody() -> None:
    whole = members(*numbered(1, 12))
    full = table(whole, finance=members(*numbered(1, 6)), health=members(*numbered(7, 12)))
    assert withheld(full, LEAST) == frozenset()


def test_nothing_is_withheld_where_the_rest_is_large_enough() -> None:
    assert withheld(table(members(*numbered(1, 11)), finance=members(*numbered(1, 6))), LEAST) == frozenset()


def test_the_smallest_goes_where_a_few_are_left_over() -> None:
    whole = members(*numbered(1, 14))
    # Two of the whole are in no segment: without health they are seven.
    uneven = table(whole, finance=members(*numbered(1, 7)), health=members(*numbered(8, 12)))
    assert withheld(uneven, LEAST) == {("sector", "health")}


def test_of_equal_ones_the_first_key_goes() -> None:
    whole = members(*numbered(1, 12))
    even = table(whole, health=members(*numbered(1, 5)), finance=members(*numbered(6, 10)))
    assert withheld(even, LEAST) == {("sector", "finance")}


def test_it_goes_on_until_nobody_can_be_singled_out() -> None:
    whole = members(*numbered(1, 9))
    # Without either of them, four are left over; without both, nobody is set apart.
    both = table(whole, finance=members(*numbered(1, 5)), health=members(*numbered(6, 9), "1"))
    assert withheld(both, LEAST) == {("sector", "finance"), ("sector", "health")}


def test_a_contribution_that_changed_counts_as_left_over() -> None:
    # The segment is older: it still holds what organization 1 contributed before.
    whole = {**members(*numbered(1, 10)), "1": Mix.of(1, 1)}
    assert withheld(table(whole, finance=members(*numbered(1, 5))), LEAST) == frozenset()
    assert withheld(table(whole, finance=members(*numbered(1, 5)), health=members(*numbered(6, 10))), LEAST) == {
        ("sector", "finance")
    }


def test_who_left_the_whole_counts_as_left_over() -> None:
    older = table(members(*numbered(2, 10)), finance=members(*numbered(1, 5)), health=members(*numbered(6, 10)))
    # The whole without health would be four.
    assert withheld(older, LEAST) == {("sector", "health")}


def test_an_organization_that_moved_is_in_one_segment_alone() -> None:
    whole = members(*numbered(1, 20))
    moved = table(whole, finance=members(*numbered(1, 10)), health=members("1", *numbered(11, 20)))
    assert withheld(moved, LEAST) == {("sector", "finance")}


def test_segments_of_two_families_that_hold_almost_the_same() -> None:
    whole = members(*numbered(1, 30))
    segments: dict[Place, Members] = {
        ("sector", "finance"): members(*numbered(1, 10)),
        ("size", "small"): members(*numbered(1, 9), "11"),
    }
    assert withheld(Table(whole, segments), LEAST) == {("sector", "finance")}


def test_what_two_families_leave_of_the_whole() -> None:
    whole = members(*numbered(1, 22))
    # Together they hold all but two, and nobody twice.
    segments: dict[Place, Members] = {
        ("sector", "finance"): members(*numbered(1, 10)),
        ("size", "small"): members(*numbered(11, 20)),
    }
    assert withheld(Table(whole, segments), LEAST) == {("sector", "finance")}


def test_a_table_without_segments() -> None:
    assert withheld(Table(members(*numbered(1, 5)), {}), LEAST) == frozenset()


# --- Any table: every combination is tried, another way than the code does -------------------------

cells = st.fixed_dictionaries({cell: st.integers(0, 7) for cell in product(SECTORS, SIZES)})


def table_of(counts: dict[tuple[str, str], int]) -> Table:
    """A table of so many organizations per sector and size; segments of five and more."""
    whole = {
        f"{sector}-{size}-{number}": Mix.of(0.5, 0.5)
        for (sector, size), count in counts.items()
        for number in range(count)
    }
    places = [("sector", key) for key in SECTORS] + [("size", key) for key in SIZES]
    segments = {
        place: {name: mix for name, mix in whole.items() if name.split("-")[place[0] == "size"] == place[1]}
        for place in places
    }
    return Table(whole, {place: found for place, found in segments.items() if len(found) >= LEAST})


def remainders(shown: Table) -> Iterator[int]:
    """How many organizations each combination of sums, taken -2 to 2 times, leaves over."""
    places = list(shown.segments)
    for factors in product(range(-2, 3), repeat=len(places) + 1):
        times = dict(zip(places, factors[1:], strict=True))
        left = dict.fromkeys(shown.whole, factors[0])
        for place, found in shown.segments.items():
            for name in found:
                left[name] += times[place]
        yield sum(value != 0 for value in left.values())


@settings(max_examples=40)
@given(cells)
def test_no_combination_of_sums_isolates_a_few(counts: dict[tuple[str, str], int]) -> None:
    full = table_of(counts)
    shown = full
    for place in withheld(full, LEAST):
        shown = shown.without(place)
    if len(full.whole) >= LEAST:
        assert [left for left in remainders(shown) if 0 < left < LEAST] == []
