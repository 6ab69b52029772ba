"""The score of one practice: its state, its mean over the raters, and how far they agree."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from .answers import Tally
from .comparison import at_least
from .instrument import Instrument, Practice, Thresholds
from .mix import Mix, weighted_mean


class PracticeState(StrEnum):
    """What is known of a practice."""

    RATED = "rated"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True)
class PracticeScore:
    """One practice over all respondents; x, e and the parts of the mix are 0..1.

    `x`, `e` and `mix` are None unless rated; `median`, `minimum` and `maximum` of x unless rated by
    two or more. SECURITY: show these three only from `Thresholds.spread_raters` raters on, since
    with two they tell one person the other's answer.
    """

    key: str
    state: PracticeState
    raters: int
    not_applicable: int
    tally: Tally
    x: float | None = None
    e: float | None = None
    mix: Mix | None = None
    median: float | None = None
    minimum: float | None = None
    maximum: float | None = None
    discuss: bool = False

    @property
    def width(self) -> float:
        """How far the raters are apart: maximum - minimum of x, 0 below two raters."""
        return 0.0 if self.maximum is None or self.minimum is None else self.maximum - self.minimum


def practice_scores(instrument: Instrument, tallies: Mapping[str, Tally]) -> dict[str, PracticeScore]:
    """Return the score of every practice, in the order of the instrument; all need a tally."""
    return {
        practice.key: practice_score(practice, tallies[practice.key], instrument.thresholds)
        for practice in instrument.practices
    }


def practice_score(practice: Practice, tally: Tally, thresholds: Thresholds) -> PracticeScore:
    """Return the score of one practice from its tally.

    Source: the measurement model, section "Several respondents".
    """
    state = practice_state(practice, tally, thresholds)
    bare = PracticeScore(practice.key, state, tally.raters, tally.not_applicable, tally)
    return rated(bare, thresholds) if state is PracticeState.RATED else bare


def practice_state(practice: Practice, tally: Tally, thresholds: Thresholds) -> PracticeState:
    """Return whether the practice is not applicable, unknown or rated."""
    if does_not_apply(practice, tally, thresholds):
        return PracticeState.NOT_APPLICABLE
    return PracticeState.RATED if tally.raters else PracticeState.UNKNOWN


def does_not_apply(practice: Practice, tally: Tally, thresholds: Thresholds) -> bool:
    """Say whether the respondents together say that the practice does not apply.

    More than those who rated it, and at least half of all; an essential practice needs them all,
    so that nobody loses a gate by a shrug.
    """
    if tally.respondents == 0:
        return False
    if practice.essential:
        return tally.not_applicable == tally.respondents
    said_so = tally.not_applicable / tally.respondents
    return tally.not_applicable > tally.raters and at_least(said_so, thresholds.not_applicable_share)


def rated(bare: PracticeScore, thresholds: Thresholds) -> PracticeScore:
    """Return the score with its means over the raters, and from two raters on their agreement."""
    pairs = bare.tally.pairs
    values = [x for x, _, raters in pairs for _ in range(raters)]
    several = len(values) > 1
    return PracticeScore(
        bare.key, bare.state, bare.raters, bare.not_applicable, bare.tally,
        x=weighted_mean((raters, x) for x, _, raters in pairs),
        e=weighted_mean((raters, e) for _, e, raters in pairs),
        mix=Mix.mean((raters, Mix.of(x, e)) for x, e, raters in pairs),
        median=median(values) if several else None,
        minimum=values[0] if several else None,
        maximum=values[-1] if several else None,
        discuss=several and at_least(values[-1] - values[0], thresholds.discuss_range),
    )  # fmt: skip
