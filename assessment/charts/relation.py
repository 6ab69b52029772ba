"""What organizations think against how far their practices are agreed: one dot per organization, or per crowd."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from assessment.charts.figures import LABEL_SIZE, Figure, as_dict, plain, quiet_axis
from assessment.charts.series import AXIS, label_room, labels, marker

HEIGHT, NARROW_HEIGHT = 320, 280
LOWEST, HIGHEST = 1, 5
SMALLEST, LARGEST = 8, 24  # across, in pixels, of a dot: one organization, and the most in one place


@dataclass(frozen=True)
class Site:
    """Where organizations are: their mean of 1..5, explicitness 0..1; what is said; how many; a place 0..3 or None."""

    mean: float
    explicitness: float
    said: str
    number: int = 1
    name: str = ""
    place: int | None = None


def relation(sites: Sequence[Site], words: tuple[str, str], narrow: bool = False) -> Figure:
    """Return the figure as a plain dict {data, layout}; `words` name the two axes, across and up."""
    marked = [(site, site.place) for site in sites if site.place is not None]
    top = label_room(len(marked)) + 8 if marked else 14
    across, up = words
    return as_dict(
        [_dots([site for site in sites if site.place is None]), *(_marked(site, place) for site, place in marked)],
        {
            "height": (NARROW_HEIGHT if narrow else HEIGHT) + top,
            "margin": {"l": 46, "r": 14, "t": top, "b": 48, "pad": 0},
            "annotations": labels([(_across(site), site.name, place) for site, place in marked], y=AXIS),
            "xaxis": quiet_axis(
                range=[-3, 103],
                tickvals=[_scaled(value) for value in range(LOWEST, HIGHEST + 1)],
                ticktext=[str(value) for value in range(LOWEST, HIGHEST + 1)],
                showgrid=True,
                gridcolor="var(--line)",
                title={"text": plain(across), "standoff": 8, "font": {"size": LABEL_SIZE}},
            ),
            "yaxis": quiet_axis(
                range=[-3, 103],
                showgrid=True,
                gridcolor="var(--line)",
                title={"text": plain(up), "standoff": 6, "font": {"size": LABEL_SIZE}},
            ),
        },
    )


def _scaled(mean: float) -> float:
    return AXIS * (mean - LOWEST) / (HIGHEST - LOWEST)


def _across(site: Site) -> float:
    return _scaled(site.mean)


def _dots(sites: Sequence[Site]) -> go.Scatter:
    most = max((site.number for site in sites), default=1)
    return go.Scatter(
        mode="markers",
        x=[_across(site) for site in sites],
        y=[100 * site.explicitness for site in sites],
        text=[plain(site.said) for site in sites],
        hoverinfo="text",
        marker={
            "size": [_size(site.number, most) for site in sites],
            "color": "var(--ink-3)",
            "opacity": 0.7,
            "line": {"color": "var(--surface)", "width": 1},
        },
    )


def _size(number: int, most: int) -> float:
    """How large a dot is across, its area growing with the number."""
    return SMALLEST if most == 1 else max(LARGEST * (number / most) ** 0.5, SMALLEST)


def _marked(site: Site, place: int) -> go.Scatter:
    return go.Scatter(
        mode="markers",
        x=[_across(site)],
        y=[100 * site.explicitness],
        text=[plain(site.said)],
        hoverinfo="text",
        marker=marker(place),
    )
