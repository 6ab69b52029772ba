"""Sector and size in a data set: every combination that is shown is that of enough organizations."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.measurement.anonymous import ANY, Facts, generalized, in_halves, in_tens

LEAST = 5
SECTORS, SIZES = ["energy", "health", "media"], ["1-9", "10-49"]


def several(*populations: tuple[int, str, str]) -> dict[str, Facts]:
    return {
        f"{sector} {size} {number}": (sector, size) for count, sector, size in populations for number in range(count)
    }


def test_few_of_a_sector_and_size_lose_the_sector_and_few_of_a_size_the_row() -> None:
    known = several((5, "health", "1-9"), (3, "energy", "10-49"), (2, "media", "10-49"), (4, "media", "1-9"))
    assert Counter(generalized(known, LEAST).values()) == {("health", "1-9"): 5, (ANY, "10-49"): 5}


def test_no_row_says_another_size_or_another_sector() -> None:
    known = several((6, "health", "1-9"), (4, "energy", "1-9"), (1, "media", "1-9"))
    assert generalized(known, LEAST) == {
        name: ("health" if name.startswith("health") else ANY, "1-9") for name in known
    }


@given(st.lists(st.tuples(st.sampled_from(SECTORS), st.sampled_from(SIZES)), max_size=60))
def test_every_combination_has_at_least_five_rows_or_none(facts: list[Facts]) -> None:
    shown = generalized({str(number): each for number, each in enumerate(facts)}, LEAST)
    assert [count for count in Counter(shown.values()).values() if count < LEAST] == []
    assert all(facts[int(name)][1] == size for name, (_sector, size) in shown.items())
    assert all(sector in (ANY, facts[int(name)][0]) for name, (sector, _size) in shown.items())


@pytest.mark.parametrize(("share", "tens"), [(0, 0), (0.049, 0), (0.05, 10), (0.333, 30), (0.95, 100), (1, 100)])
def test_scores_are_rounded_to_tens(share: float, tens: int) -> None:
    assert in_tens(share) == tens


@pytest.mark.parametrize(("mean", "halves"), [(1, 1), (1.24, 1), (1.25, 1.5), (3.333, 3.5), (4.76, 5), (5, 5)])
def test_opinions_are_rounded_to_halves(mean: float, halves: float) -> None:
    assert in_halves(mean) == halves
