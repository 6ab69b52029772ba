"""How the numbers of a result came about: weighted means and shares, put together from what is stored."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import fsum

from assessment.measurement.practices import PracticeState
from assessment.services.stored_results import DimensionView, PracticeView, ResultView


@dataclass(frozen=True)
class Addend:
    """What one dimension or practice adds to a mean: its weight times its value of 0..1."""

    key: str
    title: str
    weight: float
    value: float

    @property
    def product(self) -> float:
        return self.weight * self.value


@dataclass(frozen=True)
class WeightedMean:
    """A mean as a sum of addends, of which there is at least one."""

    addends: tuple[Addend, ...]

    @cached_property
    def weight(self) -> float:
        return fsum(addend.weight for addend in self.addends)

    @cached_property
    def total(self) -> float:
        return fsum(addend.product for addend in self.addends)

    @property
    def value(self) -> float:
        return self.total / self.weight


OfDimension = Callable[[DimensionView], float | None]
OfPractice = Callable[[PracticeView], float | None]
"""A value of 0..1, None where there is none to average."""


def mean_of_dimensions(dimensions: Iterable[DimensionView], value: OfDimension) -> WeightedMean | None:
    """Return the mean of a value over the dimensions that have it, None where none has.

    Source: docs/measurement.md, "Overall".
    """
    found = [(dimension.section, value(dimension)) for dimension in dimensions]
    return _mean(Addend(each.key, each.title, each.weight, known) for each, known in found if known is not None)


def mean_of_practices(dimension: DimensionView, value: OfPractice) -> WeightedMean | None:
    """Return the mean of a value over the practices of a dimension that have it, None where none has.

    Source: docs/measurement.md, "Dimensions".
    """
    found = [(practice.practice, value(practice)) for practice in dimension.practices]
    return _mean(Addend(each.key, each.name, each.weight, known) for each, known in found if known is not None)


def _mean(addends: Iterable[Addend]) -> WeightedMean | None:
    found = tuple(addends)
    return WeightedMean(found) if found else None


# --- What is averaged -----------------------------------------------------------------------------


def mix_part_of_dimension(part: str) -> OfDimension:
    """Return how to read this part of the mix from a dimension that has enough answers to show it."""
    return lambda dimension: getattr(dimension.reported_mix, part) if dimension.reported_mix else None


def bound_of_dimension(bound: str) -> OfDimension:
    """Return how to read this end of the range from a dimension."""
    return lambda dimension: float(getattr(dimension.bounds, bound))


def mix_part_of_practice(part: str) -> OfPractice:
    """Return how to read this part of the mix from a rated practice."""
    return lambda practice: getattr(practice.mix, part) if practice.mix else None


def known_of_practice(practice: PracticeView) -> float | None:
    """Return 1 for a rated practice, 0 for an unknown one, None where it does not apply."""
    return None if practice.state is PracticeState.NOT_APPLICABLE else float(practice.mix is not None)


def bound_of_practice(part: str, unknown: float) -> OfPractice:
    """Return how to read this part of the mix from a practice that applies, with a value for the unknown ones."""

    def read(practice: PracticeView) -> float | None:
        if practice.state is PracticeState.NOT_APPLICABLE:
            return None
        return float(getattr(practice.mix, part)) if practice.mix else unknown

    return read


# --- Shares ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Share:
    """Which part of a result rests on one practice: W ÷ ΣW × w ÷ Σw, sums over what is reported and rated."""

    dimension: float
    dimensions: float
    practice: float
    practices: float

    @property
    def value(self) -> float:
        return self.dimension / self.dimensions * self.practice / self.practices


def shares_of(view: ResultView, *dimensions: DimensionView) -> Mapping[str, Share]:
    """Return the share of each rated practice by its key: in the overall result, or in these dimensions alone.

    Source: docs/measurement.md, "Overall".
    """
    reported = [dimension for dimension in dimensions or view.core if dimension.is_reportable]
    total = fsum(dimension.section.weight for dimension in reported)
    return {
        key: Share(dimension.section.weight, total, weight, fsum(weights.values()))
        for dimension in reported
        for weights in (_weights(dimension),)
        for key, weight in weights.items()
    }


def _weights(dimension: DimensionView) -> dict[str, float]:
    return {practice.key: practice.practice.weight for practice in dimension.practices if practice.mix}


def share_of(view: ResultView, dimension: DimensionView, practice: PracticeView) -> Share | None:
    """Return the share with which a practice's gain counts: in the whole, in an overlay in the overlay itself."""
    alone = [dimension] if dimension.section.overlay else []
    return shares_of(view, *alone).get(practice.key)
