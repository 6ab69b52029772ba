"""What a reviewer chooses from: the options of a practice, those worth the same as one, since points are kept alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from assessment.models import Option
from assessment.services.frozen import FrozenOption, FrozenPractice


@dataclass(frozen=True)
class Choice:
    """One thing to choose, with what it is worth, 0..1."""

    key: str
    text: str
    points: float


def practice_choices(practice: FrozenPractice) -> tuple[Choice, ...]:
    """Return the anchored options of a practice, from nothing to everything."""
    return _choices(((option, option.text) for option in practice.question.options), "")


def recognition_choices(practice: FrozenPractice, *, absent: bool) -> tuple[Choice, ...]:
    """Return how a practice can have come about, worded for one that happens or (`absent`) does not."""
    worded = ((option, option.wording(absent=absent)) for option in practice.recognition.options)
    return _choices(worded, "absent-" if absent else "done-")


def chosen(choices: Iterable[Choice], points: float | None) -> Choice | None:
    """Return the choice that is worth these points, None where there is none."""
    return next((choice for choice in choices if choice.points == points), None)


def _choices(worded: Iterable[tuple[FrozenOption, str]], prefix: str) -> tuple[Choice, ...]:
    # Not knowing is no finding of somebody who looked.
    offered = [
        (option.points, option.key, text)
        for option, text in worded
        if text and option.points is not None and option.code != Option.Code.UNKNOWN
    ]
    grouped = [(points, list(each)) for points, each in groupby(sorted(offered, key=_points), key=_points)]
    return tuple(
        Choice(prefix + each[0][1], " · ".join(text for _points, _key, text in each), points)
        for points, each in grouped
    )


def _points(offered: tuple[float, str, str]) -> float:
    return offered[0]
