"""Perception: what people think of it, by construct; reported beside the scores, never in them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from .answers import AnswerError
from .comparison import at_least

LOWEST, HIGHEST = 1, 5
ENOUGH_ITEMS = 0.5

Opinions = Mapping[str, int]
"""One respondent: item key to a value of 1..5 (agree); a missing key is no opinion."""


@dataclass(frozen=True, slots=True)
class Item:
    """One statement; `reversed` where agreeing speaks against the construct."""

    key: str
    reversed: bool = False

    def value(self, said: int) -> int:
        """Return what was said, 1..5, turned round where the item is reversed; raises AnswerError outside."""
        if not LOWEST <= said <= HIGHEST:
            raise AnswerError(f"item {self.key}: {said} must lie between {LOWEST} and {HIGHEST}")
        return LOWEST + HIGHEST - said if self.reversed else said


@dataclass(frozen=True)
class Construct:
    """Several items that ask about one thing."""

    key: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class ConstructScore:
    """One construct over all respondents.

    `respondents` answered at least half of its items; `mean` of 1..5 over them, None without any.
    `counts` says for each item how many gave each value of 1..5, turned round where it is reversed:
    over all who answered it. SECURITY: show them only from `Thresholds.distribution_respondents` on.
    """

    key: str
    respondents: int
    mean: float | None
    counts: Mapping[str, tuple[int, ...]]

    @property
    def total(self) -> tuple[int, ...]:
        """How many answers to its items have each value of 1..5."""
        return tuple(sum(column) for column in zip(*self.counts.values(), strict=True))


def construct_scores(constructs: Iterable[Construct], respondents: Sequence[Opinions]) -> dict[str, ConstructScore]:
    """Return the score of each construct by its key. Source: docs/measurement.md, "Perception"."""
    return {construct.key: construct_score(construct, respondents) for construct in constructs}


def construct_score(construct: Construct, respondents: Sequence[Opinions]) -> ConstructScore:
    """Return the score of one construct: the mean over respondents of the mean of their answered items."""
    means = [mean for opinions in respondents if (mean := respondent_mean(construct, opinions)) is not None]
    counts = {item.key: value_counts(item, respondents) for item in construct.items}
    return ConstructScore(construct.key, len(means), fsum(means) / len(means) if means else None, counts)


def respondent_mean(construct: Construct, opinions: Opinions) -> float | None:
    """Return the mean, 1..5, of the items one respondent answered; None where that is fewer than half."""
    values = [item.value(opinions[item.key]) for item in construct.items if item.key in opinions]
    if not values or not at_least(len(values) / len(construct.items), ENOUGH_ITEMS):
        return None
    return fsum(values) / len(values)


def value_counts(item: Item, respondents: Iterable[Opinions]) -> tuple[int, ...]:
    """Return how many gave each value of 1..5, turned round where the item is reversed."""
    values = [item.value(opinions[item.key]) for opinions in respondents if item.key in opinions]
    return tuple(values.count(value) for value in range(LOWEST, HIGHEST + 1))
