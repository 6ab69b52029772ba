"""The overall result of an organization: mix, stage, and what limits it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import fsum
from typing import TypeAlias

from .comparison import above, at_least, settled
from .dimensions import Bounds, DimensionScore, DimensionState
from .instrument import Dimension, Instrument, Thresholds
from .mix import Mix, weighted_mean
from .practices import PracticeScore, PracticeState
from .stages import OPEN_GATES, Stage, held_back_by, possible_gates, proven_gates, stage

Weighted: TypeAlias = Sequence[tuple[float, DimensionScore]]


@dataclass(frozen=True)
class OverallScore:
    """The organization as a whole, overlays left out.

    `coverage` 0..1 and `bounds` are None when no dimension applies. `mix`, the stages, `declared`,
    `contested` and the stage range are None unless `reportable`; the last three also when scored
    from tallies alone, since they need the single responses. `unknown` counts the unknown practices
    outside overlays. Source: the measurement model, section "Overall".
    """

    respondents: int
    reportable: bool
    unknown: int
    held_back_by: tuple[str, ...]
    coverage: float | None = None
    bounds: Bounds | None = None
    limiting_dimension: str | None = None
    mix: Mix | None = None
    stage: Stage | None = None
    possible_stage: Stage | None = None
    stage_without_gates: Stage | None = None
    declared: bool | None = None
    contested: bool | None = None
    stage_lowest: Stage | None = None
    stage_highest: Stage | None = None

    @property
    def mix_outside_bounds(self) -> bool:
        """Whether the mix, of the reportable dimensions, lies outside the bounds, of all applicable ones."""
        if self.mix is None or self.bounds is None:
            return False
        practice, explicit = self.mix.practice, self.mix.explicit
        return not (
            within(self.bounds.practice_low, practice, self.bounds.practice_high)
            and within(self.bounds.explicit_low, explicit, self.bounds.explicit_high)
        )


def within(low: float, value: float, high: float) -> bool:
    """Say whether `value` lies between `low` and `high`, both included."""
    return at_least(value, low) and at_least(high, value)


def overall_score(
    instrument: Instrument,
    practices: Mapping[str, PracticeScore],
    dimensions: Mapping[str, DimensionScore],
    respondents: int,
) -> OverallScore:
    """Return the overall result from the scores of all practices and dimensions.

    `contested` and the stage range stay None: `contested.contest` settles them.
    Source: the measurement model, section "Overall".
    """
    core = [(dimension.weight, dimensions[dimension.key]) for dimension in instrument.core]
    coverage = [(weight, score.coverage) for weight, score in core if score.coverage is not None]
    bounds = [(weight, score.bounds) for weight, score in core if score.bounds]
    outline = OverallScore(
        respondents,
        is_reportable(core, instrument.thresholds),
        unknown=unknown_practices(instrument, practices),
        held_back_by=held_back_by(instrument, practices),
        coverage=weighted_mean(coverage) if coverage else None,
        bounds=Bounds.mean(bounds) if bounds else None,
        limiting_dimension=limiting_dimension(core),
    )
    if outline.bounds is None or not outline.reportable:
        return outline
    proven = with_stages(outline, outline.bounds, instrument, practices)
    return with_mix(proven, outline.bounds, reported_mix(core), instrument.thresholds)


def is_reportable(core: Weighted, thresholds: Thresholds) -> bool:
    """Say whether the reportable dimensions carry enough of the weight of the applicable ones."""
    applicable = fsum(weight for weight, score in core if score.state is not DimensionState.NOT_APPLICABLE)
    reported = fsum(weight for weight, score in core if score.state is DimensionState.REPORTABLE)
    return applicable > 0 and at_least(reported / applicable, thresholds.overall_weight)


def unknown_practices(instrument: Instrument, practices: Mapping[str, PracticeScore]) -> int:
    """Return how many practices outside overlays are unknown."""
    states = [practices[practice.key].state for dimension in instrument.core for practice in dimension.practices]
    return states.count(PracticeState.UNKNOWN)


def limiting_dimension(core: Weighted) -> str | None:
    """Return the key of the reportable dimension with the lowest P, the first in order of several."""
    scores = [
        (settled(score.mix.practice), score.key)
        for _, score in core
        if score.mix and score.state is DimensionState.REPORTABLE
    ]
    return min(scores, key=lambda pair: pair[0])[1] if scores else None


def reported_mix(core: Weighted) -> Mix:
    """Return the mean mix of the reportable dimensions; there is at least one."""
    return Mix.mean(
        (weight, score.mix) for weight, score in core if score.mix and score.state is DimensionState.REPORTABLE
    )


def with_stages(
    outline: OverallScore, bounds: Bounds, instrument: Instrument, practices: Mapping[str, PracticeScore]
) -> OverallScore:
    """Return a reportable result with the stage proven, the one possible, and the one without gates."""
    low, explicit_low = bounds.practice_low, bounds.explicit_low
    high, explicit_high = bounds.practice_high, bounds.explicit_high
    proven, possible = proven_gates(instrument, practices), possible_gates(instrument, practices)
    return replace(
        outline,
        stage=stage(low, explicit_low, proven, instrument.thresholds),
        possible_stage=stage(high, explicit_high, possible, instrument.thresholds),
        stage_without_gates=stage(low, explicit_low, OPEN_GATES, instrument.thresholds),
    )


def with_mix(outline: OverallScore, bounds: Bounds, mix: Mix, thresholds: Thresholds) -> OverallScore:
    """Return a reportable result with its mix and whether it is only declared."""
    return replace(outline, mix=mix, declared=is_declared(mix, bounds.practice_low, thresholds))


def is_declared(mix: Mix, practice_low: float, thresholds: Thresholds) -> bool:
    """Say whether the guideline exists and the practice does not."""
    little_practised = not at_least(mix.practice, thresholds.declared_practice)
    little_proven = not at_least(practice_low, thresholds.declared_practice)
    recognised = at_least(mix.explicitness, thresholds.declared_explicitness)
    return little_practised and little_proven and recognised and above(mix.declared, mix.explicit)


def practice_shares(
    dimensions: Sequence[Dimension],
    practices: Mapping[str, PracticeScore],
    scores: Mapping[str, DimensionScore],
) -> dict[str, float]:
    """Return what part, 0..1, each rated practice of the reportable among `dimensions` has in their mix.

    The parts sum to 1 (or there are none): W_d / sum of W times w_p / sum of w, sums over the
    reportable dimensions and over the rated practices of the dimension.
    Source: the measurement model, section "Overall".
    """
    reported = [d for d in dimensions if scores[d.key].state is DimensionState.REPORTABLE]
    total = fsum(dimension.weight for dimension in reported)
    return {
        key: dimension.weight / total * part
        for dimension in reported
        for key, part in rated_parts(dimension, practices).items()
    }


def rated_parts(dimension: Dimension, practices: Mapping[str, PracticeScore]) -> dict[str, float]:
    """Return the part, 0..1, of each rated practice in the mix of its dimension."""
    weights = {
        practice.key: practice.weight
        for practice in dimension.practices
        if practices[practice.key].state is PracticeState.RATED
    }
    total = fsum(weights.values())
    return {key: weight / total for key, weight in weights.items()}
