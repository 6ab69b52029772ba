"""Small instruments and responses for tests of the scale, written as tersely as they can be read."""

from collections.abc import Sequence

from assessment.measurement.answers import NOT_APPLICABLE, UNKNOWN, Answer, Answers, Rating, Tally
from assessment.measurement.instrument import Dimension, Instrument, Practice, Thresholds
from assessment.measurement.scores import Scores, score

DEFAULTS = Thresholds()


def rating(text: str) -> Answer:
    """Return an answer from "x e" (such as "0.5 1"), "na" or "?"."""
    if text in ("na", "?"):
        return NOT_APPLICABLE if text == "na" else UNKNOWN
    x, e = text.split()
    return Rating(float(x), float(e))


def response(**answers: str) -> Answers:
    """Return one response from practice=answer, each as `rating` reads it."""
    return {key: rating(text) for key, text in answers.items()}


def tally_of(*answers: str) -> Tally:
    """Return the tally of one practice, one answer per respondent."""
    return Tally.of(rating(text) for text in answers)


def dimension(
    key: str,
    *practices: str | Practice,
    weight: float = 1.0,
    overlay: bool = False,
    essential: Sequence[str] = (),
) -> Dimension:
    """Return a dimension of practices, given as such or by key."""
    made = (
        Practice(practice, essential=practice in essential) if isinstance(practice, str) else practice
        for practice in practices
    )
    return Dimension(key, weight, overlay, tuple(made))


def instrument(*dimensions: Dimension, thresholds: Thresholds = DEFAULTS) -> Instrument:
    """Return an instrument of these dimensions."""
    return Instrument(dimensions, thresholds)


def scored(made: Instrument, *responses: Answers, target: float = 0.5) -> Scores:
    """Return all scores, with the same target everywhere."""
    return score(made, responses, {dimension.key: target for dimension in made.dimensions})
