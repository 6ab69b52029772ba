"""Findings: what is published of one reading of a cohort of organizations, as a mean or by groups."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, quantiles

from .benchmark import STEP, Publication, rounded

HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Reading:
    """What one organization has of one subject: a number in units that are published whole, or the group it is in."""

    value: float | None = None
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring groups counted together, from `first` to `last`."""

    first: int
    last: int
    count: int


@dataclass(frozen=True)
class ReadingNumbers:
    """The numbers published of n organizations, in whole units; quartiles in steps of five, None where they are few.

    `runs` for a subject with groups, each of enough organizations; empty where there is no second one.
    """

    n: int
    mean: int | None = None
    quartiles: tuple[int, int, int] | None = None
    runs: tuple[Run, ...] = ()

    @property
    def says_something(self) -> bool:
        """Whether there is more to publish than how many they are."""
        return self.mean is not None or bool(self.runs)


def reading_numbers(publication: Publication, groups: int, least: int) -> ReadingNumbers:
    """Return the numbers of a cohort of readings, of a subject with so many groups (0: a number).

    `least`: the organizations that a run of groups needs. Only those of a cohort that is shown may leave
    the installation. Source: docs/measurement.md, "Findings".
    """
    readings = [reading for reading in publication.members.values() if isinstance(reading, Reading)]
    if groups:
        return ReadingNumbers(len(readings), runs=runs_of([each.group for each in readings], groups, least))
    values = [each.value for each in readings if each.value is not None]
    quartiles = _quartiles(values) if publication.has_quartiles else None
    return ReadingNumbers(len(values), _whole(fmean(values)), quartiles)


def runs_of(found: Iterable[int | None], groups: int, least: int) -> tuple[Run, ...]:
    """Return the groups 0 to `groups` - 1 in runs of at least `least` organizations, () where that leaves one run.

    Each run takes in groups from the lowest up until it has enough; what is left over at the top joins the last.
    """
    members = list(found)
    runs: list[Run] = []
    first, count = 0, 0
    for group in range(groups):
        count += members.count(group)
        if count >= least:
            runs.append(Run(first, group, count))
            first, count = group + 1, 0
    if runs and first < groups:
        last = runs.pop()
        runs.append(Run(last.first, groups - 1, last.count + count))
    return tuple(runs) if len(runs) > 1 else ()


def _quartiles(values: Sequence[float]) -> tuple[int, int, int]:
    """Quartiles of type 7 (Hyndman and Fan, 1996) in steps of five units."""
    lower, middle, upper = quantiles(values, n=4, method="inclusive")
    return _whole(lower, STEP), _whole(middle, STEP), _whole(upper, STEP)


def _whole(value: float, step: int = 1) -> int:
    return rounded(value / HUNDRED, step)
