"""What reviewers said, as a table of a spreadsheet: verified ratings and comments, dimension by dimension."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessment.charts.rounding import whole_points
from assessment.reports.csv_files import Cell
from assessment.reports.workbooks import SIGNED, WHOLE, Column, Sheet
from assessment.services.result_views import DimensionView, PracticeView, ResultView
from assessment.services.reviews import Review, Said, Verified

# Points are kept as precisely as they are compared, so that a spreadsheet rounds them as a page does.
PRECISION = 6


def in_points(share: float | None) -> float | None:
    """Return a share of 0..1 as points of 0..100, unrounded, so that they are shown as on the page."""
    return None if share is None else round(100 * share, PRECISION)


def review_sheet(view: ResultView, review: Review) -> Sheet:
    """Return what was said of each dimension and of each verified practice, in the order of the questionnaire."""
    columns = [
        Column(_("Key"), 24),
        Column(_("Dimension"), 30),
        Column(_("Practice"), 44),
        Column(_("Done"), 9, WHOLE),
        Column(_("Verified"), 10, WHOLE),
        Column(_("Verified against done"), 10, SIGNED),
        Column(_("Agreed"), 9, WHOLE),
        Column(_("Agreed, verified"), 10, WHOLE),
        Column(_("Comment, or what was seen"), 70),
        Column(_("By"), 24),
        Column(_("On"), 18),
        Column(_("Older than the answers"), 12),
    ]
    return Sheet(_("Review"), columns, list(_rows(view, review)), frozen=3)


def _rows(view: ResultView, review: Review) -> Iterator[tuple[Cell, ...]]:
    for dimension in view.dimensions:
        comment = review.comments.get(dimension.section.key)
        if comment:
            yield (dimension.section.key, dimension.section.title, *(None,) * 6, comment.text, *_by(comment), None)
        for practice in dimension.practices:
            verified = review.ratings.get(practice.key)
            if verified:
                yield _rating(dimension, practice, verified)


def _rating(dimension: DimensionView, practice: PracticeView, verified: Verified) -> tuple[Cell, ...]:
    apart = None if practice.x is None else whole_points(verified.x) - whole_points(practice.x)
    return (
        practice.key,
        dimension.section.title,
        practice.practice.name,
        in_points(practice.x),
        in_points(verified.x),
        apart,
        in_points(practice.e),
        in_points(verified.e),
        verified.note or None,
        *_by(verified),
        _("yes") if verified.is_older else _("no"),
    )


def _by(said: Said | Verified) -> tuple[Cell, Cell]:
    return said.by or None, date_format(timezone.localtime(said.made_at))
