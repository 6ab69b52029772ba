"""How the values of several organizations are spread."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median, quantiles

MEDIAN_FROM = 3  # of two values the median is only their mean
QUARTILES_FROM = 5  # from here on each quartile is a value of the data, with one beyond it


@dataclass(frozen=True, slots=True)
class Spread:
    """How n values of 0..1 are spread; the median None below 3 of them, the quartiles below 5."""

    n: int = 0
    lowest: float | None = None
    lower: float | None = None
    median: float | None = None
    upper: float | None = None
    highest: float | None = None


def spread(values: Iterable[float | None]) -> Spread:
    """The spread of the values that are there. Quartiles are of type 7 (Hyndman and Fan, 1996)."""
    known = sorted(value for value in values if value is not None)
    if not known:
        return Spread()
    middle = median(known) if len(known) >= MEDIAN_FROM else None
    if len(known) < QUARTILES_FROM:
        return Spread(len(known), known[0], None, middle, None, known[-1])
    lower, _, upper = quantiles(known, n=4, method="inclusive")
    return Spread(len(known), known[0], lower, middle, upper, known[-1])


def spread_at(number: int, ranks: Mapping[int, float]) -> Spread:
    """The spread of so many values of which only those at some ranks, counted from 1, are at hand.

    Needed are the first and the last, and for each quarter of the way from one to the other the two beside it.
    """
    if number >= QUARTILES_FROM:
        lower, middle, upper = (_quartile(number, ranks, quarter) for quarter in (1, 2, 3))
        return Spread(number, ranks[1], lower, middle, upper, ranks[number])
    return spread(ranks[rank] for rank in range(1, number + 1))


def _quartile(number: int, ranks: Mapping[int, float], quarter: int) -> float:
    before, rest = divmod((number - 1) * quarter, 4)
    low = ranks[before + 1]
    return low if not rest else (low * (4 - rest) + ranks[before + 2] * rest) / 4
