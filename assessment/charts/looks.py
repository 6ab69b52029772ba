"""How dots and lines stand out: colour, shape and size together."""

from dataclasses import dataclass
from enum import StrEnum


class Emphasis(StrEnum):
    """How much a dot stands out, and how."""

    NONE = "none"
    ESSENTIAL = "essential"
    HOLDING = "holding"
    MOVED = "moved"
    HIGHLIGHT_1 = "highlight-1"
    HIGHLIGHT_2 = "highlight-2"
    HIGHLIGHT_3 = "highlight-3"
    HIGHLIGHT_4 = "highlight-4"


@dataclass(frozen=True)
class Look:
    """Colour, shape and diameter in pixels: never the colour alone."""

    colour: str
    symbol: str
    size: int
    opacity: float = 1.0

    @property
    def radius(self) -> float:
        return self.size / 2 + 1


LOOKS: dict[Emphasis, Look] = {
    Emphasis.NONE: Look("var(--ink-3)", "circle", 8, opacity=0.75),
    Emphasis.ESSENTIAL: Look("var(--ink)", "circle", 12),
    Emphasis.HOLDING: Look("var(--bad)", "diamond", 14),
    Emphasis.MOVED: Look("var(--accent)", "circle", 12),
    Emphasis.HIGHLIGHT_1: Look("var(--series-a)", "circle", 13),
    Emphasis.HIGHLIGHT_2: Look("var(--series-b)", "square", 12),
    Emphasis.HIGHLIGHT_3: Look("var(--series-c)", "triangle-up", 14),
    Emphasis.HIGHLIGHT_4: Look("var(--series-d)", "diamond", 14),
}

# In the order in which they are given out.
HIGHLIGHTS = (Emphasis.HIGHLIGHT_1, Emphasis.HIGHLIGHT_2, Emphasis.HIGHLIGHT_3, Emphasis.HIGHLIGHT_4)
