"""Shares as plain bars, one row each: how many of a cohort have something."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessment.charts.figures import Figure, as_dict, quiet_axis
from assessment.charts.rows import row_label, row_lines, row_points, row_value, rows_layout

TICKS = ("0", "25 %", "50 %", "75 %", "100 %")


@dataclass(frozen=True)
class ShareRow:
    """One bar: a share of 0..1, what is printed at the end of the row, and the lines shown on hover."""

    label: str
    value: str
    share: float
    hover: tuple[str, ...] = ()


def share_bars(rows: Sequence[ShareRow], narrow: bool = False) -> Figure:
    """Return the figure as a plain dict {data, layout}, the first row on top; `narrow` puts labels above the rows."""
    bars = row_lines(((place, 0, row.share) for place, row in enumerate(rows)), {"width": 14, "color": "var(--heat-4)"})
    ends = {"symbol": "square", "size": 14, "color": "var(--heat-4)", "opacity": 0}
    return as_dict(
        [bars, row_points([(row.label, *row.hover) for row in rows], [row.share for row in rows], ends)],
        {
            **rows_layout([row.label for row in rows], narrow=narrow),
            "xaxis": quiet_axis(side="top", showgrid=True, gridcolor="var(--line)", tickangle=0, ticktext=list(TICKS)),
            "annotations": [
                annotation
                for place, row in enumerate(rows)
                for annotation in (row_label(place, row.label, narrow=narrow), row_value(place, row.value))
            ],
        },
    )
