"""The published SE4ML survey: how many teams follow a practice how far, on the five options of Tacit."""

import csv
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from assessment.services.versions import FrozenPractice

FILE = Path(__file__).resolve().parents[2] / "library" / "se4ml_adoption.csv"
COLUMNS = ("pct_not_at_all", "pct_partially", "pct_mostly", "pct_completely")

# The survey's own categories, by the numbers of their practices.
CATEGORIES: dict[str, range] = {
    "data": range(1, 9),
    "training": range(9, 24),
    "coding": range(24, 28),
    "deployment": range(28, 35),
    "team": range(35, 38),
    "governance": range(38, 46),
}
# Practices that the survey did not ask about borrow the figures of the category nearest to them.
NEAREST_CATEGORY: dict[str, str] = {
    "baseline": "training",
    "value-check": "training",
    "cost": "coding",
    "inventory": "governance",
    "bus-factor": "team",
    "onboarding": "team",
    "retrospective": "team",
    "data-record": "data",
    "same-transform": "data",
    "trial-record": "training",
    "reproduce": "training",
    "environments": "coding",
    "catalogue": "training",
    "workflow": "coding",
    "infra-files": "coding",
    "quality-gate": "deployment",
    "service-needs": "deployment",
    "health": "deployment",
    "alerts": "deployment",
    "retraining": "deployment",
    "documentation": "governance",
    "access": "governance",
    "override": "governance",
    "faithful": "governance",
    "explain-live": "governance",
    "prompt-versions": "training",
    "fixed-evaluation": "training",
    "output-screening": "governance",
    "grounding-data": "data",
    "usage-cost": "coding",
}
TAG = re.compile(r"S(\d+)")

Shares = tuple[float, ...]


@cache
def survey() -> Mapping[int, Shares]:
    """Return, by the survey's number of a practice, the shares (sum 1) of its four levels, lowest first."""
    with FILE.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {int(row["se4ml_practice"]): _scaled(float(row[column]) for column in COLUMNS) for row in rows}


def shares_of(practice: FrozenPractice) -> Shares:
    """Return the shares (sum 1) of teams at each of the five steps of a practice, lowest first.

    The mean over the survey's practices that its sources name, else over its nearest category.
    """
    return five_steps(_mean(survey()[number] for number in _numbers(practice)))


def five_steps(levels: Shares) -> Shares:
    """Spread the shares of four levels, worth 0, 1/3, 2/3 and 1, onto five steps, worth 0 to 1 by quarters.

    Each level goes to the two steps next to it, the nearer one twice as often, so that the mean stays what it was.
    """
    none, partially, mostly, completely = levels
    return none, partially * 2 / 3, (partially + mostly) / 3, mostly * 2 / 3, completely


def _numbers(practice: FrozenPractice) -> Iterable[int]:
    tagged = [int(found[1]) for tag in practice.sources if (found := TAG.fullmatch(tag))]
    # A practice of a later version that nobody has placed yet stands for the whole survey.
    category = CATEGORIES.get(NEAREST_CATEGORY.get(practice.key, ""), survey().keys())
    return tagged or category


def _mean(rows: Iterable[Shares]) -> Shares:
    """The mean level by level, brought to a sum of 1."""
    return _scaled(sum(column) for column in zip(*rows, strict=True))


def _scaled(numbers: Iterable[float]) -> Shares:
    """The published percentages are rounded, so that their sum may miss 100 by one or two."""
    values = tuple(numbers)
    return tuple(value / sum(values) for value in values)
