"""How the answers to a practice became its numbers: options, how many chose each, and what lifting them gains."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby

from assessment.measurement.advice import CHANGING, DOING
from assessment.measurement.comparison import settled
from assessment.measurement.instrument import Thresholds
from assessment.models import Option
from assessment.services.frozen import FrozenOption
from assessment.services.result_views import Pairs
from assessment.services.stored_results import PracticeView


@dataclass(frozen=True)
class Chosen:
    """The options worth the same points of 0..1, and how many chose one of them; None where it may not be shown.

    Several are counted together: what is stored are the points.
    """

    points: float
    texts: tuple[str, ...]
    people: int | None


def chosen_practice(practice: PracticeView) -> tuple[Chosen, ...]:
    """Return the options for what happens, by their points, with how many of the raters chose them."""
    return _chosen(practice.practice.question.options, lambda option: (option.text,), practice.pairs, place=0)


def chosen_recognition(practice: PracticeView) -> tuple[Chosen, ...]:
    """Return the options for how it came about, by their points, with how many of the raters chose them.

    They are worded otherwise for who said that it does not happen: each wording is there where it was shown.
    """
    wordings = _wordings(practice)
    return _chosen(
        practice.practice.recognition.options,
        lambda option: tuple(option.wording(absent=absent) for absent in wordings),
        practice.pairs,
        place=1,
    )


def _wordings(practice: PracticeView) -> tuple[bool, ...]:
    """Whether raters saw the wording for what happens (False), for what does not (True), or both."""
    if practice.pairs is None:
        return (practice.x == 0,)
    return tuple(sorted({x == 0 for x, _e, _people in practice.pairs}))


def _chosen(
    options: Iterable[FrozenOption], texts: Callable[[FrozenOption], tuple[str, ...]], pairs: Pairs | None, place: int
) -> tuple[Chosen, ...]:
    scored = sorted((option for option in options if option.points is not None), key=_points)
    return tuple(
        Chosen(
            points,
            tuple(dict.fromkeys(text for option in group for text in texts(option) if text)),
            None if pairs is None else sum(pair[2] for pair in pairs if settled(pair[place]) == settled(points)),
        )
        for points, group in groupby(scored, key=_points)
    )


def _points(option: FrozenOption) -> float:
    return option.points or 0.0


def text_of_points(practice: PracticeView, points: float) -> str:
    """Return the text of the practice's option worth these points; empty where there is none."""
    fitting = (each.text for each in practice.practice.question.options if each.points == points)
    return next(fitting, "")


def has_codes(practice: PracticeView) -> bool:
    """Whether "I don't know" or "we decided against it" count as 0 for how it came about."""
    codes = {option.code for option in practice.practice.recognition.options if option.points is not None}
    return bool(codes & {Option.Code.UNKNOWN, Option.Code.DECIDED_AGAINST})


# --- What following the advice would gain ----------------------------------------------------------


@dataclass(frozen=True)
class Lifted:
    """One pair of answers before and after it is lifted, all 0..1, and how many gave it."""

    x: float
    e: float
    higher_x: float
    higher_e: float
    people: int

    @property
    def explicit(self) -> float:
        """By how much what is done on purpose rises."""
        return self.higher_x * self.higher_e - self.x * self.e

    @property
    def practice(self) -> float:
        """By how much what is done rises."""
        return self.higher_x - self.x


@dataclass(frozen=True)
class Rise:
    """How an action lifts the answers: to at least these, 0..1.

    `pairs` are those of the raters, those of one person included; None where they may not be shown.
    """

    to_practice: float
    to_recognition: float
    pairs: tuple[Lifted, ...] | None


def rise_of(practice: PracticeView, thresholds: Thresholds) -> Rise | None:
    """Return how the advice lifts the answers, None where it lifts none. Source: docs/measurement.md, "Gains"."""
    if practice.advised is None or practice.advised.action not in CHANGING or practice.x is None:
        return None
    done = practice.target if practice.advised.action in DOING else 0.0
    pairs = _shown_pairs(practice)
    lifted = None if pairs is None else tuple(_lifted(*pair, done, thresholds.agreed) for pair in pairs)
    return Rise(done, thresholds.agreed, lifted)


def _shown_pairs(practice: PracticeView) -> Pairs | None:
    """The pairs that may be shown; of one rater the pair is the means, which everybody sees."""
    if practice.raters == 1 and practice.x is not None and practice.e is not None:
        return ((practice.x, practice.e, 1),)
    return practice.pairs


def _lifted(x: float, e: float, people: int, done: float, agreed: float) -> Lifted:
    return Lifted(x, e, max(x, done), max(e, agreed), people)
