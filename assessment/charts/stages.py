"""Stages over time as steps: one point per round, from left to right."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from assessment.charts.figures import (
    LETTER_WIDTH,
    LINE_HEIGHT,
    Figure,
    as_dict,
    lines_of,
    plain,
    quiet_axis,
    shortened,
    text_of,
)

HIGHEST = 4
ROW, NARROW_ROW = 84, 44  # pixels from one stage to the next
TOP, BOTTOM = 14, 16
LETTERS = 12  # in a line of the name of a round
NAMED, NARROW_NAMED = 5, 2  # so many rounds have room for their names; of more, the first and the last are named
UNKNOWN = -1  # where a round without a stage stands


@dataclass(frozen=True)
class Step:
    """One round: its stage of 0..4 or None, and whether it was measured like the one before it.

    `strong` is the round that is looked at; `hover` are the lines said of it.
    """

    label: str
    stage: int | None
    joined: bool
    strong: bool = False
    hover: tuple[str, ...] = ()


def stage_steps(steps: Sequence[Step], names: Sequence[str], unknown: str, narrow: bool = False) -> Figure:
    """Return the figure as a plain dict {data, layout}; `names` are those of the stages, `unknown` of having none.

    The line breaks where a round has no stage, and where it was not measured like the one before.
    """
    lowest = UNKNOWN if any(step.stage is None for step in steps) else 0
    levels = {UNKNOWN: unknown, **dict(enumerate(names))}
    shown = range(lowest, HIGHEST + 1)
    named = _named(steps, NARROW_NAMED if narrow else NAMED)
    bottom = BOTTOM + LINE_HEIGHT * max(len(lines) for lines in named.values())
    return as_dict(
        [_line(steps), _marks(steps)],
        {
            "height": (NARROW_ROW if narrow else ROW) * len(shown) + TOP + bottom,
            "margin": {"l": _room(levels.values()), "r": 24, "t": TOP, "b": bottom, "pad": 0},
            "xaxis": _across(len(steps), named),
            "yaxis": quiet_axis(
                range=[lowest - 0.5, HIGHEST + 0.5],
                tickvals=list(shown),
                ticktext=[plain(levels[level]) for level in shown],
                showgrid=True,
                gridcolor="var(--line)",
            ),
        },
    )


def _line(steps: Sequence[Step]) -> go.Scatter:
    """One line with gaps: a stage holds until the next round says another."""
    across: list[int | None] = []
    up: list[int | None] = []
    for place, step in enumerate(steps):
        if not step.joined:
            across.append(None)
            up.append(None)
        across.append(place)
        up.append(step.stage)
    return go.Scatter(
        mode="lines",
        x=across,
        y=up,
        hoverinfo="skip",
        connectgaps=False,
        line={"shape": "hv", "width": 2, "color": "var(--ink)"},
    )


def _marks(steps: Sequence[Step]) -> go.Scatter:
    known = [step.stage is not None for step in steps]
    return go.Scatter(
        mode="markers",
        x=list(range(len(steps))),
        y=[UNKNOWN if step.stage is None else step.stage for step in steps],
        text=["<br>".join(plain(line) for line in (step.label, *step.hover)) for step in steps],
        hoverinfo="text",
        cliponaxis=False,
        marker={
            "opacity": 1,
            "symbol": ["circle" if has else "circle-open" for has in known],
            "size": [14 if step.strong else 10 for step in steps],
            "color": ["var(--accent)" if step.strong else "var(--ink)" for step in steps],
            "line": {"width": 1.5, "color": "var(--surface)"},
        },
    )


def _named(steps: Sequence[Step], most: int) -> dict[int, list[str]]:
    """The lines of the names that are shown, by place: all, or of many only the first and the last."""
    places = range(len(steps)) if len(steps) <= most else (0, len(steps) - 1)
    return {place: lines_of(shortened(steps[place].label), LETTERS) for place in places}


def _across(count: int, named: Mapping[int, list[str]]) -> dict[str, Any]:
    """The rounds from left to right."""
    return quiet_axis(
        range=[-0.5, count - 0.5],
        tickvals=list(named),
        ticktext=[text_of(lines) for lines in named.values()],
        tickangle=0,
    )


def _room(names: Iterable[str]) -> int:
    """The pixels that the names of the stages need at the left."""
    return round(max(len(name) for name in names) * LETTER_WIDTH) + 16
