"""The bridge from the rules of a version to the measurement's crosswalks, and which levels a result reaches on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessment.measurement.crosswalk import Crossing, Crosswalk, Level, Rated, Requirement, cross
from assessment.measurement.practices import PracticeState
from assessment.services.result_views import ResultView


@dataclass(frozen=True)
class Crossed:
    """A published model, where to read it, and how far a result gets on it."""

    title: str
    url: str
    crossing: Crossing


@dataclass(frozen=True, slots=True)
class _LeftOut:
    """A practice of a dimension of which nothing applies, as the measurement sees it."""

    state: PracticeState = PracticeState.NOT_APPLICABLE
    x: float | None = None


def crossed(view: ResultView) -> tuple[Crossed, ...]:
    """Return how far the result gets on each crosswalk of its version, without a query.

    It takes the practices alone, so that a result without a stage has levels, too.
    """
    practices = practices_of(view)
    return tuple(
        Crossed(rule["title"], rule["url"], cross(crosswalk_of(rule), practices)) for rule in view.version.crosswalks
    )


def practices_of(view: ResultView) -> dict[str, Rated]:
    """Return every practice that was asked by its key; a dimension of which nothing applies is not in the view."""
    asked = view.version.instrument(view.assessment.facts()).practice_keys
    shown = {practice.key: practice for dimension in view.dimensions for practice in dimension.practices}
    return {key: shown.get(key, _LeftOut()) for key in asked}


def crosswalk_of(rule: Mapping[str, Any]) -> Crosswalk:
    """Return a rule of a version, checked when the version was loaded, as the measurement takes it."""
    return Crosswalk(rule["key"], tuple(_level(level) for level in rule["levels"]))


def _level(level: Mapping[str, Any]) -> Level:
    requirements = tuple(Requirement(key, minimum) for key, minimum in level.get("requires", {}).items())
    return Level(level["level"], level["name"], requirements)
