"""Why a result is what it is: the conditions of each stage, and the sum that gives the score."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assessment.measurement.comparison import at_least
from assessment.measurement.dimensions import Bounds
from assessment.measurement.instrument import Thresholds
from assessment.measurement.stages import Stage
from assessment.services.stored_results import PracticeView, ResultView


class Measure(StrEnum):
    """What a condition of a stage looks at."""

    PRACTICE = "practice"
    EXPLICIT = "explicit"
    ESSENTIAL = "essential"


@dataclass(frozen=True)
class Condition:
    """One condition of a stage: what it takes and what there is, 0..1; `value` None for essential practices.

    `missing` are the essential practices that do not reach it.
    """

    measure: Measure
    threshold: float
    met: bool
    value: float | None = None
    missing: tuple[PracticeView, ...] = ()

    @property
    def short(self) -> float:
        """How much is missing, 0..1."""
        return 0.0 if self.value is None or self.met else self.threshold - self.value


@dataclass(frozen=True)
class Rung:
    """One stage with its conditions; `here` for the stage that was reached."""

    stage: Stage
    conditions: tuple[Condition, ...]
    here: bool
    reached: bool

    @property
    def unmet(self) -> tuple[Condition, ...]:
        return tuple(condition for condition in self.conditions if not condition.met)


def ladder(view: ResultView) -> tuple[Rung, ...]:
    """Return the five stages from the top with every condition's own value; () where there is no stage.

    Source: docs/measurement.md, "The adoption scale".
    """
    if view.bounds is None or view.result.stage is None:
        return ()
    reached = Stage(view.result.stage)
    conditions = _Conditions(view.bounds, view.essentials, view.version.thresholds)
    return tuple(
        Rung(stage, conditions.of(stage), here=stage is reached, reached=stage <= reached)
        for stage in sorted(Stage, reverse=True)
    )


def next_rung(rungs: Sequence[Rung]) -> Rung | None:
    """Return the stage above the one reached, None at the top and where there is no stage."""
    above = [rung for rung in rungs if not rung.reached]
    return above[-1] if above else None


@dataclass(frozen=True)
class _Conditions:
    bounds: Bounds
    essentials: Sequence[PracticeView]
    thresholds: Thresholds

    def of(self, stage: Stage) -> tuple[Condition, ...]:
        """The conditions of one stage, as the scale states them."""
        limits = self.thresholds
        match stage:
            case Stage.INSTITUTIONAL:
                return (
                    self.practice(limits.institutional_practice),
                    self.explicit(limits.institutional_explicit),
                    self.essential(limits.institutional_essential),
                )
            case Stage.EXPLICIT:
                return (
                    self.practice(limits.explicit_practice),
                    self.explicit(limits.explicit_explicit),
                    self.essential(limits.hold_back),
                )
            case Stage.IMPLICIT:
                return self.practice(limits.implicit_practice), self.essential(limits.hold_back)
            case Stage.EXPLORING:
                return (self.practice(limits.exploring_practice),)
            case Stage.MANUAL:
                return ()

    def practice(self, threshold: float) -> Condition:
        return self.at_least(Measure.PRACTICE, self.bounds.practice_low, threshold)

    def explicit(self, threshold: float) -> Condition:
        return self.at_least(Measure.EXPLICIT, self.bounds.explicit_low, threshold)

    def at_least(self, measure: Measure, value: float, threshold: float) -> Condition:
        return Condition(measure, threshold, at_least(value, threshold), value)

    def essential(self, threshold: float) -> Condition:
        missing = tuple(
            practice for practice in self.essentials if practice.x is None or not at_least(practice.x, threshold)
        )
        return Condition(Measure.ESSENTIAL, threshold, not missing, missing=missing)


@dataclass(frozen=True)
class Addend:
    """What one dimension adds to the score: weight times score; the rated among its applicable practices."""

    key: str
    title: str
    rated: int
    applicable: int
    weight: float
    score: float

    @property
    def product(self) -> float:
        return self.weight * self.score


def addends(view: ResultView) -> tuple[Addend, ...]:
    """Return what each reportable dimension adds; the sum over the sum of weights is the score P.

    Source: docs/measurement.md, "Overall".
    """
    return tuple(
        Addend(
            dimension.section.key,
            dimension.section.title,
            dimension.rated,
            dimension.applicable,
            dimension.section.weight,
            dimension.score,
        )
        for dimension in view.core
        if dimension.score is not None
    )
