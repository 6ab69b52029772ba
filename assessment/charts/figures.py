"""What all figures share: plain dicts, quiet axes, texts that stay texts."""

import json
from html import escape
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

Figure = dict[str, Any]

LABEL_SIZE = 12.5
# A generous mean width of a letter in the typeface of the product, so that boxes are rather too wide.
LETTER_WIDTH = 6.7
LINE_HEIGHT = 16
# As numbers of a font: a <b> in a text becomes a style attribute, which the content security policy forbids.
REGULAR, BOLD = 400, 650
TICKS = (0, 25, 50, 75, 100)
DIGITS = 4  # of a number in a figure: far below a pixel
LONGEST_NAME = 24


def plain(text: str) -> str:
    """Return a text that a figure shows letter by letter."""
    # SECURITY: figures take some HTML in texts; names come from people, so nothing of them is markup.
    return escape(text, quote=False)


def lines_of(text: str, width: int) -> list[str]:
    """Return the text in lines of at most `width` letters, of much the same length; words stay whole."""
    lines = wrap(text, width, break_long_words=False) or [""]
    narrower = max(len(text) // len(lines) + 1, 1)
    for tried in range(narrower, width):
        balanced = wrap(text, tried, break_long_words=False)
        if len(balanced) == len(lines):
            return balanced
    return lines


def text_of(lines: list[str]) -> str:
    """Return lines as the text of a figure."""
    return "<br>".join(plain(line) for line in lines)


def shortened(name: str) -> str:
    """Return the name, cut where it is too long for a chart."""
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"


def quiet_axis(**own: object) -> dict[str, object]:
    """Return an axis of 0..100 with five ticks and nothing to drag; `own` wins."""
    return {
        "range": [0, 100],
        "tickvals": list(TICKS),
        "ticks": "",
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "fixedrange": True,
        "tickfont": {"size": LABEL_SIZE, "color": "var(--ink-2)"},
        **own,
    }


def as_dict(traces: list[go.Scatter], layout: dict[str, Any]) -> Figure:
    """Return the figure as plain JSON values {data, layout}; colours stay `var(--token)`.

    Raises ValueError for a property or a value that Plotly does not know.
    """
    figure = go.Figure(data=traces, layout={**layout, "template": "none", "showlegend": False})
    found: Figure = _rounded(json.loads(json.dumps(figure.to_plotly_json())))
    found["layout"].pop("template")
    return found


def _rounded(value: object) -> Any:  # noqa: ANN401 JSON is as JSON is
    """The same with fewer digits, so that the page stays light."""
    if isinstance(value, float):
        number = round(value, DIGITS)
        return int(number) if number.is_integer() else number
    if isinstance(value, list):
        return [_rounded(each) for each in value]
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    return value


def changes(wide: Figure, narrow: Figure) -> Figure:
    """Return what the narrow figure has of its own, property by property of each trace and of the layout.

    static/js/charts.js lays it over the wide one. Raises ValueError where the two differ in the number of traces.
    """
    pairs = zip(wide["data"], narrow["data"], strict=True)
    return {
        "data": [_own(trace, own) for trace, own in pairs],
        "layout": _own(wide["layout"], narrow["layout"]),
    }


def _own(wide: dict[str, Any], narrow: dict[str, Any]) -> dict[str, Any]:
    """The properties that differ, at any depth; None for one that the narrow lacks."""
    differing = [key for key in {**wide, **narrow} if wide.get(key) != narrow.get(key)]
    return {key: _own_value(wide.get(key), narrow.get(key)) for key in differing}


def _own_value(wide: object, narrow: object) -> object:
    return _own(wide, narrow) if isinstance(wide, dict) and isinstance(narrow, dict) else narrow
