"""What reviewers saw and say, beside what people say of themselves: the page of the review, and its mark elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.charts.rounding import whole_points
from assessment.services.result_views import DimensionView, PracticeView, ResultView
from assessment.services.review_choices import chosen, practice_choices, recognition_choices
from assessment.services.review_summaries import ReviewSummary, summary_of, verified_mean
from assessment.services.reviews import Review, Said, Verified
from assessment.views.result_pages.practice_rows import STATES
from assessment.views.result_pages.verified import compared
from assessment.wording import points


@dataclass(frozen=True)
class VerifiedRow:
    """One practice as people rate it (0..1, None unless rated), and as it was verified (None where it was not).

    `compared` says which is higher; `practice` and `recognition` are the options that the verified points stand for.
    """

    key: str
    name: str
    state: str
    done: float | None
    agreed: float | None
    people: int
    verified: Verified | None
    compared: str
    practice: str
    recognition: str


@dataclass(frozen=True)
class DimensionReview:
    """One dimension with its comment and its practices; `mean` says how all of it compares, "" where it can't."""

    key: str
    title: str
    overlay: bool
    comment: Said | None
    mean: str
    rows: tuple[VerifiedRow, ...]

    @property
    def verified(self) -> int:
        return sum(row.verified is not None for row in self.rows)


@dataclass(frozen=True)
class ReviewPage:
    """The whole review: what it comes to, and each dimension."""

    view: ResultView
    count: str
    difference: str
    dimensions: tuple[DimensionReview, ...]


def review_page(view: ResultView, review: Review) -> ReviewPage:
    """Return everything that the page of the review shows, prepared for its templates."""
    summary = summary_of(view, review)
    return ReviewPage(view, _count(summary), difference_sentence(summary), tuple(dimension_reviews(view, review)))


def dimension_reviews(view: ResultView, review: Review) -> Iterator[DimensionReview]:
    """Yield what was said of each dimension, those without a word included, in the order of the questionnaire."""
    for dimension in view.dimensions:
        yield DimensionReview(
            key=dimension.section.key,
            title=dimension.section.title,
            overlay=dimension.section.overlay,
            comment=review.comments.get(dimension.section.key),
            mean=_mean(dimension, review),
            rows=tuple(verified_row(practice, review) for practice in dimension.practices),
        )


def verified_row(practice: PracticeView, review: Review) -> VerifiedRow:
    """Return a practice as people rate it and as it was verified."""
    verified = review.ratings.get(practice.key)
    absent = verified is not None and verified.x == 0
    recognition = recognition_choices(practice.practice, absent=absent)
    done = chosen(practice_choices(practice.practice), verified.x) if verified else None
    agreed = chosen(recognition, verified.e) if verified else None
    return VerifiedRow(
        key=practice.key,
        name=practice.practice.name,
        state=str(STATES[practice.state]),
        done=practice.x,
        agreed=practice.e,
        people=practice.raters,
        verified=verified,
        compared=compared(practice, verified) if verified else "",
        practice=done.text if done else "",
        recognition=agreed.text if agreed else "",
    )


# --- In words ------------------------------------------------------------------------------------


def _count(summary: ReviewSummary) -> str:
    said = {"count": summary.verified, "all": summary.practices}
    return (
        ngettext(
            "%(count)d of %(all)d practices is verified", "%(count)d of %(all)d practices are verified", said["count"]
        )
        % said
    )


def difference_sentence(summary: ReviewSummary) -> str:
    """Return by how much people rate themselves higher or lower than what was seen; empty with nothing to compare."""
    if summary.difference is None:
        return ""
    apart = whole_points(abs(summary.difference))
    over = ngettext("on the one practice that both rated", "on average over %(count)d practices", summary.compared)
    said = {"over": over % {"count": summary.compared}, "points": apart}
    if not apart:
        return _("People rate themselves as what was seen, %(over)s.") % said
    if summary.difference > 0:
        words = ngettext(
            "People rate themselves one point higher than what was seen, %(over)s.",
            "People rate themselves %(points)d points higher than what was seen, %(over)s.",
            apart,
        )
    else:
        words = ngettext(
            "People rate themselves one point lower than what was seen, %(over)s.",
            "People rate themselves %(points)d points lower than what was seen, %(over)s.",
            apart,
        )
    return words % said


def _mean(dimension: DimensionView, review: Review) -> str:
    mean = verified_mean(dimension, review)
    if mean is None:
        return ""
    said = {"mean": points(mean), "score": points(dimension.score)}
    return _("All that people rated is verified: %(mean)s on average, where the score is %(score)s.") % said
