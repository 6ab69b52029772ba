"""How the values of several organizations are spread."""

from collections.abc import Iterable
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
