"""The profile: one row per dimension with its score, target, range and previous round."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from assessment.charts.figures import (
    BOLD,
    LABEL_SIZE,
    LETTER_WIDTH,
    REGULAR,
    Figure,
    as_dict,
    lines_of,
    plain,
    quiet_axis,
    text_of,
)

ROW_HEIGHT, NARROW_ROW_HEIGHT = 44, 54
LETTERS = 24  # in a line of a row's label
TOP, BOTTOM, VALUE_WIDTH = 28, 8, 40
ABOVE_ROW = 17  # pixels from a row up to its label


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
    strong: bool = False
    hover: tuple[str, ...] = ()


def profile(rows: Sequence[ProfileRow], narrow: bool = False) -> Figure:
    """Return the profile as a plain dict {data, layout}; `narrow` puts labels above the rows."""
    return as_dict(
        [_tracks(rows), _ranges(rows), _moves(rows), _rings(rows), _targets(rows), _dots(rows)],
        {
            "height": TOP + BOTTOM + len(rows) * (NARROW_ROW_HEIGHT if narrow else ROW_HEIGHT),
            "margin": {"l": 10 if narrow else _label_width(rows), "r": VALUE_WIDTH, "t": TOP, "b": BOTTOM, "pad": 0},
            "xaxis": quiet_axis(side="top", showgrid=True, gridcolor="var(--line)", tickangle=0),
            "yaxis": {
                "range": [len(rows) - 0.5, -0.72 if narrow else -0.5],
                "visible": False,
                "fixedrange": True,
            },
            "annotations": [
                annotation
                for place, row in enumerate(rows)
                for annotation in (_label(place, row, narrow=narrow), _value(place, row))
            ],
        },
    )  # fmt: skip


def _label_width(rows: Sequence[ProfileRow]) -> int:
    """The room that the labels beside the rows need, in pixels."""
    longest = max((len(line) for row in rows for line in lines_of(row.label, LETTERS)), default=0)
    return round(longest * LETTER_WIDTH * 1.06) + 18


def _label(place: int, row: ProfileRow, *, narrow: bool) -> dict[str, Any]:
    text = plain(row.label) if narrow else text_of(lines_of(row.label, LETTERS))
    where = (
        {"xref": "x", "xanchor": "left", "xshift": -8, "yshift": ABOVE_ROW, "align": "left"}
        if narrow
        else {"xref": "paper", "xanchor": "right", "xshift": -14, "align": "right"}
    )
    return {**_text(place, text, BOLD if row.strong else REGULAR), "x": 0, **where}


def _value(place: int, row: ProfileRow) -> dict[str, Any]:
    return {
        **_text(place, plain(row.value), BOLD),
        "x": 1,
        "xref": "paper",
        "xanchor": "right",
        "xshift": VALUE_WIDTH - 2,
    }


def _text(place: int, text: str, weight: int) -> dict[str, Any]:
    font = {"size": LABEL_SIZE + 0.5, "color": "var(--ink)", "weight": weight}
    return {"text": text, "y": place, "yanchor": "middle", "showarrow": False, "font": font}


def _lines(pairs: Iterable[tuple[int, float, float]], line: dict[str, Any]) -> go.Scatter:
    """One line per row from one share of 0..1 to another, in one trace with gaps."""
    across: list[float | None] = []
    up: list[int | None] = []
    for place, start, end in pairs:
        across += [100 * start, 100 * end, None]
        up += [place, place, None]
    return go.Scatter(mode="lines", x=across, y=up, line=line, hoverinfo="skip", cliponaxis=False)


def _tracks(rows: Sequence[ProfileRow]) -> go.Scatter:
    line = {"width": 1, "color": "var(--line-strong)"}
    return _lines(((place, 0, 1) for place in range(len(rows))), line)


def _ranges(rows: Sequence[ProfileRow]) -> go.Scatter:
    """The grey band from low to high, where the unknown leaves one."""
    line = {"width": 6, "color": "var(--line-strong)"}
    return _lines(((place, row.low, row.high) for place, row in enumerate(rows) if row.high > row.low), line)


def _moves(rows: Sequence[ProfileRow]) -> go.Scatter:
    """A line from the previous round to now."""
    line = {"width": 1.5, "color": "var(--ink-2)"}
    return _lines(
        (
            (place, row.previous, row.practice)
            for place, row in enumerate(rows)
            if row.previous is not None and row.practice is not None
        ),
        line,
    )


def _points(
    rows: Sequence[ProfileRow], values: Sequence[float | None], marker: dict[str, Any], **own: object
) -> go.Scatter:
    """One mark per row that has a value."""
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    texts = ["<br>".join(plain(line) for line in (rows[place].label, *rows[place].hover)) for place, _ in known]
    return go.Scatter(
        mode="markers",
        x=[100 * value for _, value in known],
        y=[place for place, _ in known],
        text=texts,
        hoverinfo="text",
        cliponaxis=False,
        marker=marker,
        **own,
    )  # fmt: skip


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
