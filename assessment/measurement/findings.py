"""Findings: what is published of one reading of a cohort of organizations, as a mean or by groups."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, quantiles

from .benchmark import SECTOR, SIZE, STEP, Publication, Segment, rounded

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


def reading_numbers(publication: Publication, groups: int, least: int) -> ReadingNumbers:
    """Return the numbers of a cohort of readings, of a subject with so many groups (0: a number).

    `least`: the organizations that a run of groups needs. Only those of a cohort that is shown may leave
    the installation. Source: docs/measurement.md, "Findings".
    """
    readings = list(publication.members.values())
    if groups:
        return ReadingNumbers(len(readings), runs=_runs(readings, groups, least))
    values = [each.value for each in readings if isinstance(each, Reading) and each.value is not None]
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


# --- What all minus those shown would say ---------------------------------------------------------


def balanced(shown: Iterable[Publication], groups: int, least: int) -> list[Publication]:
    """Return those of one subject with so many groups whose counts may be published, in their order.

    Left out are those whose groups make no runs, and then, smallest first and ties by key, segments until
    all organizations minus those of a family's segments are nobody, or make runs themselves.
    """
    fine = [each for each in shown if _runs(each.members.values(), groups, least)]
    whole = next((each for each in fine if each.segment == Segment()), None)
    gone: set[Segment] = set()
    for family in (SECTOR, SIZE) if whole else ():
        segments = sorted((each for each in fine if each.segment.family == family), key=_by_size)
        while whole and segments and not _leaves_enough(whole, segments, groups, least):
            gone.add(segments.pop(0).segment)
    return [each for each in fine if each.segment not in gone]


def _by_size(publication: Publication) -> tuple[int, Segment]:
    return len(publication.members), publication.segment


def _leaves_enough(whole: Publication, segments: Iterable[Publication], groups: int, least: int) -> bool:
    """Whether those of the whole that are in no segment are nobody, or make runs."""
    covered = {organization for each in segments for organization in each.members}
    left = [reading for organization, reading in whole.members.items() if organization not in covered]
    return not left or bool(_runs(left, groups, least))


def _runs(readings: Iterable[object], groups: int, least: int) -> tuple[Run, ...]:
    return runs_of((each.group for each in readings if isinstance(each, Reading)), groups, least)


def _quartiles(values: Sequence[float]) -> tuple[int, int, int]:
    """Quartiles of type 7 (Hyndman and Fan, 1996) in steps of five units."""
    lower, middle, upper = quantiles(values, n=4, method="inclusive")
    return _whole(lower, STEP), _whole(middle, STEP), _whole(upper, STEP)


def _whole(value: float, step: int = 1) -> int:
    return rounded(value / HUNDRED, step)
