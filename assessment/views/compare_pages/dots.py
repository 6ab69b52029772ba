"""One strip of dots per dimension: every organization's score, the middle half and the median."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from assessment.charts.dots import DotWords, Highlight, Strip, dot_plot
from assessment.services.comparisons import Dimension, Row
from assessment.services.spreads import Spread, spread
from assessment.views.charts import Chart, drawn
from assessment.views.compare_pages.comparison import Comparison
from assessment.views.compare_pages.findings import spread_finding
from assessment.wording import points


def context(comparison: Comparison) -> dict[str, Any]:
    """Return what the template of the dots takes."""
    return {"dots_chart": dots_chart(comparison)}


def columns(comparison: Comparison) -> list[str]:
    """Return the headings of the file."""
    return [*_dots_columns(), *(highlight.name for highlight in _highlights(comparison))]


def rows(comparison: Comparison) -> Iterator[list[str]]:
    """Return the lines of the file: one per dimension."""
    highlights = _highlights(comparison)
    return (_dots_line(each, place, comparison, highlights) for place, each in enumerate(comparison.dimensions))


def _highlights(comparison: Comparison) -> list[Highlight]:
    return [
        Highlight(row.name, place, [row.dimensions.get(each.key) for each in comparison.dimensions])
        for place, row in comparison.highlighted
    ]


def dots_chart(comparison: Comparison) -> Chart | None:
    """One strip of dots per dimension; None where no dimension has a score."""
    if all(score is None for row in comparison.rows for score in row.dimensions.values()):
        return None
    strips = [_strip(dimension, comparison.rows) for dimension in comparison.dimensions]
    highlights = _highlights(comparison)
    words = DotWords(
        axis=_("Practice score"), median=_("median"), others=_("and %(number)d more"), count=_("n = %(number)d")
    )
    figure, narrow = drawn(partial(dot_plot, strips, highlights, words))
    spreads = [_spread(comparison.rows, each) for each in comparison.dimensions]
    return Chart(
        id="comparison-dots",
        finding=spread_finding(comparison.dimensions, spreads),
        shows=_("Score by dimension, one dot per organization; larger where several have the same score"),
        figure=figure,
        narrow=narrow,
        columns=columns(comparison),
        rows=list(rows(comparison)),
        csv_url=comparison.csv_url,
    )


def _spread(rows: Sequence[Row], dimension: Dimension) -> Spread:
    return spread(row.dimensions.get(dimension.key) for row in rows)


def _strip(dimension: Dimension, rows: Sequence[Row]) -> Strip:
    found = _spread(rows, dimension)
    scores = [(row.dimensions.get(dimension.key), row.name) for row in rows]
    known = [(score, name) for score, name in scores if score is not None]
    return Strip(dimension.title, known, found.lower, found.median, found.upper)


def _dots_columns() -> list[str]:
    return [_("Dimension"), _("n"), _("Lowest"), _("Lower quartile"), _("Median"), _("Upper quartile"), _("Highest")]


def _dots_line(dimension: Dimension, place: int, comparison: Comparison, highlights: Sequence[Highlight]) -> list[str]:
    found = _spread(comparison.rows, dimension)
    values = (found.lowest, found.lower, found.median, found.upper, found.highest)
    return [
        dimension.title,
        str(found.n),
        *(str(points(share)) for share in (*values, *(each.scores[place] for each in highlights))),
    ]
