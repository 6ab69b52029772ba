"""A share of many organizations over time: by quarter the median and the middle half, and the highlighted as lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from assessment.charts.figures import Figure, as_dict, plain, quiet_axis
from assessment.charts.rounding import whole_points
from assessment.charts.series import label_room, labels, look, marker

HEIGHT, NARROW_HEIGHT = 300, 260
NAMED, NARROW_NAMED = 8, 3  # so many quarters are named; of more every second, third and so on
AXIS = 100.0
BAR = 14  # across, in pixels, of the middle half


@dataclass(frozen=True)
class Mark:
    """One quarter, counted from the first: its median 0..1 or None, and from 5 values on its quartiles."""

    place: int
    median: float | None
    lower: float | None
    upper: float | None
    said: str


@dataclass(frozen=True)
class Step:
    """One round of an organization: when it was closed, in quarters since the start of the first; 0..1 or None."""

    at: float
    share: float | None
    joined: bool
    said: str


@dataclass(frozen=True)
class Path:
    """The rounds of a highlighted organization, in order, with its place 0..3."""

    name: str
    place: int
    steps: Sequence[Step]


def trend(
    series: Sequence[Sequence[Mark]], paths: Sequence[Path], quarters: Sequence[str], narrow: bool = False
) -> Figure:
    """Return the figure as a plain dict {data, layout}: one line of medians for each of `series`.

    The line of an organization breaks where a round was not measured like the one before it.
    """
    named = [path for path in paths if any(step.share is not None for step in path.steps)]
    top = label_room(len(named)) + 8 if named else 14
    width = AXIS / max(len(quarters), 1)
    return as_dict(
        [
            _halves([mark for marks in series for mark in marks], width),
            *(_medians(marks, width) for marks in series),
            *(_path(path, width) for path in named),
        ],
        {
            "height": (NARROW_HEIGHT if narrow else HEIGHT) + top,
            "margin": {"l": 34, "r": 14, "t": top, "b": 34, "pad": 0},
            "annotations": labels([(_last(path, width), path.name, path.place) for path in named], y=AXIS),
            "xaxis": _across(quarters, width, NARROW_NAMED if narrow else NAMED),
            "yaxis": quiet_axis(range=[-2, 102], showgrid=True, gridcolor="var(--line)"),
        },
    )


def _last(path: Path, width: float) -> float:
    """Where its last round with a share is."""
    return width * next(step.at for step in reversed(path.steps) if step.share is not None)


def _middle(mark: Mark, width: float) -> float:
    return width * (mark.place + 0.5)


def _halves(marks: Sequence[Mark], width: float) -> go.Scatter:
    """The bars from the lower to the upper quartile, in one trace with gaps."""
    across: list[float | None] = []
    up: list[float | None] = []
    for mark in marks:
        if mark.lower is not None and mark.upper is not None:
            across += [_middle(mark, width), _middle(mark, width), None]
            up += [100 * mark.lower, 100 * mark.upper, None]
    return go.Scatter(mode="lines", x=across, y=up, hoverinfo="skip", line={"color": "var(--heat-2)", "width": BAR})


def _medians(marks: Sequence[Mark], width: float) -> go.Scatter:
    known = [(mark, mark.median) for mark in marks if mark.median is not None]
    return go.Scatter(
        mode="lines+markers",
        x=[_middle(mark, width) for mark, _median in known],
        y=[100 * median for _mark, median in known],
        text=[plain(mark.said) for mark, _median in known],
        hoverinfo="text",
        line={"color": "var(--ink)", "width": 1.5, "dash": "dot"},
        marker={"symbol": "line-ew", "size": BAR, "line": {"width": 3, "color": "var(--ink)"}},
    )


def _path(path: Path, width: float) -> go.Scatter:
    across: list[float | None] = []
    up: list[float | None] = []
    said: list[str] = []
    for step in path.steps:
        if not step.joined:
            across.append(None)
            up.append(None)
            said.append("")
        across.append(width * step.at)
        up.append(None if step.share is None else 100 * step.share)
        said.append("" if step.share is None else _said(path, step, step.share))
    return go.Scatter(
        mode="lines+markers",
        x=across,
        y=up,
        text=said,
        hoverinfo="text",
        connectgaps=False,
        cliponaxis=False,
        line={"color": look(path.place).colour, "width": 2},
        marker=marker(path.place),
    )


def _said(path: Path, step: Step, share: float) -> str:
    return f"{whole_points(share)}: {plain(path.name)}<br>{plain(step.said)}"


def _across(quarters: Sequence[str], width: float, most: int) -> dict[str, Any]:
    """The quarters from left to right, so many of them named as there is room for."""
    each = -(-len(quarters) // most) or 1
    named = range(0, len(quarters), each)
    return quiet_axis(
        tickvals=[width * (place + 0.5) for place in named],
        ticktext=[plain(quarters[place]) for place in named],
        tickangle=0,
    )
