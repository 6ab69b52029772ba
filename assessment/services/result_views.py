"""What a stored result consists of once it is read back together with its version."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from assessment.measurement.advice import Action
from assessment.measurement.dimensions import Bounds, DimensionState
from assessment.measurement.mix import Mix
from assessment.measurement.overall import OverallScore
from assessment.measurement.practices import PracticeState
from assessment.measurement.roadmap import Placement
from assessment.models import Assessment, Result
from assessment.services.frozen import FrozenPractice, FrozenSection, FrozenVersion

Pairs = tuple[tuple[float, float, int], ...]
"""How many gave each pair of answers: (x, e, people)."""


@dataclass(frozen=True)
class Spread:
    """Lowest, middle and highest answer to a practice question, each 0..1."""

    minimum: float
    median: float
    maximum: float


@dataclass(frozen=True)
class Advised:
    """What to do about a practice: gains in points of 100, effort 1..3; place and placement off the roadmap None."""

    action: Action
    gain_explicit: float
    gain_practice: float
    effort: int
    place: int | None
    placement: Placement | None


@dataclass(frozen=True)
class PracticeView:
    """One practice with its result; x, e, target and gap are 0..1 (the gap -1..1), None unless rated.

    Of the `respondents`, `raters` answered both of its questions. `spread`, `pairs` and `not_applicable` (how
    many said that it does not apply) are None where they may not be shown, whoever asks.
    """

    practice: FrozenPractice
    state: PracticeState
    respondents: int
    raters: int
    not_applicable: int | None
    pairs: Pairs | None
    x: float | None
    e: float | None
    mix: Mix | None
    target: float
    discuss: bool
    spread: Spread | None
    advised: Advised | None
    holds_back: bool
    gates: bool

    @property
    def key(self) -> str:
        return self.practice.key

    @property
    def unknown(self) -> int | None:
        """How many could not say or left one of the two questions blank; None where it may not be shown."""
        return None if self.not_applicable is None else self.respondents - self.raters - self.not_applicable

    @property
    def gap(self) -> float | None:
        """How far above (or, negative, below) its target the practice is."""
        return None if self.x is None else self.x - self.target


@dataclass(frozen=True)
class Benchmark:
    """What other organizations have: their mean, 0..1, how many they are, when that was published.

    `invented`: the organizations were made up for demonstration.
    """

    mean: float
    organizations: int
    taken_at: datetime
    invented: bool = False


@dataclass(frozen=True)
class DimensionView:
    """One dimension that applies, with its practices; `previous` is P in the previous round, 0..1.

    `benchmark` is None where none is published for it.
    """

    section: FrozenSection
    state: DimensionState
    coverage: float
    bounds: Bounds
    mix: Mix | None
    target: float
    previous: float | None
    practices: tuple[PracticeView, ...]
    benchmark: Benchmark | None = None

    @property
    def is_reportable(self) -> bool:
        return self.state is DimensionState.REPORTABLE

    @property
    def reported_mix(self) -> Mix | None:
        """The mix where there is enough to show it."""
        return self.mix if self.is_reportable else None

    @property
    def score(self) -> float | None:
        """P where there is enough to show it."""
        return self.reported_mix.practice if self.reported_mix else None

    def count(self, *states: PracticeState) -> int:
        """How many of its practices are in one of these states."""
        return sum(practice.state in states for practice in self.practices)

    @property
    def rated(self) -> int:
        return self.count(PracticeState.RATED)

    @property
    def applicable(self) -> int:
        return self.count(PracticeState.RATED, PracticeState.UNKNOWN)


@dataclass(frozen=True)
class ResultView:
    """A whole result; dimensions and practices in the order of the questionnaire.

    `previous_title` and `previous_uid` are those of the round before, empty and None where there is none.
    """

    assessment: Assessment
    version: FrozenVersion
    result: Result
    mix: Mix | None
    bounds: Bounds | None
    dimensions: tuple[DimensionView, ...]
    previous_title: str
    previous_uid: UUID | None

    @cached_property
    def core(self) -> tuple[DimensionView, ...]:
        """The dimensions of the overall result."""
        return tuple(dimension for dimension in self.dimensions if not dimension.section.overlay)

    @cached_property
    def overlays(self) -> tuple[DimensionView, ...]:
        return tuple(dimension for dimension in self.dimensions if dimension.section.overlay)

    @cached_property
    def practices(self) -> tuple[PracticeView, ...]:
        """The practices of the overall result, without those of overlays."""
        return tuple(practice for dimension in self.core for practice in dimension.practices)

    @cached_property
    def essentials(self) -> tuple[PracticeView, ...]:
        """The essential practices that apply and can hold back."""
        return tuple(
            practice
            for practice in self.practices
            if practice.gates and practice.state is not PracticeState.NOT_APPLICABLE
        )

    @cached_property
    def holding(self) -> tuple[PracticeView, ...]:
        return tuple(practice for practice in self.practices if practice.holds_back)

    @property
    def has_workshops(self) -> bool:
        """Whether more people answered than there are raters: a workshop is one rater for the scores."""
        return self.result.people > self.result.respondents

    @property
    def has_benchmarks(self) -> bool:
        """Whether there is anything to compare a dimension with."""
        return any(dimension.benchmark is not None for dimension in self.dimensions)

    @property
    def outside_bounds(self) -> bool:
        """Whether the mix, of the reportable dimensions, lies outside the bounds, of all that apply."""
        return OverallScore(
            self.result.respondents, self.result.reportable, self.result.unknown, (), bounds=self.bounds, mix=self.mix
        ).mix_outside_bounds

    @cached_property
    def limiting(self) -> DimensionView | None:
        """The limiting dimension, where one is reportable."""
        return next((d for d in self.core if d.section.key == self.result.limiting_dimension), None)
