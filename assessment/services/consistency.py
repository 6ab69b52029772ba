"""Answers that rarely go together, asked about before submitting; never an error."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessment.models import Answer
from assessment.services.answer_values import chosen
from assessment.services.versions import FrozenPractice, FrozenVersion


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question about two answers, and the practices they belong to."""

    key: str
    question: str
    first: FrozenPractice
    second: FrozenPractice


def doubts(version: FrozenVersion, answers: Mapping[str, Answer]) -> tuple[Doubt, ...]:
    """The consistency rules of the version that these answers (by question key) meet on both sides."""
    sides = [(rule, rule["first"], rule["second"]) for rule in version.consistency]
    return tuple(
        Doubt(
            rule["key"], rule["question"], version.practices[first["practice"]], version.practices[second["practice"]]
        )
        for rule, first, second in sides
        if _holds(version, answers, first) and _holds(version, answers, second)
    )


def _holds(version: FrozenVersion, answers: Mapping[str, Answer], side: Mapping[str, Any]) -> bool:
    """Whether the practice of this side is rated, and within its bounds."""
    practice = version.practices.get(side["practice"])
    option = chosen(practice.question, answers.get(practice.question.key)) if practice else None
    if option is None or option.points is None:
        return False
    return bool(side.get("at_least", 0) <= option.points <= side.get("at_most", 1))
