"""How what was seen compares with what people say of themselves; no part of any score."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from assessment.measurement.practices import PracticeState
from assessment.services.result_views import DimensionView, PracticeView, ResultView
from assessment.services.reviews import Review


@dataclass(frozen=True)
class ReviewSummary:
    """How many of the practices that apply are verified; of the `compared`, those rated by people too.

    `difference` is the mean of self-rating - verified rating over these, -1..1, None where there are none.
    """

    verified: int
    practices: int
    compared: int
    difference: float | None


def summary_of(view: ResultView, review: Review) -> ReviewSummary:
    """Return how the verified ratings of a result compare with its self-ratings."""
    practices = [practice for dimension in view.dimensions for practice in dimension.practices]
    verified = [practice for practice in practices if practice.key in review.ratings]
    apply = [each for each in practices if each.state is not PracticeState.NOT_APPLICABLE or each in verified]
    differences = [each.x - review.ratings[each.key].x for each in verified if each.x is not None]
    mean = fsum(differences) / len(differences) if differences else None
    return ReviewSummary(len(verified), len(apply), len(differences), mean)


def verified_mean(dimension: DimensionView, review: Review) -> float | None:
    """Return the mean of the verified ratings of a dimension, 0..1, by the weights of its practices.

    None unless every practice of it that people rated is verified, since else it would not be about the same.
    """
    rated = _rated(dimension)
    if not rated or any(practice.key not in review.ratings for practice in rated):
        return None
    weights = fsum(practice.practice.weight for practice in rated)
    return fsum(practice.practice.weight * review.ratings[practice.key].x for practice in rated) / weights


def _rated(dimension: DimensionView) -> Sequence[PracticeView]:
    return [practice for practice in dimension.practices if practice.state is PracticeState.RATED]
