"""Up to four highlighted organizations: the same shape and colour for each in every chart of a comparison."""

from collections.abc import Iterable
from typing import Any

from assessment.charts.figures import LABEL_SIZE, plain, shortened
from assessment.charts.looks import HIGHLIGHTS, LOOKS, Look

LABEL_STEP = 18  # pixels from one label to the next above it
LABEL_START = 6
AXIS = 100.0  # every chart that carries labels runs from 0 to 100


def look(place: int) -> Look:
    """Return how the organization chosen as first (0) to fourth (3) looks."""
    return LOOKS[HIGHLIGHTS[place]]


def marker(place: int) -> dict[str, Any]:
    """Return plotly's description of that look."""
    own = look(place)
    return {
        "symbol": own.symbol,
        "color": own.colour,
        "size": own.size,
        "line": {"color": "var(--surface)", "width": 1.5},
    }


def label_room(number: int) -> int:
    """Return the pixels that so many labels need above a plot."""
    return LABEL_START + LABEL_STEP * number


def labels(named: Iterable[tuple[float, str, int]], y: float, start: int = LABEL_START) -> list[dict[str, Any]]:
    """Return a label for each (x of 0..100, name, place), stacked from `start` pixels above `y`, none on another.

    A line leads from each down to its sign; the leftmost is lowest, labels near an end turn inward.
    """
    ordered = sorted(named, key=lambda entry: entry[0])
    stacked = [_label(x, name, y, place, start + LABEL_STEP * step) for step, (x, name, place) in enumerate(ordered)]
    # The lowest is drawn last, so that the lines of those above it pass behind it.
    return stacked[::-1]


def _label(x: float, name: str, y: float, place: int, above: int) -> dict[str, Any]:
    colour = look(place).colour
    return {
        "x": x,
        "y": y,
        "text": plain(shortened(name)),
        # A weight, not a tag: plotly turns tags into style attributes, which the content security policy refuses.
        "font": {"color": colour, "size": LABEL_SIZE, "weight": 650},
        "xanchor": "left" if x < AXIS / 3 else "right" if x > AXIS * 2 / 3 else "center",
        "yanchor": "bottom",
        "ax": 0,
        "ay": -above,
        "showarrow": True,
        "arrowhead": 0,
        "arrowwidth": 1,
        "arrowcolor": colour,
        "bgcolor": "var(--surface)",
        "borderpad": 1,
    }
