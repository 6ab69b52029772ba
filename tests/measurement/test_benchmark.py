"""What is published of a cohort, when it is replaced, and where an organization stands in it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from assessment.measurement.benchmark import (
    OVERALL,
    SECTOR,
    SIZE,
    CohortNumbers,
    Contribution,
    Publication,
    Segment,
    changed,
    numbers_of,
    percentile,
    publish,
    rounded,
)
from assessment.measurement.instrument import Thresholds
from assessment.measurement.mix import Mix

LIMITS = Thresholds()
WHOLE, FINANCE, HEALTH = Segment(), Segment(SECTOR, "finance"), Segment(SECTOR, "health")
SMALL, LARGE = Segment(SIZE, "small"), Segment(SIZE, "large")


def contribution(number: int, sector: str = "finance", size: str = "small", x: float = 0.5) -> Contribution:
    return Contribution(f"{number:03}", sector, size, {OVERALL: Mix.of(x, 0.5)})


def contributions(first: int, last: int, sector: str = "finance", size: str = "small") -> list[Contribution]:
    return [contribution(number, sector, size) for number in range(first, last + 1)]


def published(
    batch: int, given: Sequence[Contribution], earlier: Sequence[Publication] = ()
) -> Mapping[tuple[str, Segment], Publication]:
    found = publish(batch, given, earlier, LIMITS)
    return {(each.subject, each.segment): each for each in found}


def shown(batch: int, given: Sequence[Contribution], earlier: Sequence[Publication] = ()) -> dict[Segment, int]:
    """In which batch the overall numbers of each segment shown were made."""
    found = published(batch, given, earlier)
    return {each.segment: each.batch for each in found.values() if each.shown}


# --- From how many on -----------------------------------------------------------------------------


def test_four_organizations_are_no_cohort() -> None:
    assert publish(1, contributions(1, 4), [], LIMITS) == []


def test_five_are_a_cohort_in_every_segment_they_share() -> None:
    assert shown(1, contributions(1, 5)) == {WHOLE: 1, FINANCE: 1, SMALL: 1}


def test_a_segment_below_five_is_not_there() -> None:
    assert shown(1, contributions(1, 10) + contributions(11, 14, "health")) == {WHOLE: 1, SMALL: 1}


def test_each_number_counts_those_who_report_it() -> None:
    reporting = [replace(each, mixes={**each.mixes, "data": Mix.of(1, 1)}) for each in contributions(1, 4)]
    found = published(1, reporting + contributions(5, 9))
    assert set(found) == {(OVERALL, WHOLE), (OVERALL, FINANCE), (OVERALL, SMALL)}


def test_quartiles_from_twenty() -> None:
    nineteen, twenty = (published(1, contributions(1, count))[OVERALL, WHOLE] for count in (19, 20))
    assert (nineteen.has_quartiles, twenty.has_quartiles) == (False, True)


def test_what_could_be_subtracted_is_withheld() -> None:
    # Two in health are too few to show, and the whole without finance would be those two.
    assert shown(1, contributions(1, 9) + contributions(10, 11, "health")) == {WHOLE: 1, SMALL: 1}


# --- When it is replaced --------------------------------------------------------------------------


def test_the_first_four_who_join_change_nothing() -> None:
    first = publish(1, contributions(1, 8), [], LIMITS)
    second = published(2, contributions(1, 12), first)
    assert second == {(each.subject, each.segment): each for each in first}


def test_the_fifth_replaces_the_numbers() -> None:
    first = publish(1, contributions(1, 8), [], LIMITS)
    assert shown(2, contributions(1, 13), first) == {WHOLE: 2, FINANCE: 2, SMALL: 2}


def test_joining_leaving_and_changing_count_alike() -> None:
    before = {str(number): Mix.of(0.5, 0.5) for number in range(8)}
    after = {**before, "1": Mix.of(1, 0.5), "9": Mix.of(0, 0)}
    del after["0"]
    assert changed(before, after) == 3


def test_the_same_organizations_are_published_anew_without_harm() -> None:
    first = publish(1, contributions(1, 8), [], LIMITS)
    assert shown(2, contributions(1, 8), first) == {WHOLE: 2, FINANCE: 2, SMALL: 2}


def test_going_back_and_forth_does_not_single_anybody_out() -> None:
    first = publish(1, contributions(1, 10), [], LIMITS)
    second = publish(2, contributions(1, 15), first, LIMITS)
    assert {each.batch for each in second} == {2}
    # Five changed since the second batch, and only one since the first.
    third = publish(3, contributions(1, 11), [*first, *second], LIMITS)
    assert {each.batch for each in third} == {2}
    assert {each.batch for each in publish(3, contributions(1, 11), second, LIMITS)} == {2}
    assert {each.batch for each in publish(3, contributions(1, 10), [*first, *second], LIMITS)} == {3}


def test_a_cohort_that_fell_below_five_is_withdrawn_at_once() -> None:
    first = publish(1, contributions(1, 5), [], LIMITS)
    assert publish(2, contributions(1, 4), first, LIMITS) == []


def test_a_cohort_that_came_back_is_held_against_what_was_shown_before() -> None:
    first = publish(1, contributions(1, 5), [], LIMITS)
    # One left, the cohort was withdrawn, and another one joined: two changed.
    again = publish(3, contributions(2, 6), first, LIMITS)
    assert {each.batch for each in again} == {1}


def test_what_was_withdrawn_at_somebodys_wish_does_not_come_back() -> None:
    first = [replace(each, shown=False) for each in publish(1, contributions(1, 8), [], LIMITS)]
    assert shown(2, contributions(2, 8), first) == {}
    # What follows is held against it all the same.
    assert shown(2, contributions(2, 12), first) == {WHOLE: 2, FINANCE: 2, SMALL: 2}


def test_quartiles_are_withdrawn_below_twenty_and_the_means_stay() -> None:
    first = publish(1, contributions(1, 20), [], LIMITS)
    kept = published(2, contributions(1, 19), first)[OVERALL, WHOLE]
    assert kept == replace(first[0], has_quartiles=False)


def test_a_segment_that_is_older_than_the_whole_may_have_to_go() -> None:
    start = contributions(1, 10) + contributions(11, 20, "health", "large")
    first = publish(1, start, [], LIMITS)
    # Three in finance and two in health: the whole is replaced, the sectors are not.
    later = [*start, *contributions(21, 23), *contributions(24, 25, "health", "large")]
    assert shown(2, later, first) == {WHOLE: 2, FINANCE: 1, HEALTH: 1, SMALL: 1, LARGE: 1}
    # Another two in finance: it would be replaced, and leave the two of health over.
    latest = [*later, *contributions(26, 27)]
    second = publish(2, later, first, LIMITS)
    assert shown(3, latest, [*first, *second]) == {WHOLE: 2, FINANCE: 3, SMALL: 3}


# --- The numbers ----------------------------------------------------------------------------------


def cohort(*ratings: tuple[float, float], has_quartiles: bool = False) -> Publication:
    members = {str(number): Mix.of(x, e) for number, (x, e) in enumerate(ratings)}
    return Publication(WHOLE, OVERALL, 1, members, has_quartiles=has_quartiles)


def test_means_in_whole_points() -> None:
    # Means: practice 0.35, explicitness 0.5, explicit 0.225.
    given = cohort((0.25, 0.5), (0.25, 0.5), (0.25, 0.5), (0.25, 0.5), (0.75, 0.5))
    assert numbers_of(given) == CohortNumbers(n=5, practice=35, explicitness=50, explicit=18, quartiles=None)
    assert numbers_of(given).parts == (18, 17, 32, 33)


@pytest.mark.parametrize(
    ("ratings", "parts"),
    [
        # Practice 0.5 % and explicitness 99.5 %: rounded upward they would leave less than nothing absent.
        ([(0.005, 0.995)], (1, 0, 99, 0)),
        ([(0.0, 0.0)], (0, 0, 0, 100)),
        ([(1.0, 1.0)], (100, 0, 0, 0)),
        ([(1.0, 0.0), (0.0, 1.0)], (0, 50, 50, 0)),
    ],
)
def test_the_parts_are_never_negative_and_sum_to_a_hundred(
    ratings: list[tuple[float, float]], parts: tuple[int, int, int, int]
) -> None:
    assert numbers_of(cohort(*ratings)).parts == parts


def test_quartiles_in_steps_of_five() -> None:
    # 0.00, 0.05 … 0.95: quartiles of type 7 at 0.2375, 0.475 and 0.7125.
    spread = cohort(*((number / 20, 0.5) for number in range(20)), has_quartiles=True)
    assert numbers_of(spread).quartiles == (25, 50, 70)


def test_a_percentile_is_the_middle_of_those_with_the_same_score() -> None:
    spread = cohort(*((number / 20, 0.5) for number in range(20)), has_quartiles=True)
    # Below the eleventh are ten of twenty, and half of itself: 52.5.
    assert percentile(spread, "10") == 55
    assert percentile(spread, "0") == 5
    same = cohort(*((0.5, 0.5) for _ in range(20)), has_quartiles=True)
    assert percentile(same, "3") == 50


def test_no_percentile_without_a_place_in_the_cohort() -> None:
    few = cohort(*((number / 20, 0.5) for number in range(20)))
    many = replace(few, has_quartiles=True)
    assert percentile(many, "elsewhere") is None
    assert percentile(few, "3") is None
    assert percentile(replace(many, shown=False), "3") is None


def test_halves_go_upward() -> None:
    assert [rounded(share) for share in (0.285, 0.005, 0.0049)] == [29, 1, 0]
    assert [rounded(share, 5) for share in (0.325, 0.3249)] == [35, 30]
