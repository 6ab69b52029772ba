"""Advice: what to do about each practice, and what doing it would gain."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from .answers import Tally
from .comparison import at_least, settled
from .instrument import Dimension, Instrument, Practice, Thresholds
from .mix import weighted_mean
from .practices import PracticeScore
from .targets import practice_target


class Action(StrEnum):
    """What to do about a practice."""

    ADOPT = "adopt"
    EXECUTE = "execute"
    FORMALISE = "formalise"
    SUSTAIN = "sustain"
    DISCUSS = "discuss"
    FIND_OUT = "find-out"


# Doing it is what is missing: these take the practice's own effort and lift x to the target.
DOING = frozenset({Action.ADOPT, Action.EXECUTE})
CHANGING = DOING | {Action.FORMALISE}


@dataclass(frozen=True)
class Advice:
    """One action for one practice; gains in points of 100 of the overall X and P, effort 1 to 3.

    `width` is how far the raters are apart, 0..1.
    """

    key: str
    action: Action
    gain_explicit: float
    gain_practice: float
    effort: int
    holds_back: bool
    width: float

    @property
    def rank(self) -> float:
        """Gain for the effort, the higher the sooner; rounded once, at the end, as it is compared."""
        return settled((self.gain_explicit + self.gain_practice) / self.effort)


@dataclass(frozen=True)
class Adviser:
    """Gives advice on practices; `shares` says which part of the result, 0..1, rests on each rated one.

    Source: the measurement model, section "Advice".
    """

    instrument: Instrument
    practices: Mapping[str, PracticeScore]
    targets: Mapping[str, float]
    shares: Mapping[str, float]
    held_back_by: tuple[str, ...] = ()

    def advise(self, dimensions: tuple[Dimension, ...]) -> dict[str, Advice]:
        """Return the advice for the practices of `dimensions` that have a share or hold back, in order."""
        return {
            practice.key: self.practice(practice, dimension)
            for dimension in dimensions
            for practice in dimension.practices
            if practice.key in self.shares or practice.key in self.held_back_by
        }

    def practice(self, practice: Practice, dimension: Dimension) -> Advice:
        """Return the advice for one practice, which is rated or holds back."""
        thresholds, score = self.instrument.thresholds, self.practices[practice.key]
        target = practice_target(practice, dimension, self.targets, thresholds)
        action = action_for(score, target, thresholds)
        gain_explicit, gain_practice = gains(score.tally, action, target, thresholds)
        points = 100 * self.shares.get(practice.key, 0.0)
        return Advice(
            practice.key,
            action,
            points * gain_explicit,
            points * gain_practice,
            effort=practice.effort if action in DOING else 1,
            holds_back=practice.key in self.held_back_by,
            width=score.width,
        )


def action_for(score: PracticeScore, target: float, thresholds: Thresholds) -> Action:
    """Return the action for a practice with this score and target, 0..1.

    Source: the measurement model, section "Advice".
    """
    if score.x is None or score.e is None:
        return Action.FIND_OUT
    recognised = at_least(score.e, thresholds.recognised)
    if not at_least(score.x, target):
        return Action.EXECUTE if recognised else Action.ADOPT
    if score.discuss:
        return Action.DISCUSS
    return Action.SUSTAIN if recognised else Action.FORMALISE


def gains(tally: Tally, action: Action, target: float, thresholds: Thresholds) -> tuple[float, float]:
    """Return by how much X and P of the practice itself rise, each 0..1, when the action succeeds.

    Rater by rater: nobody's answer is lowered, so that no gain is negative. 0 for discuss, find out
    and sustain. Source: the measurement model, section "Gains".
    """
    if action not in CHANGING:
        return 0.0, 0.0
    lifted = target if action in DOING else 0.0
    rises = [(raters, *rise(x, e, lifted, thresholds.agreed)) for x, e, raters in tally.pairs]
    explicit = weighted_mean((raters, explicit) for raters, explicit, _ in rises)
    return explicit, weighted_mean((raters, practice) for raters, _, practice in rises)


def rise(x: float, e: float, lifted_x: float, lifted_e: float) -> tuple[float, float]:
    """Return the rise of x·e and of x when a rating is lifted to at least these, all 0..1."""
    higher_x, higher_e = max(x, lifted_x), max(e, lifted_e)
    return higher_x * higher_e - x * e, higher_x - x
