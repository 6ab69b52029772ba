"""The stage of a dot as the four squares of its badge, beside the dot where there is room for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from assessment.charts.placement import Box, Frame, Point

SQUARES, WIDE, HIGH, STEP = 4, 4, 6, 5  # pixels
WIDTH = STEP * (SQUARES - 1) + WIDE
GAP = 1.5  # between a dot and its badge
SIDES = ((0, -1), (0, 1), (1, 0), (-1, 0))  # below, above, at the right, at the left


@dataclass(frozen=True)
class Badge:
    """A badge of a stage of 0..4: where its dot is, and how far its left lower corner is from there."""

    stage: int
    point: Point
    right: float
    up: float

    @property
    def box(self) -> Box:
        """The place that it takes."""
        left, bottom = self.point[0] + self.right, self.point[1] + self.up
        return Box(left, bottom, left + WIDTH, bottom + HIGH)


def place_badges(dots: Iterable[tuple[Point, float, int | None]], taken: Sequence[Box], frame: Frame) -> list[Badge]:
    """Return the badges of those dots (place, radius, stage) that have a stage, and room beside them, in their order.

    `taken`: what no badge may cover. The others are left to the hover text and the table.
    """
    covered, badges = list(taken), []
    for point, radius, stage in dots:
        free = (each for each in _around(point, radius, stage) if _has_room(each.box, covered, frame))
        badge = next(free, None)
        if badge is not None:
            covered.append(badge.box)
            badges.append(badge)
    return badges


def _around(point: Point, radius: float, stage: int | None) -> Iterable[Badge]:
    """The places of a badge, the best first; none without a stage."""
    if stage is None:
        return
    for right, up in SIDES:
        across, above = radius + GAP + WIDTH / 2, radius + GAP + HIGH / 2
        yield Badge(stage, point, right * across - WIDTH / 2, up * above - HIGH / 2)


def _has_room(box: Box, covered: Iterable[Box], frame: Frame) -> bool:
    return box.inside(frame.width, frame.height) and not any(box.overlaps(other) for other in covered)


def badge_shape(badge: Badge, anchor: Point) -> dict[str, Any]:
    """Return a badge as a shape of the layout, as large at every size of the map; `anchor`: its dot on the axes."""
    squares = (_square(badge, place) for place in range(SQUARES))
    return {
        "type": "path",
        "path": "".join(squares),
        "xsizemode": "pixel",
        "ysizemode": "pixel",
        "xanchor": anchor[0],
        "yanchor": anchor[1],
        "fillcolor": "var(--ink-2)",
        "fillrule": "evenodd",
        "line": {"width": 0},
        "layer": "below",
    }


def _square(badge: Badge, place: int) -> str:
    """One of the four: full up to the stage, hollow from there on."""
    left, bottom = badge.right + STEP * place, badge.up
    outer = _rectangle(left, bottom, left + WIDE, bottom + HIGH)
    return (
        outer if place < badge.stage else outer + _rectangle(left + 1, bottom + 1, left + WIDE - 1, bottom + HIGH - 1)
    )


def _rectangle(left: float, bottom: float, right: float, top: float) -> str:
    return f"M{left:g},{bottom:g}H{right:g}V{top:g}H{left:g}Z"
