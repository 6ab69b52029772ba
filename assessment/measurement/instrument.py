"""What is measured: dimensions of practices, and the thresholds of the scale."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

# Comparisons are made on six decimals, so weights further apart than this could not be told from none.
WEIGHT_RANGE = (1e-6, 1e6)
EFFORTS = (1, 2, 3)


class InstrumentError(ValueError):
    """The instrument is impossible; the message says what is wrong and where."""


def share(default: float, lowest: float = 0.0, highest: float = 1.0) -> float:
    """Declare a threshold on a 0..1 scale; raises nothing, the range is checked by `Thresholds`."""
    return field(default=default, metadata={"range": (lowest, highest)})


def count(default: int, lowest: int, highest: int = 1000) -> int:
    """Declare a threshold that counts people, practices or organizations."""
    return field(default=default, metadata={"range": (lowest, highest)})


def privacy(default: int) -> int:
    """Declare a count that protects somebody: it may be raised, never lowered."""
    return count(default, lowest=default)


@dataclass(frozen=True)
class Thresholds:
    """Every threshold of the scale, with its default; shares and scores are 0..1.

    Raises InstrumentError for a value outside its range (`THRESHOLD_RANGES`) or out of order
    (`THRESHOLD_ORDER`). Source: the measurement model, section "Thresholds".
    """

    # When there is enough to report.
    dimension_coverage: float = share(0.6, lowest=0.05)
    dimension_practices: int = count(2, lowest=1)
    overall_weight: float = share(2 / 3, lowest=0.05)
    not_applicable_share: float = share(0.5)
    # The stages.
    hold_back: float = share(0.375)
    institutional_practice: float = share(0.85)
    institutional_explicit: float = share(0.70)
    institutional_essential: float = share(0.625)
    explicit_practice: float = share(0.50)
    explicit_explicit: float = share(0.50)
    implicit_practice: float = share(0.50)
    exploring_practice: float = share(0.15)
    declared_practice: float = share(0.50)
    declared_explicitness: float = share(0.50)
    # Agreement.
    discuss_range: float = share(0.5, lowest=0.05)
    contested_share: float = share(1 / 3)
    # Targets and advice.
    recognised: float = share(0.5)
    agreed: float = share(2 / 3)
    essential_target: float = share(0.5)
    target_proof_of_concept: float = share(0.25)
    target_not_critical: float = share(0.5)
    target_critical: float = share(0.75)
    now: int = count(5, lowest=1)
    next: int = count(7, lowest=0)
    # Perception and what may be shown.
    construct_share: float = share(0.5, lowest=0.05)
    spread_raters: int = privacy(3)
    distribution_respondents: int = privacy(5)
    open_text_respondents: int = privacy(3)
    # Benchmarks.
    benchmark_mean: int = privacy(5)
    benchmark_quartiles: int = privacy(20)
    benchmark_changes: int = privacy(5)
    benchmark_remainder: int = privacy(5)
    benchmark_membership_days: int = privacy(7)

    def __post_init__(self) -> None:
        for name, (lowest, highest) in THRESHOLD_RANGES.items():
            value = getattr(self, name)
            if not lowest <= value <= highest:
                raise InstrumentError(f"threshold {name} is {value}, outside {lowest} to {highest}")
            if isinstance(lowest, int) and not isinstance(value, int):
                raise InstrumentError(f"threshold {name} is {value}, not a whole number")
        for lower, higher in THRESHOLD_ORDER:
            if getattr(self, lower) > getattr(self, higher):
                raise InstrumentError(f"threshold {lower} is above {higher}")


THRESHOLD_RANGES: Mapping[str, tuple[float, float]] = {
    threshold.name: threshold.metadata["range"] for threshold in fields(Thresholds)
}
# Pairs (lower, higher) that would make a stage or a target meaningless the other way round.
THRESHOLD_ORDER: tuple[tuple[str, str], ...] = (
    ("exploring_practice", "implicit_practice"),
    ("implicit_practice", "explicit_practice"),
    ("explicit_practice", "institutional_practice"),
    ("explicit_explicit", "institutional_explicit"),
    ("hold_back", "institutional_essential"),
    # Else a practice could hold back and be advised to sustain.
    ("hold_back", "essential_target"),
    ("target_proof_of_concept", "target_not_critical"),
    ("target_not_critical", "target_critical"),
    ("benchmark_mean", "benchmark_quartiles"),
)


@dataclass(frozen=True)
class Practice:
    """The unit of measurement: its weight in its dimension, and what advice needs to know of it.

    Raises InstrumentError for a weight outside `WEIGHT_RANGE` or an effort other than 1, 2 or 3.
    """

    key: str
    weight: float = 1.0
    essential: bool = False
    effort: int = 2
    prerequisites: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_weight("practice", self.key, self.weight)
        if self.effort not in EFFORTS:
            raise InstrumentError(f"practice {self.key}: effort {self.effort} is not 1, 2 or 3")


@dataclass(frozen=True)
class Dimension:
    """A group of practices; an overlay is scored but left out of the overall result.

    Raises InstrumentError for a weight outside `WEIGHT_RANGE`.
    """

    key: str
    weight: float = 1.0
    overlay: bool = False
    practices: tuple[Practice, ...] = ()

    def __post_init__(self) -> None:
        check_weight("dimension", self.key, self.weight)


@dataclass(frozen=True)
class Instrument:
    """A questionnaire version as the scale sees it: dimensions in order, and thresholds.

    Raises InstrumentError for keys used twice and for prerequisites that are not practices of the
    instrument or that form a cycle (the message names it).
    """

    dimensions: tuple[Dimension, ...]
    thresholds: Thresholds = Thresholds()

    def __post_init__(self) -> None:
        check_unique("dimension", (dimension.key for dimension in self.dimensions))
        check_unique("practice", (practice.key for practice in self.practices))
        check_prerequisites(self.practices)

    @cached_property
    def practices(self) -> tuple[Practice, ...]:
        """All practices, overlays too, in the order of the questionnaire."""
        return tuple(practice for dimension in self.dimensions for practice in dimension.practices)

    @cached_property
    def practice_keys(self) -> frozenset[str]:
        """The keys of all practices, overlays too."""
        return frozenset(practice.key for practice in self.practices)

    @cached_property
    def core(self) -> tuple[Dimension, ...]:
        """The dimensions that make the overall result: all but the overlays, in order."""
        return tuple(dimension for dimension in self.dimensions if not dimension.overlay)

    @cached_property
    def overlays(self) -> tuple[Dimension, ...]:
        """The dimensions left out of the overall result, in order."""
        return tuple(dimension for dimension in self.dimensions if dimension.overlay)

    @cached_property
    def essentials(self) -> tuple[Practice, ...]:
        """The essential practices outside overlays, in order: those that can hold back."""
        return tuple(practice for dimension in self.core for practice in dimension.practices if practice.essential)


def check_weight(kind: str, key: str, weight: float) -> None:
    """Raise InstrumentError unless `weight` is a positive number of sensible size."""
    lowest, highest = WEIGHT_RANGE
    if not (math.isfinite(weight) and lowest <= weight <= highest):
        raise InstrumentError(f"{kind} {key}: weight {weight} is not between {lowest} and {highest}")


def check_unique(kind: str, keys: Iterable[str]) -> None:
    """Raise InstrumentError naming the keys that occur more than once."""
    twice = sorted(key for key, times in Counter(keys).items() if times > 1)
    if twice:
        raise InstrumentError(f"{kind} keys used more than once: {', '.join(twice)}")


def check_prerequisites(practices: tuple[Practice, ...]) -> None:
    """Raise InstrumentError for a prerequisite that does not exist, or naming a cycle."""
    needs = {practice.key: sorted(set(practice.prerequisites)) for practice in practices}
    for key, needed in needs.items():
        missing = [other for other in needed if other not in needs]
        if missing:
            raise InstrumentError(f"practice {key} needs unknown practices: {', '.join(missing)}")
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        cycle = " needs ".join(reversed(error.args[1]))
        raise InstrumentError(f"prerequisites form a cycle: {cycle}") from error
