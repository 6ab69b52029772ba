"""Where dots and labels go so that none covers another; everything in pixels, y upward."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assessment.charts.figures import LETTER_WIDTH, LINE_HEIGHT, lines_of

Point = tuple[float, float]

NEARBY = 6.0  # from the rim of the dot to its label
FARTHER = (6.0, 22.0, 40.0, 60.0)
DIRECTIONS: tuple[tuple[int, int], ...] = (
    (1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1),
)  # fmt: skip
SAME_PLACE_DIGITS = 3


@dataclass(frozen=True)
class Box:
    """A rectangle from (left, bottom) to (right, top)."""

    left: float
    bottom: float
    right: float
    top: float

    def overlaps(self, other: "Box") -> bool:
        """Say whether the two share more than an edge."""
        beside = self.right <= other.left or other.right <= self.left
        return not beside and self.bottom < other.top and other.bottom < self.top

    def inside(self, width: float, height: float) -> bool:
        """Say whether it lies within a frame of that size."""
        return self.left >= 0 and self.bottom >= 0 and self.right <= width and self.top <= height


@dataclass(frozen=True)
class Label:
    """A label: its lines, where its middle is from its dot, and whether it needs a line to it."""

    lines: list[str]
    right: float
    up: float
    far: bool


@dataclass(frozen=True)
class Frame:
    """The plot: its smallest size in pixels, and the letters that fit into a line of a label."""

    width: float
    height: float
    letters: int

    def point(self, across: float, up: float) -> Point:
        """Return the place of two shares of 0..1."""
        return across * self.width, up * self.height


def box_around(point: Point, radius: float) -> Box:
    """Return the box around a dot."""
    across, up = point
    return Box(across - radius, up - radius, across + radius, up + radius)


def apart(points: Sequence[Point], frame: Frame, spacing: float) -> list[Point]:
    """Return the points with those at one place moved apart by `spacing`, none out of the frame.

    The first of each place stays where it is; the rest go round it, the nearest free places first.
    """
    places: dict[Point, list[int]] = defaultdict(list)
    for number, (across, up) in enumerate(points):
        places[round(across, SAME_PLACE_DIGITS), round(up, SAME_PLACE_DIGITS)].append(number)
    moved = list(points)
    for numbers in places.values():
        around = places_around(points[numbers[0]], frame, spacing, len(numbers))
        for number, place in zip(numbers, around, strict=True):
            moved[number] = place
    return moved


def places_around(point: Point, frame: Frame, spacing: float, wanted: int) -> list[Point]:
    """Return the nearest `wanted` places of a triangular lattice around the point, within the frame."""
    across, up = point
    reach = 1
    while True:
        places = [
            (across + right, up + above)
            for right, above in lattice(spacing, reach)
            if 0 <= across + right <= frame.width and 0 <= up + above <= frame.height
        ]
        if len(places) >= wanted:
            return places[:wanted]
        reach += 1


def lattice(spacing: float, reach: int) -> list[Point]:
    """Return the steps to the places of a triangular lattice, the nearest first."""
    height = spacing * 3**0.5 / 2
    steps = [
        (spacing * (column + (row % 2) / 2), height * row)
        for row in range(-reach, reach + 1)
        for column in range(-reach, reach + 1)
    ]
    return sorted(steps, key=lambda step: (round(step[0] ** 2 + step[1] ** 2, 6), step))


def label_size(lines: Sequence[str]) -> Point:
    """Return the width and height of a label, rather too large than too small."""
    return max(len(line) for line in lines) * LETTER_WIDTH + 4, len(lines) * LINE_HEIGHT + 2


def candidates(text: str, radius: float, letters: int) -> Iterator[Label]:
    """Yield the places a label may have, the best first: near before far, one line before more."""
    wrapped = [[text]] if len(text) <= letters else []
    wrapped += [lines_of(text, width) for width in (letters, max(letters * 2 // 3, 12))]
    for gap in FARTHER:
        for lines in wrapped:
            width, height = label_size(lines)
            for right, up in DIRECTIONS:
                yield Label(
                    lines,
                    right * (radius + gap + width / 2),
                    up * (radius + gap + height / 2) if not right else up * (gap + height / 2),
                    far=gap > NEARBY,
                )


def place_label(text: str, point: Point, radius: float, taken: Iterable[Box], frame: Frame) -> tuple[Label, Box] | None:
    """Return the first place for the label that covers nothing of `taken` and stays in the frame, or None."""
    boxes = list(taken)
    for label in candidates(text, radius, frame.letters):
        box = label_box(label, point)
        if box.inside(frame.width, frame.height) and not any(box.overlaps(other) for other in boxes):
            return label, box
    return None


def crowded_label(
    text: str, point: Point, radius: float, taken: Sequence[tuple[Box, float]], frame: Frame
) -> tuple[Label, Box]:
    """Return the place in the frame where the label does the least harm, the best of equals first.

    `taken` holds boxes with the harm of covering each. The text has at most `LONGEST_NAME` letters.
    """
    inside = [
        (label, box)
        for label in (*candidates(text, radius, frame.letters), *_slid(text, point, radius, frame))
        if (box := label_box(label, point)).inside(frame.width, frame.height)
    ]
    return min(inside, key=lambda placed: sum(harm for box, harm in taken if placed[1].overlaps(box)))


def _slid(text: str, point: Point, radius: float, frame: Frame) -> Iterator[Label]:
    """Places above and below the dot, slid sideways into the frame where a centred label would leave it."""
    lines = lines_of(text, frame.letters)
    width, height = label_size(lines)
    middle = min(max(point[0], width / 2), frame.width - width / 2)
    for gap in FARTHER:
        for up in (1, -1):
            yield Label(lines, middle - point[0], up * (radius + gap + height / 2), far=gap > NEARBY)


def label_box(label: Label, point: Point) -> Box:
    """Return the box of a label whose dot is at the point."""
    width, height = label_size(label.lines)
    across, up = point[0] + label.right, point[1] + label.up
    return Box(across - width / 2, up - height / 2, across + width / 2, up + height / 2)
