"""What cohorts of organizations have, one row each: the mean, the middle half, and oneself beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from assessment.charts.figures import Figure, as_dict, quiet_axis
from assessment.charts.rows import row_label, row_lines, row_points, row_value, rows_layout


@dataclass(frozen=True)
class CohortRow:
    """One cohort; all numbers 0..1, quartiles None where there are none.

    `own` and `target` are those of the organization that looks, None where it has none. `value` is what is
    printed at the end of the row.
    """

    label: str
    value: str
    mean: float
    quartiles: tuple[float, float, float] | None = None
    own: float | None = None
    target: float | None = None
    hover: tuple[str, ...] = ()


def cohorts(rows: Sequence[CohortRow], narrow: bool = False, ticks: Sequence[str] = ()) -> Figure:
    """Return the figure as a plain dict {data, layout}, the first row on top; `narrow` puts labels above the rows.

    `ticks`: five words for 0, a quarter, half, three quarters and 1, where these are not points.
    """
    words = {"ticktext": list(ticks)} if ticks else {}
    return as_dict(
        [_tracks(rows), _halves(rows), _medians(rows), _targets(rows), _means(rows), _dots(rows)],
        {
            **rows_layout([row.label for row in rows], narrow=narrow),
            "xaxis": quiet_axis(side="top", showgrid=True, gridcolor="var(--line)", tickangle=0, **words),
            "annotations": [
                annotation
                for place, row in enumerate(rows)
                for annotation in (row_label(place, row.label, narrow=narrow), row_value(place, row.value))
            ],
        },
    )


def _tracks(rows: Sequence[CohortRow]) -> go.Scatter:
    return row_lines(((place, 0, 1) for place in range(len(rows))), {"width": 1, "color": "var(--line-strong)"})


def _halves(rows: Sequence[CohortRow]) -> go.Scatter:
    """From the lower to the upper quartile."""
    spans = ((place, row.quartiles[0], row.quartiles[2]) for place, row in enumerate(rows) if row.quartiles)
    return row_lines(spans, {"width": 14, "color": "var(--heat-3)"})


def _medians(rows: Sequence[CohortRow]) -> go.Scatter:
    tick = {"symbol": "line-ns", "size": 14, "line": {"width": 3, "color": "var(--surface)"}}
    return _points(rows, [row.quartiles[1] if row.quartiles else None for row in rows], tick)


def _means(rows: Sequence[CohortRow]) -> go.Scatter:
    line = {"width": 1.75, "color": "var(--accent)"}
    mark = {"symbol": "triangle-up", "size": 12, "color": "var(--surface)", "line": line}
    return _points(rows, [row.mean for row in rows], mark)


def _targets(rows: Sequence[CohortRow]) -> go.Scatter:
    tick = {"symbol": "line-ns", "size": 15, "line": {"width": 2.5, "color": "var(--ink)"}}
    return _points(rows, [row.target for row in rows], tick)


def _dots(rows: Sequence[CohortRow]) -> go.Scatter:
    line = {"width": 1.5, "color": "var(--surface)"}
    return _points(
        rows, [row.own for row in rows], {"symbol": "circle", "size": 14, "color": "var(--ink)", "line": line}
    )


def _points(rows: Sequence[CohortRow], values: Sequence[float | None], marker: dict[str, Any]) -> go.Scatter:
    return row_points([(row.label, *row.hover) for row in rows], values, marker)
