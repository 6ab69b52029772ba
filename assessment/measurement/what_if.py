"""What if: the scores with some practices done better than today."""

from collections.abc import Mapping
from dataclasses import dataclass

from .answers import Tally, check_known, check_points, ordered
from .instrument import Instrument
from .practices import PracticeState, practice_state
from .scores import Scores, complete, score_tallies

NOT_APPLICABLE = PracticeState.NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class Tried:
    """What a practice is tried with: `x` and `e`, each 0..1; else AnswerError."""

    x: float
    e: float

    def __post_init__(self) -> None:
        check_points(self.x, self.e)


def what_if(
    instrument: Instrument,
    tallies: Mapping[str, Tally],
    respondents: int,
    targets: Mapping[str, float],
    tried: Mapping[str, Tried],
) -> Scores:
    """Return the scores with every answer to the practices in `tried` lifted to at least what is tried.

    The other arguments are those of `score_tallies`; with nothing tried its scores are returned, so
    that looking changes nothing. A practice that does not apply stays so. Raises AnswerError for a
    practice the instrument does not have. Source: docs/measurement.md, "What-if".
    """
    check_known(instrument, tried)
    higher = complete(instrument, tallies, respondents)
    for practice in instrument.practices:
        applies = practice_state(practice, higher[practice.key], instrument.thresholds) is not NOT_APPLICABLE
        if practice.key in tried and applies:
            higher[practice.key] = lifted(higher[practice.key], tried[practice.key])
    return score_tallies(instrument, higher, respondents, targets)


def lifted(tally: Tally, tried: Tried) -> Tally:
    """Return the tally with every rater at least where it is tried; where nobody rated, one of those who don't know."""
    if not tally.raters:
        return Tally(((tried.x, tried.e, 1),), tally.not_applicable, tally.respondents)
    higher: dict[tuple[float, float], int] = {}
    for x, e, raters in tally.pairs:
        rating = max(x, tried.x), max(e, tried.e)
        higher[rating] = higher.get(rating, 0) + raters
    return Tally(ordered(higher), tally.not_applicable, tally.respondents)
