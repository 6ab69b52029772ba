"""What is published of readings: means and quartiles, or runs of groups that each have enough organizations."""

import pytest

from assessment.measurement.benchmark import SECTOR, Publication, Segment
from assessment.measurement.findings import Reading, ReadingNumbers, Run, balanced, reading_numbers, runs_of

LEAST = 5


def publication(readings: list[Reading], *, quartiles: bool = False) -> Publication:
    members = {str(number): reading for number, reading in enumerate(readings)}
    return Publication(Segment(), "subject", 1, members, has_quartiles=quartiles)


@pytest.mark.parametrize(
    ("counts", "runs"),
    [
        ((5, 5), (Run(0, 0, 5), Run(1, 1, 5))),
        ((5, 4), ()),
        ((0, 20), ()),
        ((10, 43, 7, 6, 0), (Run(0, 0, 10), Run(1, 1, 43), Run(2, 2, 7), Run(3, 4, 6))),
        ((1, 2, 3, 0, 9), (Run(0, 2, 6), Run(3, 4, 9))),
        ((6, 0, 0, 2, 1), ()),
        ((6, 0, 0, 5, 1), (Run(0, 0, 6), Run(1, 4, 6))),
        ((0, 0, 0, 0, 0), ()),
    ],
)
def test_groups_are_counted_in_runs_of_enough_organizations(counts: tuple[int, ...], runs: tuple[Run, ...]) -> None:
    groups = [group for group, count in enumerate(counts) for _ in range(count)]
    assert runs_of(groups, len(counts), LEAST) == runs
    assert reading_numbers(publication([Reading(group=group) for group in groups]), len(counts), LEAST) == (
        ReadingNumbers(sum(counts), runs=runs)
    )


def test_a_mean_is_whole_and_quartiles_come_in_steps_of_five() -> None:
    readings = [Reading(float(value)) for value in (10, 20, 33, 41, 50)]
    assert reading_numbers(publication(readings), 0, LEAST) == ReadingNumbers(5, mean=31)
    shown = reading_numbers(publication(readings, quartiles=True), 0, LEAST)
    assert shown == ReadingNumbers(5, mean=31, quartiles=(20, 35, 40))


# --- What all minus those shown would say ---------------------------------------------------------


def segments(*counts: tuple[str, int, int]) -> list[Publication]:
    """The whole and its sectors, each with so many organizations in the lower and in the upper of two groups."""
    sectors = {
        sector: {
            **{f"{sector} no {number}": Reading(group=0) for number in range(no)},
            **{f"{sector} yes {number}": Reading(group=1) for number in range(yes)},
        }
        for sector, no, yes in counts
    }
    whole = {name: reading for members in sectors.values() for name, reading in members.items()}
    return [
        Publication(Segment(), "subject", 1, whole),
        *(Publication(Segment(SECTOR, sector), "subject", 1, members) for sector, members in sectors.items()),
    ]


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        # Nobody is left over.
        ([("health", 5, 5), ("media", 6, 7)], ["", "health", "media"]),
        # Energy has three on one side; all minus health and media would tell, so media goes, the smaller one.
        ([("health", 9, 9), ("media", 5, 6), ("energy", 8, 3)], ["", "health"]),
        # Energy has too few altogether.
        ([("health", 5, 7), ("media", 6, 5), ("energy", 3, 0)], ["", "health"]),
        ([("health", 5, 5), ("energy", 4, 4)], [""]),
        ([("health", 3, 20)], []),
    ],
)
def test_what_is_left_over_has_enough_on_each_side_or_a_segment_goes(
    counts: list[tuple[str, int, int]], shown: list[str]
) -> None:
    found = balanced(segments(*counts), 2, LEAST)
    assert [each.segment.key for each in found] == shown
