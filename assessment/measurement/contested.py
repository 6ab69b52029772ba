"""Whether the respondents agree on the result: what happens when one of them is left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import fsum

from .answers import UNKNOWN, Answer, Answers, Rating, Tally
from .comparison import above
from .dimensions import DimensionScore, dimension_scores
from .instrument import Instrument, Practice
from .overall import OverallScore, overall_score, practice_shares
from .practices import PracticeScore, practice_score
from .stages import Stage


@dataclass(frozen=True)
class LeavingOut:
    """Scores practices with one answer taken out of their tallies.

    Two respondents who answered a practice alike leave the same score behind, so that each distinct
    answer is subtracted once and the rest is looking up: O(respondents x practices).
    """

    instrument: Instrument
    tallies: Mapping[str, Tally]
    known: dict[tuple[str, Answer], PracticeScore]

    def stage(self, answers: Answers, respondents: int) -> Stage | None:
        """Return the stage without the response `answers` of the `respondents`, None when there is none."""
        practices = {
            practice.key: self.practice(practice, answers.get(practice.key, UNKNOWN))
            for practice in self.instrument.practices
        }
        dimensions = dimension_scores(self.instrument, practices)
        return overall_score(self.instrument, practices, dimensions, respondents - 1).stage

    def practice(self, practice: Practice, answer: Answer) -> PracticeScore:
        """Return the score of the practice without one `answer` that somebody gave."""
        score = self.known.get((practice.key, answer))
        if score is None:
            remaining = self.tallies[practice.key] - Tally.of([answer])
            score = practice_score(practice, remaining, self.instrument.thresholds)
            self.known[practice.key, answer] = score
        return score


def contest(
    instrument: Instrument,
    responses: Sequence[Answers],
    tallies: Mapping[str, Tally],
    overall: OverallScore,
    discussed: float,
) -> OverallScore:
    """Return a reportable overall result with `contested` and its stage range settled.

    `tallies` are those of `responses`; `discussed` is the share of the result, 0..1, on whose
    practices the raters disagree (`discussed_share`). Leaving out somebody that leaves no stage
    counts as agreement. Source: the measurement model, section "Contested".
    """
    if overall.stage is None:
        return overall
    raters = [answers for answers in responses if has_rated(answers)]
    if len(raters) < 2:
        return replace(overall, contested=False, stage_lowest=overall.stage, stage_highest=overall.stage)
    leaving_out = LeavingOut(instrument, tallies, known={})
    left = (leaving_out.stage(answers, len(responses)) for answers in raters)
    stages = {overall.stage, *(stage for stage in left if stage is not None)}
    disputed = above(discussed, instrument.thresholds.contested_share)
    return replace(overall, contested=disputed or len(stages) > 1, stage_lowest=min(stages), stage_highest=max(stages))


def has_rated(answers: Answers) -> bool:
    """Say whether the respondent rated a practice of any dimension, overlays too."""
    return any(isinstance(answer, Rating) for answer in answers.values())


def discussed_share(
    instrument: Instrument,
    practices: Mapping[str, PracticeScore],
    dimensions: Mapping[str, DimensionScore],
) -> float:
    """Return the share of the overall result, 0..1, that rests on practices to discuss."""
    shares = practice_shares(instrument.core, practices, dimensions)
    return fsum(share for key, share in shares.items() if practices[key].discuss)
