"""What is published of readings: means and quartiles, or runs of groups that each have enough organizations."""

import pytest

from assessment.measurement.benchmark import Publication, Segment
from assessment.measurement.findings import Reading, ReadingNumbers, Run, reading_numbers, runs_of

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


def test_how_many_they_are_alone_is_nothing_to_publish() -> None:
    shown = [ReadingNumbers(7), ReadingNumbers(7, mean=0), ReadingNumbers(10, runs=(Run(0, 0, 5), Run(1, 1, 5)))]
    assert [numbers.says_something for numbers in shown] == [False, True, True]
