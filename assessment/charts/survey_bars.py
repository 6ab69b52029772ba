"""The answers of a public survey as stacked bars, in colours of their own; below each bar its mean, and that here."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

import plotly.graph_objects as go

from assessment.charts.figures import Figure, as_dict, plain, quiet_axis
from assessment.charts.rows import row_label, row_value, rows_layout
from assessment.charts.share_bars import TICKS

THICKNESS, NARROW_THICKNESS = 0.36, 0.28
LETTERS = 36  # in a label on a small screen
# From the middle of a row down to its means, as a share of a row.
BELOW, NARROW_BELOW = 0.31, 0.25


@dataclass(frozen=True)
class SurveyBar:
    """One practice: the shares (sum 1) of the survey's levels, lowest first, its mean 0..1, and one here or None.

    `hover` are the words of the two means.
    """

    label: str
    value: str
    shares: Sequence[float]
    mean: float
    here: float | None
    hover: tuple[str, str] = ("", "")


def survey_bars(rows: Sequence[SurveyBar], words: Sequence[str], narrow: bool = False) -> Figure:
    """Return the figure as a plain dict {data, layout}, the first row on top; `words` name the levels."""
    below = NARROW_BELOW if narrow else BELOW
    line = {"width": 1.75, "color": "var(--ink)"}
    survey = _means(rows, [row.mean for row in rows], 0, below, {"symbol": "circle", "size": 9, "color": "var(--ink)"})
    mark = {"symbol": "triangle-up", "size": 11, "color": "var(--surface)", "line": line}
    here = _means(rows, [row.here for row in rows], 1, below, mark)
    return as_dict(
        [*(_level(rows, place, word, narrow=narrow) for place, word in enumerate(words)), survey, here],
        {
            **rows_layout([row.label for row in rows], narrow=narrow),
            "barmode": "stack",
            "xaxis": quiet_axis(side="top", showgrid=True, gridcolor="var(--line)", tickangle=0, ticktext=list(TICKS)),
            "annotations": [
                annotation
                for place, row in enumerate(rows)
                for annotation in (
                    row_label(place, _label(row, narrow=narrow), narrow=narrow),
                    row_value(place, row.value),
                )
            ],
        },
    )


def _label(row: SurveyBar, *, narrow: bool) -> str:
    """What a row is called; on a small screen cut to the one line there is, in full on hover."""
    return shorten(row.label, LETTERS, placeholder="…") if narrow else row.label


def _means(
    rows: Sequence[SurveyBar], means: Sequence[float | None], said: int, below: float, marker: dict[str, Any]
) -> go.Scatter:
    """One mark below the bar of each row that has this mean."""
    known = [(place, mean) for place, mean in enumerate(means) if mean is not None]
    return go.Scatter(
        mode="markers",
        x=[100 * mean for _place, mean in known],
        y=[place + below for place, _mean in known],
        text=[f"{plain(rows[place].label)}<br>{plain(rows[place].hover[said])}" for place, _mean in known],
        hoverinfo="text",
        cliponaxis=False,
        marker=marker,
    )


def _level(rows: Sequence[SurveyBar], level: int, word: str, *, narrow: bool) -> go.Bar:
    """One level of all rows."""
    shares = [row.shares[level] for row in rows]
    return go.Bar(
        orientation="h",
        x=[100 * share for share in shares],
        y=list(range(len(rows))),
        width=NARROW_THICKNESS if narrow else THICKNESS,
        text=[f"{plain(row.label)}<br>{plain(word)}: {round(100 * row.shares[level])} %" for row in rows],
        textposition="none",
        hoverinfo="text",
        marker={"color": f"var(--survey-{level + 1})", "line": {"width": 1, "color": "var(--surface)"}},
    )
