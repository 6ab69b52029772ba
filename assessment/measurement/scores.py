"""All scores of one assessment, from its responses or from its stored tallies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from .answers import AnswerError, Answers, Tally, check_known, tally
from .contested import contest, discussed_share
from .dimensions import DimensionScore, dimension_scores
from .instrument import Instrument
from .overall import OverallScore, overall_score
from .practices import PracticeScore, practice_scores
from .roadmap import Roadmap, overall_roadmap, overlay_roadmaps
from .targets import check_targets

# Stored with every result. Raised by any change of this package after which the same answers, version
# and targets could give another number, stage, action or order; a fix of a text or of speed leaves it.
SCALE_VERSION = "1"


@dataclass(frozen=True)
class Scores:
    """Practices and dimensions by key in the instrument's order, the whole, and the advice.

    `roadmap` is None, and `overlay_roadmaps` empty, unless the overall result is reportable.
    """

    practices: Mapping[str, PracticeScore]
    dimensions: Mapping[str, DimensionScore]
    overall: OverallScore
    roadmap: Roadmap | None = None
    overlay_roadmaps: Mapping[str, Roadmap] = field(default_factory=dict)


def score(instrument: Instrument, responses: Sequence[Answers], targets: Mapping[str, float]) -> Scores:
    """Return all scores of the submitted `responses`, blank ones included; there may be none.

    `targets` holds a target of 0..1 for every dimension, overlays too. Raises AnswerError for an
    answer to a practice that the instrument does not have, TargetError for a missing or impossible
    target. Source: docs/measurement.md, all of it.
    """
    tallies = tally(instrument, responses)
    scores = score_tallies(instrument, tallies, len(responses), targets)
    discussed = discussed_share(instrument, scores.practices, scores.dimensions)
    return replace(scores, overall=contest(instrument, responses, tallies, scores.overall, discussed))


def score_tallies(
    instrument: Instrument, tallies: Mapping[str, Tally], respondents: int, targets: Mapping[str, float]
) -> Scores:
    """Return all scores but `contested` and the stage range, which need the single responses.

    `tallies` by practice key, each over the same number of `respondents`; a practice without one is
    unknown to all. Raises AnswerError for a foreign key or another number of respondents,
    TargetError as `score` does.
    """
    check_targets(instrument, targets)
    practices = practice_scores(instrument, complete(instrument, tallies, respondents))
    dimensions = dimension_scores(instrument, practices)
    overall = overall_score(instrument, practices, dimensions, respondents)
    if not overall.reportable:
        return Scores(practices, dimensions, overall)
    return Scores(
        practices,
        dimensions,
        overall,
        overall_roadmap(instrument, practices, dimensions, overall.held_back_by, targets),
        overlay_roadmaps(instrument, practices, dimensions, targets),
    )


def complete(instrument: Instrument, tallies: Mapping[str, Tally], respondents: int) -> dict[str, Tally]:
    """Return a tally for every practice of the instrument, checked against `respondents`."""
    check_known(instrument, tallies)
    for key, given in tallies.items():
        if given.respondents != respondents:
            raise AnswerError(f"practice {key}: {given.respondents} respondents instead of {respondents}")
    blank = Tally(respondents=respondents)
    return {practice.key: tallies.get(practice.key, blank) for practice in instrument.practices}
