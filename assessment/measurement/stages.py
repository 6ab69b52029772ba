"""The adoption scale: five stages, and the essential practices that hold an organization back."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from .comparison import at_least
from .instrument import Instrument, Thresholds
from .practices import PracticeScore, PracticeState


class Stage(IntEnum):
    """How far MLOps has become the way of working; each stage includes those below it."""

    MANUAL = 0
    EXPLORING = 1
    IMPLICIT = 2
    EXPLICIT = 3
    INSTITUTIONAL = 4


@dataclass(frozen=True, slots=True)
class Gates:
    """Which gates the essential practices leave open."""

    nothing_holds_back: bool
    institutional: bool


OPEN_GATES = Gates(nothing_holds_back=True, institutional=True)


def stage(practice: float, explicit: float, gates: Gates, thresholds: Thresholds) -> Stage:
    """Return the stage for practice score P and explicit part X, both 0..1.

    The first rule that holds from the top. Source: the measurement model, section "Stages".
    """
    explicit_enough = at_least(explicit, thresholds.explicit_explicit)
    if is_institutional(practice, explicit, gates, thresholds):
        return Stage.INSTITUTIONAL
    if at_least(practice, thresholds.explicit_practice) and explicit_enough and gates.nothing_holds_back:
        return Stage.EXPLICIT
    if at_least(practice, thresholds.implicit_practice) and gates.nothing_holds_back:
        return Stage.IMPLICIT
    return Stage.EXPLORING if at_least(practice, thresholds.exploring_practice) else Stage.MANUAL


def is_institutional(practice: float, explicit: float, gates: Gates, thresholds: Thresholds) -> bool:
    """Say whether P and X, both 0..1, and the gates allow the highest stage."""
    practised = at_least(practice, thresholds.institutional_practice)
    return practised and at_least(explicit, thresholds.institutional_explicit) and gates.institutional


def held_back_by(instrument: Instrument, practices: Mapping[str, PracticeScore]) -> tuple[str, ...]:
    """Return the keys of the essential practices that hold back, in the instrument's order.

    Those outside overlays that apply and are unknown, or whose mean x is too low.
    """
    lowest = instrument.thresholds.hold_back
    return tuple(score.key for score in essential_scores(instrument, practices) if not reaches(score, lowest))


def proven_gates(instrument: Instrument, practices: Mapping[str, PracticeScore]) -> Gates:
    """Return the gates as the answers prove them: an unknown essential practice closes both."""
    return gates_of(essential_scores(instrument, practices), instrument.thresholds)


def possible_gates(instrument: Instrument, practices: Mapping[str, PracticeScore]) -> Gates:
    """Return the gates with unknown essential practices counted as done."""
    known = [score for score in essential_scores(instrument, practices) if score.state is PracticeState.RATED]
    return gates_of(known, instrument.thresholds)


def gates_of(essentials: list[PracticeScore], thresholds: Thresholds) -> Gates:
    """Return which gates these applicable essential practices leave open."""
    return Gates(
        nothing_holds_back=all(reaches(score, thresholds.hold_back) for score in essentials),
        institutional=all(reaches(score, thresholds.institutional_essential) for score in essentials),
    )


def essential_scores(instrument: Instrument, practices: Mapping[str, PracticeScore]) -> list[PracticeScore]:
    """Return the scores of the essential practices outside overlays that apply, in order."""
    scores = [practices[practice.key] for practice in instrument.essentials]
    return [score for score in scores if score.state is not PracticeState.NOT_APPLICABLE]


def reaches(score: PracticeScore, lowest: float) -> bool:
    """Say whether the practice is rated with a mean x of at least `lowest`, 0..1."""
    return score.x is not None and at_least(score.x, lowest)
