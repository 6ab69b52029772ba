"""The adoption map of very many organizations: how many lie where, and the chosen ones on top."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from assessment.charts.adoption_map import Dot, MapWords, adoption_map
from assessment.charts.figures import Figure, plain

SHADES = tuple((step / 4, f"var(--heat-{step + 1})") for step in range(5))
FULL = 100


def density_map(
    numbers: Mapping[tuple[int, int], int],
    bins: int,
    dots: Sequence[Dot],
    words: MapWords,
    shown: str,
    narrow: bool = False,
) -> Figure:
    """Return the map as a plain dict {data, layout}: bins x bins fields shaded by how many lie in each, dots on top.

    `numbers` by the place of a field, explicitness and practice from 0; `shown` is said of each, with %(number)d.
    """
    figure = adoption_map(dots, words, narrow=narrow)
    return {**figure, "data": [_fields(numbers, bins, shown), *figure["data"]]}


def _fields(numbers: Mapping[tuple[int, int], int], bins: int, shown: str) -> dict[str, object]:
    width = FULL / bins
    rows = [[numbers.get((across, up)) for across in range(bins)] for up in range(bins)]
    trace = go.Heatmap(
        x0=width / 2,
        dx=width,
        y0=width / 2,
        dy=width,
        z=rows,
        text=[["" if number is None else plain(shown % {"number": number}) for number in row] for row in rows],
        hoverinfo="text",
        xgap=1,
        ygap=1,
        zmin=0,
        zmax=max(numbers.values(), default=1),
        showscale=False,
    )
    found: dict[str, object] = trace.to_plotly_json()
    # Plotly's Python part takes no CSS variable for a colour scale; the script resolves it before drawing.
    return {**found, "colorscale": [list(shade) for shade in SHADES]}
