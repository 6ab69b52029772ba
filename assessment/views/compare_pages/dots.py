"""One strip of dots per dimension: every organization's score, the middle half and the median."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from assessment.charts.dots import DotWords, Highlight, Strip, dot_plot
from assessment.reports.csv_files import Cell
from assessment.services.comparisons import Dimension
from assessment.services.spreads import Spread
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


def rows(comparison: Comparison) -> Iterator[list[Cell]]:
    """Return the lines of the file: one per dimension."""
    lines = zip(comparison.dimensions, _spreads(comparison), strict=True)
    own = [highlight.scores for highlight in _highlights(comparison)]
    for place, (dimension, found) in enumerate(lines):
        yield _dots_line(dimension, found, [scores[place] for scores in own])


def _highlights(comparison: Comparison) -> list[Highlight]:
    return [
        Highlight(row.name, place, [row.dimensions.get(each.key) for each in comparison.dimensions])
        for place, row in comparison.highlighted
    ]


def dots_chart(comparison: Comparison) -> Chart | None:
    """One strip of dots per dimension; None where no dimension has a score."""
    strips = _strips(comparison)
    if not any(strip.number for strip in strips):
        return None
    figure, narrow = drawn(partial(dot_plot, strips, _highlights(comparison), _words()))
    return Chart(
        id="comparison-dots",
        finding=spread_finding(comparison.dimensions, _spreads(comparison)),
        shows=_shows(crowded=any(strip.crowds for strip in strips)),
        figure=figure,
        narrow=narrow,
        columns=columns(comparison),
        rows=list(rows(comparison)),
        csv_url=comparison.csv_url,
    )


def _shows(*, crowded: bool) -> str:
    if crowded:
        return _("Score by dimension; a dot stands for all with the same score, larger where they are more")
    return _("Score by dimension, one dot per organization; larger where several have the same score")


def _words() -> DotWords:
    return DotWords(
        axis=_("Practice score"),
        median=_("median"),
        others=_("and %(number)d more"),
        count=_("n = %(number)d"),
        crowd=_("%(number)d organizations"),
    )


def _spreads(comparison: Comparison) -> list[Spread]:
    found = comparison.spreads
    return [found.get(each.key, Spread()) for each in comparison.dimensions]


def _strips(comparison: Comparison) -> list[Strip]:
    scores = comparison.chosen.scores()
    return [
        _strip(dimension, found, scores.get(dimension.key, ()))
        for dimension, found in zip(comparison.dimensions, _spreads(comparison), strict=True)
    ]


def _strip(dimension: Dimension, found: Spread, scores: Sequence[tuple[float, str, int]]) -> Strip:
    named = [(score, name) for score, name, _number in scores if name]
    crowds = [(score, number) for score, name, number in scores if not name]
    return Strip(dimension.title, named, found.lower, found.median, found.upper, crowds)


def _dots_columns() -> list[str]:
    return [_("Dimension"), _("n"), _("Lowest"), _("Lower quartile"), _("Median"), _("Upper quartile"), _("Highest")]


def _dots_line(dimension: Dimension, found: Spread, own: Sequence[float | None]) -> list[Cell]:
    values = (found.lowest, found.lower, found.median, found.upper, found.highest)
    return [dimension.title, found.n, *(points(share) for share in (*values, *own))]
