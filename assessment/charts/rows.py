"""Charts of rows: one label and one value for each, beside the row or, on small screens, above it."""

from collections.abc import Iterable, Sequence
from typing import Any

import plotly.graph_objects as go

from assessment.charts.figures import BOLD, LABEL_SIZE, LETTER_WIDTH, REGULAR, lines_of, plain, text_of

ROW_HEIGHT, NARROW_ROW_HEIGHT = 44, 54
LETTERS = 24  # in a line of a row's label
TOP, BOTTOM, VALUE_WIDTH = 28, 8, 40
ABOVE_ROW = 17  # pixels from a row up to its label


def rows_layout(labels: Sequence[str], *, narrow: bool) -> dict[str, Any]:
    """Return height, margins and the y axis of a figure with one row per label, the first on top."""
    return {
        "height": TOP + BOTTOM + len(labels) * (NARROW_ROW_HEIGHT if narrow else ROW_HEIGHT),
        "margin": {"l": 10 if narrow else _label_width(labels), "r": VALUE_WIDTH, "t": TOP, "b": BOTTOM, "pad": 0},
        "yaxis": {"range": [len(labels) - 0.5, -0.72 if narrow else -0.5], "visible": False, "fixedrange": True},
    }


def _label_width(labels: Sequence[str]) -> int:
    """The room that the labels beside the rows need, in pixels."""
    longest = max((len(line) for label in labels for line in lines_of(label, LETTERS)), default=0)
    return round(longest * LETTER_WIDTH * 1.06) + 18


def row_lines(pairs: Iterable[tuple[int, float, float]], line: dict[str, Any]) -> go.Scatter:
    """Return one line per row (its place, from one share of 0..1 to another), in one trace with gaps."""
    across: list[float | None] = []
    up: list[int | None] = []
    for place, start, end in pairs:
        across += [100 * start, 100 * end, None]
        up += [place, place, None]
    return go.Scatter(mode="lines", x=across, y=up, line=line, hoverinfo="skip", cliponaxis=False)


def row_points(said: Sequence[Sequence[str]], values: Sequence[float | None], marker: dict[str, Any]) -> go.Scatter:
    """Return one mark per row that has a value of 0..1; `said` are the lines shown on hover, row by row."""
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    return go.Scatter(
        mode="markers",
        x=[100 * value for _, value in known],
        y=[place for place, _ in known],
        text=["<br>".join(map(plain, said[place])) for place, _ in known],
        hoverinfo="text",
        cliponaxis=False,
        marker=marker,
    )


def row_label(place: int, label: str, *, strong: bool = False, narrow: bool, left: float = 0) -> dict[str, Any]:
    """Return the label of a row; `left` is where the x axis begins, for a label above its row."""
    text = plain(label) if narrow else text_of(lines_of(label, LETTERS))
    where = (
        {"x": left, "xref": "x", "xanchor": "left", "xshift": -8, "yshift": ABOVE_ROW, "align": "left"}
        if narrow
        else {"x": 0, "xref": "paper", "xanchor": "right", "xshift": -14, "align": "right"}
    )
    return {**_text(place, text, BOLD if strong else REGULAR), **where}


def row_value(place: int, value: str) -> dict[str, Any]:
    """Return the value at the end of a row."""
    where = {"x": 1, "xref": "paper", "xanchor": "right", "xshift": VALUE_WIDTH - 2}
    return {**_text(place, plain(value), BOLD), **where}


def _text(place: int, text: str, weight: int) -> dict[str, Any]:
    font = {"size": LABEL_SIZE + 0.5, "color": "var(--ink)", "weight": weight}
    return {"text": text, "y": place, "yanchor": "middle", "showarrow": False, "font": font}
