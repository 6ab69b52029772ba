"""Opinions as diverging bars: who disagrees to the left of the middle, who agrees to the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from assessment.charts.figures import Figure, as_dict, plain, quiet_axis
from assessment.charts.rows import row_label, row_value, rows_layout

EDGE = 100  # per cent to either side
MIDDLE = 2  # the place of the value that neither agrees nor disagrees
THICKNESS, NARROW_THICKNESS = 0.5, 0.36


@dataclass(frozen=True)
class OpinionRow:
    """One bar: the share 0..1 of each of five values from strongly disagree to strongly agree; they sum to 1."""

    label: str
    value: str
    shares: Sequence[float]
    strong: bool = False


def opinions(rows: Sequence[OpinionRow], words: Sequence[str], narrow: bool = False) -> Figure:
    """Return the figure as a plain dict {data, layout}, the first row on top; `words` name the five values."""
    # From the middle outward, as relative bars are stacked; half of the middle to each side.
    left = [_bars(rows, words, place, sign=-1, narrow=narrow) for place in (2, 1, 0)]
    right = [_bars(rows, words, place, sign=1, narrow=narrow) for place in (2, 3, 4)]
    labels = [
        annotation
        for place, row in enumerate(rows)
        for annotation in (
            row_label(place, row.label, strong=row.strong, narrow=narrow, left=-EDGE),
            row_value(place, row.value),
        )
    ]
    return as_dict(
        left + right,
        {
            **rows_layout([row.label for row in rows], narrow=narrow),
            "barmode": "relative",
            "xaxis": quiet_axis(
                side="top",
                range=[-EDGE, EDGE],
                tickvals=[-EDGE, -50, 0, 50, EDGE],
                ticktext=["100 %", "50 %", "0", "50 %", "100 %"],
                showgrid=True,
                gridcolor="var(--line)",
                zeroline=True,
                zerolinecolor="var(--line-strong)",
            ),
            "annotations": labels,
        },
    )


def _bars(rows: Sequence[OpinionRow], words: Sequence[str], place: int, *, sign: int, narrow: bool) -> go.Bar:
    """One value of all rows, on one side of the middle."""
    part = 0.5 if place == MIDDLE else 1
    shares = [row.shares[place] for row in rows]
    return go.Bar(
        orientation="h",
        x=[sign * part * 100 * share for share in shares],
        y=list(range(len(rows))),
        width=NARROW_THICKNESS if narrow else THICKNESS,
        text=[_said(row, words[place], share) for row, share in zip(rows, shares, strict=True)],
        textposition="none",
        hoverinfo="text",
        marker=_look(place),
    )


def _look(place: int) -> dict[str, Any]:
    return {"color": f"var(--opinion-{place + 1})", "line": {"width": 1, "color": "var(--surface)"}}


def _said(row: OpinionRow, word: str, share: float) -> str:
    return f"{plain(row.label)}<br>{plain(word)}: {round(100 * share)} %"
