"""The score of one dimension: coverage, honest bounds and mix."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from .comparison import at_least
from .instrument import Dimension, Instrument, Thresholds
from .mix import Mix, weighted_mean
from .practices import PracticeScore, PracticeState


class DimensionState(StrEnum):
    """Whether there is enough to report on a dimension."""

    REPORTABLE = "reportable"
    INSUFFICIENT = "insufficient"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True, slots=True)
class Bounds:
    """The range, each end 0..1, in which P and X lie whatever the unknown practices turn out to be.

    Source: the measurement model, section "Dimensions".
    """

    practice_low: float
    practice_high: float
    explicit_low: float
    explicit_high: float

    @classmethod
    def mean(cls, weighted: Iterable[tuple[float, "Bounds"]]) -> "Bounds":
        """Return the mean of (weight > 0, bounds) pairs; raises ValueError when there are none."""
        pairs = list(weighted)
        return cls(
            weighted_mean((weight, bounds.practice_low) for weight, bounds in pairs),
            weighted_mean((weight, bounds.practice_high) for weight, bounds in pairs),
            weighted_mean((weight, bounds.explicit_low) for weight, bounds in pairs),
            weighted_mean((weight, bounds.explicit_high) for weight, bounds in pairs),
        )


ANYTHING = Bounds(0.0, 1.0, 0.0, 1.0)


@dataclass(frozen=True)
class DimensionScore:
    """One dimension over all respondents.

    `coverage` 0..1 and `bounds` are None when not applicable; `mix` also when nothing is rated.
    The mix of an insufficient dimension is kept, but is not to be charted. `rated` and `applicable`
    count practices.
    """

    key: str
    overlay: bool
    state: DimensionState
    rated: int = 0
    applicable: int = 0
    coverage: float | None = None
    bounds: Bounds | None = None
    mix: Mix | None = None

    @property
    def practice_low(self) -> float | None:
        """P with every unknown practice counted as not done; None when not applicable."""
        return self.bounds.practice_low if self.bounds else None

    @property
    def practice_high(self) -> float | None:
        """P with every unknown practice counted as done; None when not applicable."""
        return self.bounds.practice_high if self.bounds else None

    @property
    def explicit_low(self) -> float | None:
        """X with every unknown practice counted as not done; None when not applicable."""
        return self.bounds.explicit_low if self.bounds else None

    @property
    def explicit_high(self) -> float | None:
        """X with every unknown practice counted as done on purpose; None when not applicable."""
        return self.bounds.explicit_high if self.bounds else None


Weighted: TypeAlias = list[tuple[float, PracticeScore]]


def dimension_scores(instrument: Instrument, practices: Mapping[str, PracticeScore]) -> dict[str, DimensionScore]:
    """Return the score of every dimension, in the order of the instrument; needs all practices."""
    return {
        dimension.key: dimension_score(dimension, practices, instrument.thresholds)
        for dimension in instrument.dimensions
    }


def dimension_score(
    dimension: Dimension, practices: Mapping[str, PracticeScore], thresholds: Thresholds
) -> DimensionScore:
    """Return the score of one dimension from the scores of its practices.

    Source: the measurement model, section "Dimensions".
    """
    applicable = applicable_practices(dimension, practices)
    if not applicable:
        return DimensionScore(dimension.key, dimension.overlay, DimensionState.NOT_APPLICABLE)
    rated = [(weight, score.mix) for weight, score in applicable if score.mix]
    coverage = weighted_mean((weight, bool(score.mix)) for weight, score in applicable)
    return DimensionScore(
        dimension.key,
        dimension.overlay,
        dimension_state(coverage, len(rated), len(applicable), thresholds),
        rated=len(rated),
        applicable=len(applicable),
        coverage=coverage,
        bounds=Bounds.mean((weight, practice_bounds(score)) for weight, score in applicable),
        mix=Mix.mean(rated) if rated else None,
    )


def applicable_practices(dimension: Dimension, practices: Mapping[str, PracticeScore]) -> Weighted:
    """Return (weight, score) of the practices that apply, rated or unknown, in order."""
    weighted = [(practice.weight, practices[practice.key]) for practice in dimension.practices]
    return [(weight, score) for weight, score in weighted if score.state is not PracticeState.NOT_APPLICABLE]


def dimension_state(coverage: float, rated: int, applicable: int, thresholds: Thresholds) -> DimensionState:
    """Return whether `rated` of `applicable` practices, at a coverage of 0..1, are enough to report."""
    enough = rated >= min(thresholds.dimension_practices, applicable)
    if enough and at_least(coverage, thresholds.dimension_coverage):
        return DimensionState.REPORTABLE
    return DimensionState.INSUFFICIENT


def practice_bounds(score: PracticeScore) -> Bounds:
    """Return the bounds of one applicable practice: its mean when rated, anything when unknown."""
    if score.mix is None:
        return ANYTHING
    practice, explicit = score.mix.practice, score.mix.explicit
    return Bounds(practice, practice, explicit, explicit)
