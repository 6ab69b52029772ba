"""The published SE4ML survey: how many teams follow a practice how far, on its own four levels."""

import csv
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from assessment.services.frozen import FrozenPractice

FILE = Path(__file__).resolve().parents[1] / "library" / "se4ml_adoption.csv"
COLUMNS = ("pct_not_at_all", "pct_partially", "pct_mostly", "pct_completely")
# The source of a practice that names the survey, by its number there.
TAG = re.compile(r"S(\d+)")

Shares = tuple[float, ...]


@cache
def survey() -> Mapping[int, Shares]:
    """Return, by the survey's number of a practice, the shares (sum 1) of its four levels, lowest first."""
    with FILE.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {int(row["se4ml_practice"]): scaled(float(row[column]) for column in COLUMNS) for row in rows}


def survey_numbers(practice: FrozenPractice) -> list[int]:
    """Return the survey's numbers of what a practice names as its sources."""
    return [int(found[1]) for tag in practice.sources if (found := TAG.fullmatch(tag))]


def is_asked_about(practice: FrozenPractice) -> bool:
    """Return whether the survey asked about it, too."""
    return bool(survey_numbers(practice))


def levels_of(practice: FrozenPractice) -> Shares:
    """Return the shares (sum 1) of the survey's four levels for a practice that it asked about, lowest first.

    Where it names several practices of the survey, their mean level by level.
    """
    return mean_shares(survey()[number] for number in survey_numbers(practice))


def mean_of_levels(levels: Shares) -> float:
    """Return the mean of four levels worth 0, 1/3, 2/3 and 1."""
    return sum(place * share for place, share in enumerate(levels)) / (len(levels) - 1)


def mean_shares(rows: Iterable[Shares]) -> Shares:
    """Return the mean of several distributions level by level, brought to a sum of 1."""
    return scaled(sum(column) for column in zip(*rows, strict=True))


def scaled(numbers: Iterable[float]) -> Shares:
    """Return numbers as shares of their sum: the published percentages are rounded, and may miss 100 by one or two."""
    values = tuple(numbers)
    return tuple(value / sum(values) for value in values)
