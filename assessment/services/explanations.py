"""Why a stage is what it is: the conditions of each stage with their own values."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assessment.measurement.comparison import at_least
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

    `missing` are those of the `essentials` that do not reach it.
    """

    measure: Measure
    threshold: float
    met: bool
    value: float | None = None
    missing: tuple[PracticeView, ...] = ()
    essentials: tuple[PracticeView, ...] = ()

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

    Source: docs/measurement.md, "Stages".
    """
    if view.bounds is None:
        return ()
    low = _Conditions(view.bounds.practice_low, view.bounds.explicit_low, view.essentials, view.version.thresholds)
    return _rungs(view.result.stage, low)


def possible_ladder(view: ResultView) -> tuple[Rung, ...]:
    """Return the same with the high ends, and unknown essential practices counted as done."""
    if view.bounds is None:
        return ()
    known = tuple(practice for practice in view.essentials if practice.x is not None)
    high = _Conditions(view.bounds.practice_high, view.bounds.explicit_high, known, view.version.thresholds)
    return _rungs(view.result.possible_stage, high)


def ungated_ladder(view: ResultView) -> tuple[Rung, ...]:
    """Return the same as `ladder` without asking for any essential practice."""
    if view.bounds is None:
        return ()
    open_ = _Conditions(view.bounds.practice_low, view.bounds.explicit_low, (), view.version.thresholds)
    return tuple(
        replace(rung, conditions=tuple(each for each in rung.conditions if each.measure is not Measure.ESSENTIAL))
        for rung in _rungs(view.result.stage_without_gates, open_)
    )


def _rungs(reached: int | None, conditions: "_Conditions") -> tuple[Rung, ...]:
    if reached is None:
        return ()
    return tuple(
        Rung(stage, conditions.of(stage), here=stage == reached, reached=stage <= reached)
        for stage in sorted(Stage, reverse=True)
    )


def next_rung(rungs: Sequence[Rung]) -> Rung | None:
    """Return the stage above the one reached, None at the top and where there is no stage."""
    above = [rung for rung in rungs if not rung.reached]
    return above[-1] if above else None


@dataclass(frozen=True)
class _Conditions:
    """The conditions of the scale for this score and explicit part, both 0..1, and these essential practices."""

    score: float
    explicit_part: float
    essentials: tuple[PracticeView, ...]
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
        return self.at_least(Measure.PRACTICE, self.score, threshold)

    def explicit(self, threshold: float) -> Condition:
        return self.at_least(Measure.EXPLICIT, self.explicit_part, threshold)

    def at_least(self, measure: Measure, value: float, threshold: float) -> Condition:
        return Condition(measure, threshold, at_least(value, threshold), value)

    def essential(self, threshold: float) -> Condition:
        missing = tuple(
            practice for practice in self.essentials if practice.x is None or not at_least(practice.x, threshold)
        )
        return Condition(Measure.ESSENTIAL, threshold, not missing, missing=missing, essentials=self.essentials)
