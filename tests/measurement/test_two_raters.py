"""How much of two people's answers a result gives away: the figures that docs/results.md and the pages rest on."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from itertools import combinations_with_replacement, product
from pathlib import Path

from assessment.charts.rounding import whole_mix, whole_points
from assessment.measurement.answers import Tally, ordered
from assessment.measurement.instrument import Thresholds
from assessment.measurement.mix import Mix
from assessment.measurement.what_if import Tried, lifted

DONE, AGREED = (0.0, 0.25, 0.5, 0.75, 1.0), (0.0, 1 / 3, 2 / 3, 1.0)
Pair = tuple[float, float]
Both = tuple[Pair, ...]
# Two people, whoever is who.
ALL: tuple[Both, ...] = tuple(combinations_with_replacement(product(DONE, AGREED), 2))
DOCUMENT = Path(__file__).parents[2] / "docs" / "results.md"


def mix_of(pairs: Iterable[Pair]) -> Mix:
    return Mix.mean([(1.0, Mix.of(*pair)) for pair in pairs])


def far_apart(both: Both) -> bool:
    (first, _), (second, _) = both
    return abs(first - second) >= Thresholds().discuss_range


def on_the_page(both: Both) -> Hashable:
    """Whole points of the mix, of done and of agreed, and whether it is to be discussed."""
    mix = mix_of(both)
    return (*whole_mix(mix.parts), whole_points(mix.practice), whole_points(mix.explicitness), far_apart(both))


def in_the_files(both: Both) -> Hashable:
    """The same with all digits, up to those in which floating point differs."""
    return (*(round(part, 12) for part in mix_of(both).parts), far_apart(both))


def with_what_if(both: Both) -> Hashable:
    """What the page says, and what it projects for every step that can be tried."""
    counted = {pair: both.count(pair) for pair in both}
    tally = Tally(ordered(counted), 0, len(both))
    tries = [*((x, 0.0) for x in DONE), *((0.0, e) for e in AGREED)]
    return (on_the_page(both), *(_projected(lifted(tally, Tried(*tried))) for tried in tries))


def _projected(tally: Tally) -> Hashable:
    pairs = [(x, e) for x, e, raters in tally.pairs for _rater in range(raters)]
    return tuple(whole_mix(mix_of(pairs).parts))


def candidates(shown: Callable[[Both], Hashable]) -> list[int]:
    """For each of the possible two answers, how many are shown in the same way."""
    groups: dict[Hashable, int] = defaultdict(int)
    for both in ALL:
        groups[shown(both)] += 1
    return [groups[shown(both)] for both in ALL]


def test_the_mix_of_two_gives_away_most_of_what_they_answered() -> None:
    assert len(ALL) == 210
    for shown in (on_the_page, in_the_files):
        found = candidates(shown)
        assert (found.count(1), found.count(2), max(found)) == (172, 38, 2)


def test_with_what_if_nothing_is_left_open() -> None:
    assert set(candidates(with_what_if)) == {1}


def test_whoever_is_one_of_the_two_knows_the_other_from_the_means_alone() -> None:
    for own in product(DONE, AGREED):
        others = {
            (whole_points(mix.practice), whole_points(mix.explicitness))
            for other in product(DONE, AGREED)
            for mix in [mix_of((own, other))]
        }
        assert len(others) == 20


def test_the_documentation_says_so() -> None:
    assert "172 of the 210" in " ".join(DOCUMENT.read_text(encoding="utf-8").split())
