"""A radar: the same scores as the profile, as an extra view; its area misleads, so it is never the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from assessment.charts.figures import LABEL_SIZE, TICKS, Figure, as_dict, lines_of, plain, text_of

MOST_SERIES, FEWEST_AXES = 4, 3
LETTERS, NARROW_LETTERS = 16, 11
HEIGHT, NARROW_HEIGHT = 460, 270
SIDE, NARROW_SIDE = 90, 66  # pixels for the labels

# Told apart by line and mark as well as by colour: now, the round before, the target, a benchmark.
LOOKS: tuple[dict[str, Any], ...] = (
    {"line": {"color": "var(--ink)", "width": 2.5}, "marker": {"symbol": "circle", "size": 8, "color": "var(--ink)"}},
    {
        "line": {"color": "var(--ink-2)", "width": 1.5, "dash": "dot"},
        "marker": {"symbol": "circle-open", "size": 8, "color": "var(--ink-2)"},
    },
    {
        "line": {"color": "var(--accent)", "width": 1.5, "dash": "dash"},
        "marker": {"symbol": "square", "size": 6, "color": "var(--accent)"},
    },
    {
        "line": {"color": "var(--series-b)", "width": 1.5, "dash": "dashdot"},
        "marker": {"symbol": "triangle-up-open", "size": 9, "color": "var(--series-b)"},
    },
)


@dataclass(frozen=True)
class RadarSeries:
    """One line around the radar: its name, its look (0..3) and a value of 0..1 per axis, None where there is none."""

    name: str
    look: int
    values: tuple[float | None, ...]


def radar(axes: Sequence[str], series: Sequence[RadarSeries], narrow: bool = False) -> Figure:
    """Return the radar as a plain dict {data, layout}.

    Raises ValueError for fewer than three axes or more than four series, which nobody could read.
    """
    if len(axes) < FEWEST_AXES or len(series) > MOST_SERIES:
        raise ValueError("A radar takes three axes or more and four series at most.")
    labels = [text_of(lines_of(axis, NARROW_LETTERS if narrow else LETTERS)) for axis in axes]
    side = NARROW_SIDE if narrow else SIDE
    return as_dict(
        [_line(axes, each) for each in series],
        {
            "height": NARROW_HEIGHT if narrow else HEIGHT,
            "margin": {"l": side, "r": side, "t": 40, "b": 40},
            "polar": {
                "radialaxis": {
                    "range": [0, 100],
                    "tickvals": [50, 100] if narrow else list(TICKS),
                    "tickfont": {"size": LABEL_SIZE - 1.5, "color": "var(--ink-2)"},
                    "gridcolor": "var(--line)",
                    "linecolor": "var(--line)",
                    "ticks": "",
                    "angle": 90,
                    "tickangle": 90,
                },
                "angularaxis": {
                    "direction": "clockwise",
                    "rotation": 90,
                    "tickvals": list(range(len(axes))),
                    "ticktext": labels,
                    "tickfont": {"size": LABEL_SIZE - (2 if narrow else 0), "color": "var(--ink)"},
                    "type": "category",
                    "gridcolor": "var(--line)",
                    "linecolor": "var(--line-strong)",
                    "ticks": "",
                },
            },
        },
    )


def _line(axes: Sequence[str], series: RadarSeries) -> go.Scatterpolar:
    """One series, closed where its first and last value are there."""
    points = [None if value is None else 100 * value for value in series.values]
    places = list(range(len(axes)))
    texts = [
        "" if point is None else f"{plain(axis)}<br>{plain(series.name)}: {round(point)}"
        for axis, point in zip(axes, points, strict=True)
    ]
    return go.Scatterpolar(
        mode="lines+markers",
        r=[*points, points[0]],
        theta=[*places, places[0]],
        text=[*texts, texts[0]],
        hoverinfo="text",
        cliponaxis=False,
        **LOOKS[series.look],
    )
