"""The adoption map: explicitness across, practice up, one dot per practice, dimension or organization."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from assessment.charts.badges import Badge, badge_shape, place_badges
from assessment.charts.figures import BOLD, LABEL_SIZE, REGULAR, Figure, as_dict, plain, quiet_axis, shortened, text_of
from assessment.charts.looks import HIGHLIGHTS, LOOKS, Emphasis
from assessment.charts.placement import (
    Box,
    Frame,
    Label,
    Point,
    apart,
    box_around,
    crowded_label,
    label_size,
    place_label,
)

WIDE = Frame(width=420, height=400, letters=26)
NARROW = Frame(width=200, height=280, letters=20)
TRAIL_BOXES = 12
NARROW_BADGES = 20  # of more dots a small screen shows no stages: whose each is could not be told
SPACING = 12  # pixels between dots that would lie on each other
NEVER = 1000.0  # the harm of a label on a highlighted dot or on another label: more than that of any crowd


@dataclass(frozen=True)
class Dot:
    """One thing on the map: explicitness E and practice P, each 0..1; `previous` is an earlier (E, P),
    `stage` the one whose badge it carries where there is room.

    `labelled` asks for its label on the map; earlier dots get theirs first. A label without room is
    left to the hover text, whose lines are `hover`; that of a highlighted dot is drawn all the same.
    """

    key: str
    label: str
    explicitness: float
    practice: float
    emphasis: Emphasis = Emphasis.NONE
    labelled: bool = False
    hover: tuple[str, ...] = ()
    previous: tuple[float, float] | None = None
    stage: int | None = None


@dataclass(frozen=True)
class MapWords:
    """The words on the map, translated: its two axes and the parts that name its corners."""

    explicitness: str
    practice: str
    explicit: str
    implicit: str
    declared: str
    absent: str


def adoption_map(dots: Sequence[Dot], words: MapWords, narrow: bool = False) -> Figure:
    """Return the map as a plain dict {data, layout}; `narrow` is the layout for small screens."""
    frame = NARROW if narrow else WIDE
    points = apart([frame.point(dot.explicitness, dot.practice) for dot in dots], frame, SPACING)
    placed = list(zip(dots, points, strict=True))
    # What stands out is drawn last, on top.
    marks = [_marks(emphasis, placed, frame) for emphasis in Emphasis]
    traces = [_trail(dot, point, frame) for dot, point in placed if dot.previous]
    badges = _badges(placed, frame) if not narrow or len(dots) <= NARROW_BADGES else []
    return as_dict(
        [*traces, *(mark for mark in marks if mark is not None)],
        {
            "height": frame.height + 116,
            "margin": {"l": 40, "r": 14, "t": 56, "b": 60, "pad": 0},
            "xaxis": quiet_axis(tickangle=0, ticklabelstandoff=3),
            "yaxis": quiet_axis(ticklabelstandoff=7),
            "shapes": [*_shapes(), *(badge_shape(badge, _shares(badge.point, frame)) for badge in badges)],
            "annotations": [*_corners(words), *_titles(words), *_labels(placed, badges, frame)],
        },
    )


def _shares(point: Point, frame: Frame) -> Point:
    """A place in pixels as values of the axes."""
    return round(100 * point[0] / frame.width, 4), round(100 * point[1] / frame.height, 4)


def _marks(emphasis: Emphasis, placed: list[tuple[Dot, Point]], frame: Frame) -> go.Scatter | None:
    """All dots of one look, None where there are none."""
    own = [(dot, _shares(point, frame)) for dot, point in placed if dot.emphasis is emphasis]
    if not own:
        return None
    look = LOOKS[emphasis]
    return go.Scatter(
        mode="markers",
        x=[across for _, (across, _up) in own],
        y=[up for _, (_across, up) in own],
        ids=[dot.key for dot, _ in own],
        text=["<br>".join(plain(line) for line in (dot.label, *dot.hover)) for dot, _ in own],
        hoverinfo="text",
        cliponaxis=False,
        marker={
            "symbol": look.symbol,
            "size": look.size,
            "color": look.colour,
            "opacity": look.opacity,
            "line": {"width": 1.5, "color": "var(--surface)"},
        },
    )


def _trail(dot: Dot, point: Point, frame: Frame) -> go.Scatter:
    """A line from where the dot was, with a ring there."""
    before = frame.point(*(dot.previous or (0.0, 0.0)))
    (start, start_up), (end, end_up) = _shares(before, frame), _shares(point, frame)
    colour = LOOKS[dot.emphasis].colour
    return go.Scatter(
        mode="lines+markers",
        x=[start, end],
        y=[start_up, end_up],
        hoverinfo="skip",
        cliponaxis=False,
        line={"width": 1.5, "color": colour},
        marker={
            "symbol": "circle",
            "size": [8, 0],
            "color": "var(--surface)",
            "line": {"width": 1.5, "color": colour},
        },
    )


def _shapes() -> list[dict[str, Any]]:
    """The frame, and the guide lines in the middle."""
    frame = {"type": "rect", "x0": 0, "x1": 100, "y0": 0, "y1": 100}
    across = {"type": "line", "x0": 0, "x1": 100, "y0": 50, "y1": 50}
    up = {"type": "line", "x0": 50, "x1": 50, "y0": 0, "y1": 100}
    solid = {"line": {"width": 1, "color": "var(--line-strong)"}, "layer": "below"}
    dashed = {"line": {"width": 1, "color": "var(--line-strong)", "dash": "4px,3px"}, "layer": "below"}
    return [{**frame, **solid}, {**across, **dashed}, {**up, **dashed}]


def _outside(text: str, across: float, up: float, shift: int, *, strong: bool) -> dict[str, Any]:
    """A text outside the frame, at its left (0) or right (1) end, above (1) or below (0) it."""
    colour = "var(--ink-3)" if strong else "var(--ink-2)"
    return {
        "text": plain(text),
        "xref": "paper",
        "yref": "paper",
        "x": across,
        "y": up,
        "xanchor": "right" if across else "left",
        "yanchor": "bottom" if up else "top",
        "yshift": shift,
        "showarrow": False,
        "font": {"size": LABEL_SIZE, "color": colour, "weight": BOLD if strong else REGULAR},
    }


def _corners(words: MapWords) -> list[dict[str, Any]]:
    return [
        _outside(words.implicit, 0, 1, 7, strong=True),
        _outside(words.explicit, 1, 1, 7, strong=True),
        _outside(words.absent, 0, 0, -23, strong=True),
        _outside(words.declared, 1, 0, -23, strong=True),
    ]


def _titles(words: MapWords) -> list[dict[str, Any]]:
    """The axes' titles: practice at the top left, explicitness at the bottom right."""
    return [
        _outside(f"↑ {words.practice}", 0, 1, 28, strong=False),
        _outside(f"{words.explicitness} →", 1, 0, -42, strong=False),
    ]


def _badges(placed: list[tuple[Dot, Point]], frame: Frame) -> list[Badge]:
    """The badges of the stages, off all dots and the lines to where they were."""
    dots = [(point, LOOKS[dot.emphasis].radius, dot.stage) for dot, point in placed]
    taken = [box_around(point, radius) for point, radius, _stage in dots]
    taken += [box for dot, point in placed if dot.previous for box in _along(dot.previous, point, frame)]
    return place_badges(dots, taken, frame)


def _labels(placed: list[tuple[Dot, Point]], badges: list[Badge], frame: Frame) -> list[dict[str, Any]]:
    """The labels that were asked for: of the highlighted all, of others those that have room."""
    taken = [(box_around(point, LOOKS[dot.emphasis].radius), _harm(dot)) for dot, point in placed]
    taken += [(box, 1) for dot, point in placed if dot.previous for box in _along(dot.previous, point, frame)]
    taken += [(badge.box, 1) for badge in badges]
    annotations = []
    for dot, point in placed:
        found = _place(dot, point, taken, frame) if dot.labelled else None
        if found is not None:
            label, box = found
            taken.append((box, NEVER))
            annotations.append(_annotation(dot, point, label, frame))
    return annotations


def _along(previous: Point, point: Point, frame: Frame) -> list[Box]:
    """Small boxes along the line from where a dot was, so that labels keep off it."""
    before = frame.point(*previous)
    steps = [step / TRAIL_BOXES for step in range(TRAIL_BOXES)]
    return [
        box_around((before[0] + step * (point[0] - before[0]), before[1] + step * (point[1] - before[1])), 1)
        for step in steps
    ]


def _harm(dot: Dot) -> float:
    """How bad it is to cover a dot with the label of another."""
    return NEVER if dot.emphasis in HIGHLIGHTS else 1


def _place(dot: Dot, point: Point, taken: list[tuple[Box, float]], frame: Frame) -> tuple[Label, Box] | None:
    radius = LOOKS[dot.emphasis].radius
    if dot.emphasis in HIGHLIGHTS:
        return crowded_label(shortened(dot.label), point, radius, taken, frame)
    return place_label(dot.label, point, radius, [box for box, _harm in taken], frame)


def _annotation(dot: Dot, point: Point, label: Label, frame: Frame) -> dict[str, Any]:
    """A label beside its dot; a thin line leads to one farther away."""
    across, up = _shares(point, frame)
    stands_out = dot.emphasis not in (Emphasis.NONE, Emphasis.ESSENTIAL)
    return {
        "text": text_of(label.lines),
        "x": across,
        "y": up,
        "align": "center" if not label.right else ("left" if label.right > 0 else "right"),
        "font": {"size": LABEL_SIZE, "color": "var(--ink)", "weight": BOLD if stands_out else REGULAR},
        "borderpad": 1,
        # Where a label had to go over other dots, it must still be read.
        **({"bgcolor": "var(--surface)"} if dot.emphasis in HIGHLIGHTS else {}),
        **(_leader(label) if label.far else _beside(label)),
    }


def _beside(label: Label) -> dict[str, Any]:
    """A label that touches its dot: anchored by its near edge, so that its true width does not matter."""
    return {"showarrow": False, **_anchors(label, ("xshift", "yshift"), upward=1)}


def _leader(label: Label) -> dict[str, Any]:
    """A label farther away, with a line; Plotly counts the ends of arrows downward."""
    line = {"showarrow": True, "arrowhead": 0, "arrowwidth": 1, "arrowcolor": "var(--line-strong)"}
    return {**line, "standoff": 6, **_anchors(label, ("ax", "ay"), upward=-1)}


def _anchors(label: Label, names: tuple[str, str], *, upward: int) -> dict[str, Any]:
    """Where the label is anchored: by the edge that faces the dot, by its middle above and below it."""
    width, _height = label_size(label.lines)
    near = label.right - width / 2 if label.right > 0 else label.right + width / 2
    return {
        "xanchor": "center" if not label.right else ("left" if label.right > 0 else "right"),
        "yanchor": "middle",
        names[0]: round(near, 1) if label.right else 0,
        names[1]: round(upward * label.up, 1),
    }
