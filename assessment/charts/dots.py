"""One strip of dots per dimension: every organization's score, the middle half and the median."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from assessment.charts.figures import LABEL_SIZE, LETTER_WIDTH, Figure, as_dict, lines_of, plain, quiet_axis, text_of
from assessment.charts.rounding import whole_points
from assessment.charts.series import LABEL_START, label_room, labels, look, marker

STRIP, NARROW_STRIP = 46, 58  # pixels per dimension; narrow: with the title above its dots
ABOVE_STRIP = 22
ABOVE_TITLE = 34
LETTERS = 26  # in a line of a title beside its strip
DOT, NARROW_DOT = 7.5, 5.0  # across, in pixels, for one organization
MOST_IN_SIZE = 6  # a dot for more does not grow: it would cover others
SMALLEST = 0.4  # of a crowd's dot, as a share of that for one organization
NAMES_SHOWN = 6


@dataclass(frozen=True)
class Strip:
    """One dimension: the (score 0..1, organization) of those that have a score, quartiles and median or None.

    `crowds` stands in place of `scores` where there are too many to name: a score and how many have it.
    """

    title: str
    scores: Sequence[tuple[float, str]]
    lower: float | None = None
    median: float | None = None
    upper: float | None = None
    crowds: Sequence[tuple[float, int]] = ()

    @property
    def number(self) -> int:
        """How many organizations have a score."""
        return len(self.scores) + sum(number for _score, number in self.crowds)


@dataclass(frozen=True)
class Site:
    """A dot: where it is, whom it stands for by their places among the names, and how many they are."""

    points: int
    row: int
    places: Sequence[int]
    number: int


@dataclass(frozen=True)
class Highlight:
    """One of up to four organizations: its place (0..3) and its score 0..1 on each strip, None without one."""

    name: str
    place: int
    scores: Sequence[float | None]


@dataclass(frozen=True)
class DotWords:
    """The words of the plot, translated; `others`, `count` and `crowd` hold %(number)d."""

    axis: str
    median: str
    others: str
    count: str
    crowd: str = "%(number)d"


def dot_plot(strips: Sequence[Strip], highlights: Sequence[Highlight], words: DotWords, narrow: bool = False) -> Figure:
    """Return the figure as a plain dict {data, layout}, the first strip on top.

    Organizations with the same score in whole points share a dot, larger in area by their number.
    """
    start = ABOVE_TITLE if narrow else LABEL_START
    top = label_room(len(highlights)) + start if highlights else 12
    titles = [_title(row, strip, words, narrow=narrow) for row, strip in enumerate(strips)]
    return as_dict(
        [
            _halves(strips),
            _dots(strips, words, NARROW_DOT if narrow else DOT),
            _medians(strips, words),
            *(_line(each) for each in highlights),
        ],
        {
            "height": (NARROW_STRIP if narrow else STRIP) * len(strips) + top + 48,
            "margin": {"l": 10 if narrow else _title_width(strips, words), "r": 14, "t": top, "b": 48, "pad": 0},
            "annotations": [*titles, *_labels(highlights, start)],
            "xaxis": quiet_axis(
                range=[-2, 102],
                showgrid=True,
                gridcolor="var(--line)",
                tickangle=0,
                title={"text": plain(words.axis), "standoff": 8, "font": {"size": LABEL_SIZE}},
            ),
            "yaxis": {"range": [len(strips) - 0.5, -0.72 if narrow else -0.5], "visible": False, "fixedrange": True},
        },
    )


def _dots(strips: Sequence[Strip], words: DotWords, single: float) -> go.Scatter:
    names = sorted({name for strip in strips for _, name in strip.scores})
    places = {name: place for place, name in enumerate(names)}
    sites = [site for row, strip in enumerate(strips) for site in _sites(strip, row, places)]
    return go.Scatter(
        mode="markers",
        x=[site.points for site in sites],
        y=[site.row for site in sites],
        # Every name stands on most strips: it is written once, and static/js/charts.js puts the texts together.
        meta={"names": [plain(name) for name in names]},
        customdata=[_said(site, words) for site in sites],
        hovertemplate="%{x}: %{text}<extra></extra>",
        marker={
            "size": _sizes(sites),
            "sizemode": "area",
            "sizeref": 2 / single**2,  # plotly halves sizes: across is the root of 2 * size / sizeref
            "color": "var(--ink-3)",
            "opacity": 0.75,
            "line": {"color": "var(--surface)", "width": 1},
        },
    )


def _sites(strip: Strip, row: int, places: Mapping[str, int]) -> list[Site]:
    """The dots of a strip from left to right: those named, or the crowds."""
    named: defaultdict[int, list[int]] = defaultdict(list)
    for score, name in strip.scores:
        named[whole_points(score)].append(places[name])
    sites = [Site(points, row, own, len(own)) for points, own in named.items()]
    sites += [Site(whole_points(score), row, (), number) for score, number in strip.crowds]
    return sorted(sites, key=lambda site: site.points)


def _sizes(sites: Sequence[Site]) -> list[float]:
    """How large each dot is; in a crowd, by their share of the largest."""
    crowded = max((site.number for site in sites if not site.places), default=0)
    return [
        min(site.number, MOST_IN_SIZE) if site.places else max(MOST_IN_SIZE * site.number / crowded, SMALLEST)
        for site in sites
    ]


def _said(site: Site, words: DotWords) -> list[int | str]:
    return _listed(site.places, words) if site.places else [plain(words.crowd % {"number": site.number})]


def _listed(places: Sequence[int], words: DotWords) -> list[int | str]:
    """The places of the first names, and in words how many more there are."""
    others = len(places) - NAMES_SHOWN
    return [*places[:NAMES_SHOWN], *([plain(words.others % {"number": others})] if others > 0 else [])]


def _halves(strips: Sequence[Strip]) -> go.Scatter:
    """The bars from the lower to the upper quartile, in one trace with gaps."""
    across: list[float | None] = []
    up: list[int | None] = []
    for row, strip in enumerate(strips):
        if strip.lower is not None and strip.upper is not None:
            across += [100 * strip.lower, 100 * strip.upper, None]
            up += [row, row, None]
    return go.Scatter(mode="lines", x=across, y=up, line={"color": "var(--heat-2)", "width": 20}, hoverinfo="skip")


def _medians(strips: Sequence[Strip], words: DotWords) -> go.Scatter:
    known = [(strip.median, row) for row, strip in enumerate(strips) if strip.median is not None]
    return go.Scatter(
        mode="markers",
        x=[100 * median for median, _row in known],
        y=[row for _median, row in known],
        text=[f"{whole_points(median)}: {plain(words.median)}" for median, _row in known],
        hoverinfo="text",
        marker={"symbol": "line-ns", "size": 13, "line": {"width": 3, "color": "var(--ink)"}},
    )


def _line(highlight: Highlight) -> go.Scatter:
    """A highlighted organization from strip to strip; the line breaks where it has no score."""
    scores = [None if score is None else 100 * score for score in highlight.scores]
    name = plain(highlight.name)
    return go.Scatter(
        mode="lines+markers",
        x=scores,
        y=list(range(len(scores))),
        text=["" if score is None else f"{whole_points(score / 100)}: {name}" for score in scores],
        hoverinfo="text",
        line={"color": look(highlight.place).colour, "width": 1},
        marker=marker(highlight.place),
    )


def _labels(highlights: Sequence[Highlight], start: int) -> list[dict[str, Any]]:
    """The names above the first strip, at the topmost score that each has."""
    tops = [(next((score for score in each.scores if score is not None), None), each) for each in highlights]
    return labels([(100 * score, each.name, each.place) for score, each in tops if score is not None], y=0, start=start)


def _title(row: int, strip: Strip, words: DotWords, *, narrow: bool) -> dict[str, Any]:
    count = plain(words.count % {"number": strip.number})
    title = plain(strip.title) if narrow else text_of(lines_of(strip.title, LETTERS))
    text = f"{title} ({count})" if narrow else f"{title}<br>{count}"
    where = (
        {"xref": "x", "x": 0, "xanchor": "left", "xshift": -8, "yshift": ABOVE_STRIP, "align": "left"}
        if narrow
        else {"xref": "paper", "x": 0, "xanchor": "right", "xshift": -10, "align": "right"}
    )
    font = {"size": LABEL_SIZE, "color": "var(--ink)"}
    return {
        "text": text,
        "y": row,
        "yanchor": "middle",
        "showarrow": False,
        "font": font,
        "bgcolor": "var(--surface)",
        **where,
    }


def _title_width(strips: Sequence[Strip], words: DotWords) -> int:
    """The room that the titles beside the strips need, in pixels."""
    longest = max((len(line) for strip in strips for line in lines_of(strip.title, LETTERS)), default=0)
    return round(max(longest, len(words.count) + 2) * LETTER_WIDTH * 1.06) + 18
