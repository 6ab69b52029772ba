"""Answers to practices, and their tallies over the respondents of an assessment."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from .instrument import Instrument


class AnswerError(ValueError):
    """An answer is outside the scale or belongs to no practice of the instrument."""


class Unrated(StrEnum):
    """What somebody said who gave no rating."""

    NOT_APPLICABLE = "not-applicable"
    UNKNOWN = "unknown"


NOT_APPLICABLE = Unrated.NOT_APPLICABLE
UNKNOWN = Unrated.UNKNOWN


@dataclass(frozen=True, slots=True)
class Rating:
    """Both facets of a practice: practice `x` and recognition `e`, each 0..1; else AnswerError."""

    x: float
    e: float

    def __post_init__(self) -> None:
        check_points(self.x, self.e)


Answer: TypeAlias = Rating | Unrated
Answers: TypeAlias = Mapping[str, Answer]
"""One response: practice key to answer; a missing key is unknown."""


def check_points(x: float, e: float) -> None:
    """Raise AnswerError unless both facets lie within 0..1."""
    if not (0 <= x <= 1 and 0 <= e <= 1):
        raise AnswerError(f"practice {x} and recognition {e} must lie between 0 and 1")


@dataclass(frozen=True)
class Tally:
    """What the respondents said of one practice, without who said it.

    `pairs` holds (x, e, number of raters), sorted, each pair once; `not_applicable` of the
    `respondents` said that it does not apply; the rest do not know. Whole numbers only, so that
    adding and subtracting are exact. Raises AnswerError for a tally that nobody can have given.
    """

    pairs: tuple[tuple[float, float, int], ...] = ()
    not_applicable: int = 0
    respondents: int = 0

    def __post_init__(self) -> None:
        for x, e, raters in self.pairs:
            check_points(x, e)
            if raters < 1:
                raise AnswerError(f"{raters} raters with practice {x} and recognition {e}")
        if list(self.pairs) != sorted(self.pairs) or len({pair[:2] for pair in self.pairs}) < len(self.pairs):
            raise AnswerError("the pairs of a tally are sorted, each there once")
        if self.not_applicable < 0 or self.unknown < 0:
            raise AnswerError(f"{self.respondents} respondents can't have given that many answers")

    @classmethod
    def of(cls, answers: Iterable[Answer]) -> "Tally":
        """Return the tally of one practice's answers, one per respondent, in any order."""
        counts = Counter(answers)
        not_applicable, unknown = counts.pop(NOT_APPLICABLE, 0), counts.pop(UNKNOWN, 0)
        pairs = {(rating.x, rating.e): times for rating, times in counts.items() if isinstance(rating, Rating)}
        return cls(ordered(pairs), not_applicable, sum(pairs.values()) + not_applicable + unknown)

    def __add__(self, other: "Tally") -> "Tally":
        """Return the tally of both groups of respondents together."""
        return self._combined(other, 1)

    def __sub__(self, other: "Tally") -> "Tally":
        """Return the tally with the answers of `other` left out.

        Raises AnswerError when `other` holds answers that are not in this tally.
        """
        return self._combined(other, -1)

    def _combined(self, other: "Tally", sign: int) -> "Tally":
        pairs = {(x, e): raters for x, e, raters in self.pairs}
        for x, e, raters in other.pairs:
            pairs[x, e] = pairs.get((x, e), 0) + sign * raters
        return Tally(
            ordered(pairs),
            self.not_applicable + sign * other.not_applicable,
            self.respondents + sign * other.respondents,
        )

    @property
    def raters(self) -> int:
        """How many rated the practice, both facets known."""
        return sum(raters for _, _, raters in self.pairs)

    @property
    def unknown(self) -> int:
        """How many neither rated the practice nor said that it does not apply."""
        return self.respondents - self.raters - self.not_applicable


def ordered(pairs: Mapping[tuple[float, float], int]) -> tuple[tuple[float, float, int], ...]:
    """Return the counts of (x, e) pairs in the form of a tally: sorted, without zeros."""
    return tuple((x, e, raters) for (x, e), raters in sorted(pairs.items()) if raters)


def tally(instrument: Instrument, responses: Sequence[Answers]) -> dict[str, Tally]:
    """Return the tally of every practice over all submitted responses, blank ones included.

    Raises AnswerError when a response answers a practice that the instrument does not have.
    """
    for answers in responses:
        check_known(instrument, answers)
    return {
        practice.key: Tally.of(answers.get(practice.key, UNKNOWN) for answers in responses)
        for practice in instrument.practices
    }


def check_known(instrument: Instrument, keys: Iterable[str]) -> None:
    """Raise AnswerError naming the keys that are no practices of the instrument."""
    foreign = sorted(set(keys) - instrument.practice_keys)
    if foreign:
        raise AnswerError(f"no such practices: {', '.join(foreign)}")
