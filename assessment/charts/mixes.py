"""The adoption mixes of many organizations side by side, one column each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from assessment.charts.figures import LABEL_SIZE, Figure, as_dict, plain, quiet_axis
from assessment.charts.rounding import whole_mix
from assessment.charts.series import AXIS, label_room, labels, marker
from assessment.measurement.mix import Mix

HEIGHT = 278
NAMED, NARROW_NAMED = 8, 3  # so many names have room below their columns
SPACED = 60  # up to so many columns have a gap between them
WIDEST = 12.0  # of an axis of 100: few columns stay columns
SIGNS = 106  # where the highlighted carry their sign, above the full column
PARTS = ("explicit", "implicit", "declared", "absent")


@dataclass(frozen=True)
class Column:
    """One organization: its mix, and its place among the highlighted (0..3) or None."""

    name: str
    mix: Mix
    place: int | None = None


@dataclass(frozen=True)
class MixWords:
    """The words of the plot, translated: the parts in their order, and what runs from left to right."""

    parts: Sequence[str]
    axis: str


def mix_columns(columns: Sequence[Column], words: MixWords, narrow: bool = False) -> Figure:
    """Return the figure as a plain dict {data, layout}: columns as given, left to right, explicit below.

    The x axis runs from 0 to 100, whatever the number of columns; each holds its share of it.
    """
    width = AXIS / len(columns)
    centres = [width * (number + 0.5) for number in range(len(columns))]
    points = [whole_mix(column.mix.parts) for column in columns]
    bars = [_part(place, [values[place] for values in points], width) for place in range(len(PARTS))]
    marked = [(centres[number], column) for number, column in enumerate(columns) if column.place is not None]
    top = label_room(len(marked)) + 8 if marked else 12
    return as_dict(
        [*bars, _explained(columns, points, words, width), *(_sign(centre, column) for centre, column in marked)],
        {
            "barmode": "stack",
            "height": HEIGHT + top,
            "margin": {"l": 34, "r": 14, "t": top, "b": 34, "pad": 0},
            "annotations": labels([(centre, each.name, each.place or 0) for centre, each in marked], y=SIGNS),
            "xaxis": _across(columns, centres, words, most=NARROW_NAMED if narrow else NAMED),
            "yaxis": quiet_axis(range=[0, SIGNS + 4], showgrid=True, gridcolor="var(--line)"),
        },
    )


def _part(place: int, points: Sequence[int], width: float) -> go.Bar:
    return go.Bar(
        x0=width / 2,
        dx=width,
        y=list(points),
        width=min(width * 0.8, WIDEST) if len(points) <= SPACED else width,
        hoverinfo="skip",
        marker=_fill(PARTS[place]),
    )


def _explained(columns: Sequence[Column], points: Sequence[Sequence[int]], words: MixWords, width: float) -> go.Bar:
    """Unseen columns from 0 to 100 with what is said of each: the name, then the four parts."""
    parts = "<br>".join(f"{plain(word)} %{{customdata[{place}]}}" for place, word in enumerate(words.parts))
    return go.Bar(
        x0=width / 2,
        dx=width,
        y=[AXIS] * len(columns),
        base=0,  # not stacked on the parts
        width=width,
        opacity=0,
        hovertext=[plain(column.name) for column in columns],
        customdata=[list(values) for values in points],
        hovertemplate=f"%{{hovertext}}<br>{parts}<extra></extra>",
    )


def _fill(part: str) -> dict[str, Any]:
    fill: dict[str, Any] = {"color": f"var(--mix-{part})", "line": {"width": 0}}
    if part == "declared":
        # As in the bars of the pages: the hatch tells the part apart without its colour.
        colours = {"fgcolor": "var(--mix-declared)", "bgcolor": "var(--mix-declared-base)"}
        fill["pattern"] = {"shape": "/", "size": 6, "solidity": 0.45, "fillmode": "replace", **colours}
    return fill


def _sign(centre: float, column: Column) -> go.Scatter:
    return go.Scatter(
        mode="markers",
        x=[centre],
        y=[SIGNS],
        hoverinfo="skip",
        cliponaxis=False,
        marker=marker(column.place or 0),
    )


def _across(columns: Sequence[Column], centres: Sequence[float], words: MixWords, most: int) -> dict[str, Any]:
    """The axis with the names below the columns, or with one phrase where there are too many of them."""
    named = len(columns) <= most
    return quiet_axis(
        tickvals=list(centres) if named else [],
        ticktext=[plain(column.name) for column in columns] if named else [],
        title={"text": "" if named else plain(words.axis), "standoff": 8, "font": {"size": LABEL_SIZE}},
    )
