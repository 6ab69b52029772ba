"""Crosswalks: which level of a published model the practices reach, approximately."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from .comparison import at_least
from .practices import PracticeState


class Rated(Protocol):
    """A practice as a crosswalk sees it: its state, and its mean x of 0..1 where it is rated."""

    @property
    def state(self) -> PracticeState: ...

    @property
    def x(self) -> float | None: ...


@dataclass(frozen=True, slots=True)
class Requirement:
    """One practice of a level, and the mean x of 0..1 that it takes."""

    practice: str
    minimum: float


@dataclass(frozen=True)
class Level:
    """One level of a published model; the lowest requires nothing."""

    number: int
    name: str
    requirements: tuple[Requirement, ...] = ()


@dataclass(frozen=True)
class Crosswalk:
    """A published model as rules: its levels in ascending order."""

    key: str
    levels: tuple[Level, ...]


class Evidence(StrEnum):
    """What a requirement meets: it holds, it does not, nobody knows, or it is passed over."""

    HOLDS = "holds"
    SHORT = "short"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True)
class Check:
    """A requirement beside what there is; `x` is the mean of 0..1, None unless rated."""

    requirement: Requirement
    evidence: Evidence
    x: float | None

    @property
    def passes(self) -> bool:
        return self.evidence in {Evidence.HOLDS, Evidence.NOT_APPLICABLE}


@dataclass(frozen=True)
class LevelCheck:
    """A level with its requirements checked; `reached` only where all below it are reached, too."""

    level: Level
    checks: tuple[Check, ...]
    reached: bool

    @property
    def missing(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if not check.passes)


@dataclass(frozen=True)
class Crossing:
    """How far the practices get on a crosswalk: the level reached (None: not even the lowest) and the next."""

    crosswalk: Crosswalk
    levels: tuple[LevelCheck, ...]

    @property
    def reached(self) -> LevelCheck | None:
        return next((each for each in reversed(self.levels) if each.reached), None)

    @property
    def following(self) -> LevelCheck | None:
        """The lowest level that is not reached; its `missing` is what it takes."""
        return next((each for each in self.levels if not each.reached), None)


def cross(crosswalk: Crosswalk, practices: Mapping[str, Rated]) -> Crossing:
    """Return which level the practices, by key, reach, with the evidence for each requirement.

    Unknown does not hold, and neither does a practice that was not asked; not applicable is passed
    over. Source: docs/measurement.md, "Crosswalks".
    """
    levels: list[LevelCheck] = []
    below = True
    for level in crosswalk.levels:
        checks = tuple(check(requirement, practices.get(requirement.practice)) for requirement in level.requirements)
        below = below and all(each.passes for each in checks)
        levels.append(LevelCheck(level, checks, reached=below))
    return Crossing(crosswalk, tuple(levels))


def check(requirement: Requirement, practice: Rated | None) -> Check:
    """Return what one requirement meets."""
    if practice is not None and practice.state is PracticeState.NOT_APPLICABLE:
        return Check(requirement, Evidence.NOT_APPLICABLE, None)
    if practice is None or practice.x is None:
        return Check(requirement, Evidence.UNKNOWN, None)
    holds = at_least(practice.x, requirement.minimum)
    return Check(requirement, Evidence.HOLDS if holds else Evidence.SHORT, practice.x)
