"""The profile: one row per dimension with its score, target, range and previous round."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from assessment.charts.figures import Figure, as_dict, quiet_axis
from assessment.charts.rows import row_label, row_lines, row_points, row_value, rows_layout


@dataclass(frozen=True)
class ProfileRow:
    """One dimension; all numbers 0..1.

    `practice` is None where there is too little to report: then only the range is drawn. `value` is
    what is printed at the end of the row, `strong` marks the limiting dimension.
    """

    label: str
    value: str
    low: float
    high: float
    practice: float | None = None
    target: float | None = None
    previous: float | None = None
    benchmark: float | None = None
    strong: bool = False
    hover: tuple[str, ...] = ()


def profile(rows: Sequence[ProfileRow], narrow: bool = False) -> Figure:
    """Return the profile as a plain dict {data, layout}; `narrow` puts labels above the rows."""
    return as_dict(
        [_tracks(rows), _ranges(rows), _moves(rows), *_benchmarks(rows), _rings(rows), _targets(rows), _dots(rows)],
        {
            **rows_layout([row.label for row in rows], narrow=narrow),
            "xaxis": quiet_axis(side="top", showgrid=True, gridcolor="var(--line)", tickangle=0),
            "annotations": [
                annotation
                for place, row in enumerate(rows)
                for annotation in (
                    row_label(place, row.label, strong=row.strong, narrow=narrow),
                    row_value(place, row.value),
                )
            ],
        },
    )


def _tracks(rows: Sequence[ProfileRow]) -> go.Scatter:
    line = {"width": 1, "color": "var(--line-strong)"}
    return row_lines(((place, 0, 1) for place in range(len(rows))), line)


def _ranges(rows: Sequence[ProfileRow]) -> go.Scatter:
    """The grey band from low to high, where the unknown leaves one."""
    line = {"width": 6, "color": "var(--line-strong)"}
    return row_lines(((place, row.low, row.high) for place, row in enumerate(rows) if row.high > row.low), line)


def _moves(rows: Sequence[ProfileRow]) -> go.Scatter:
    """A line from the previous round to now."""
    line = {"width": 1.5, "color": "var(--ink-2)"}
    return row_lines(
        (
            (place, row.previous, row.practice)
            for place, row in enumerate(rows)
            if row.previous is not None and row.practice is not None
        ),
        line,
    )


def _points(rows: Sequence[ProfileRow], values: Sequence[float | None], marker: dict[str, Any]) -> go.Scatter:
    """One mark per row that has a value."""
    return row_points([(row.label, *row.hover) for row in rows], values, marker)


def _benchmarks(rows: Sequence[ProfileRow]) -> list[go.Scatter]:
    """The marks of what others have, in a trace of their own where there are any."""
    values = [row.benchmark for row in rows]
    if not any(value is not None for value in values):
        return []
    mark = {"symbol": "triangle-up", "size": 11, "color": "var(--surface)"}
    return [_points(rows, values, {**mark, "line": {"width": 1.75, "color": "var(--accent)"}})]


def _rings(rows: Sequence[ProfileRow]) -> go.Scatter:
    ring = {"symbol": "circle", "size": 9, "color": "var(--surface)"}
    line = {"width": 1.5, "color": "var(--ink-2)"}
    return _points(rows, [row.previous for row in rows], {**ring, "line": line})


def _targets(rows: Sequence[ProfileRow]) -> go.Scatter:
    tick = {"symbol": "line-ns", "size": 15, "line": {"width": 2.5, "color": "var(--ink)"}}
    return _points(rows, [row.target for row in rows], tick)


def _dots(rows: Sequence[ProfileRow]) -> go.Scatter:
    dot = {"symbol": "circle", "size": 14, "color": "var(--ink)"}
    line = {"width": 1.5, "color": "var(--surface)"}
    return _points(rows, [row.practice for row in rows], {**dot, "line": line})
