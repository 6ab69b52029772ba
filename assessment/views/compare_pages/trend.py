"""The rounds over time: by quarter the median and the middle half of all, the highlighted as lines, and the stages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.charts.rounding import whole_mix, whole_points
from assessment.charts.trends import Mark, Path, Step, trend
from assessment.forms.comparisons import address_of
from assessment.measurement.mix import Mix
from assessment.measurement.stages import Stage
from assessment.reports.csv_files import Cell
from assessment.services.comparison_rows import Row
from assessment.services.comparison_trends import Moment, Period, moments_of, periods_of
from assessment.services.spreads import Spread
from assessment.views.charts import Chart, drawn
from assessment.views.compare_pages.comparison import Comparison
from assessment.views.compare_pages.lines import ORGANIZATION, PARTS, SCORE, STAGE, points_of
from assessment.wording import stage_name

ROUNDS = "trend-rounds"  # how the file of the highlighted is called
MONTHS = 3  # of a quarter


@dataclass(frozen=True)
class Trend:
    """What is drawn: all periods, the highlighted with their rounds, and the first day of each quarter between them."""

    periods: Sequence[Period]
    paths: Sequence[tuple[int, Row, Sequence[Moment]]]
    versions: dict[int, int]

    @property
    def quarters(self) -> list[date]:
        """Every quarter from the first to the last, those without a round, too."""
        first, last = self.periods[0].start, self.periods[-1].start
        return [_quarter(number) for number in range(_number(first), _number(last) + 1)]

    @property
    def mixed(self) -> bool:
        """Whether the rounds stand on several versions."""
        return len(self.versions) > 1


def context(comparison: Comparison) -> dict[str, Any]:
    """Return what the template of the trend takes."""
    found = trend_of(comparison)
    return {
        "trend": found,
        "trend_charts": [_chart(comparison, found, each) for each in _measures()] if found.periods else [],
        "trend_stages": [_stage_line(found, each) for each in found.periods],
        "stage_names": [*(stage_name(stage) for stage in Stage), _("No stage yet")],
        "trend_mixed": mixed_finding(found),
        "trend_rounds": list(round_rows(comparison, found)),
        "round_columns": round_columns(comparison),
        "rounds_url": reverse("compare-file", args=[ROUNDS]) + address_of(comparison.choice),
    }


def trend_of(comparison: Comparison) -> Trend:
    """Return the rounds of all organizations chosen over time."""
    person, choice = comparison.person, comparison.choice
    periods = periods_of(person, choice, comparison.results)
    rows = {row.uid: (place, row) for place, row in comparison.highlighted}
    moments = moments_of(person, choice, list(rows), comparison.cohort.conditions)
    used = {period.version for period in periods}
    # From the oldest to the newest.
    versions = {each.pk: each.number or 0 for each in comparison.cohort.versions if each.pk in used}
    return Trend(periods, [(*rows[uid], own) for uid, own in moments.items()], versions)


def _number(day: date) -> int:
    """Return how many quarters have passed since the year 0."""
    return day.year * 4 + (day.month - 1) // MONTHS


def _quarter(number: int) -> date:
    return date(number // 4, number % 4 * MONTHS + 1, 1)


def quarter_name(day: date) -> str:
    """Return what a quarter is called."""
    return _("Q%(quarter)d %(year)d") % {"quarter": (day.month - 1) // MONTHS + 1, "year": day.year}


# --- The charts -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Measure:
    """One of the shares that are followed: what it is called, and where it is found."""

    key: str
    word: str

    def of_all(self, period: Period) -> Spread:
        return period.score if self.key == "score" else period.explicit

    def of_one(self, mix: Mix | None) -> float | None:
        if mix is None:
            return None
        return mix.practice if self.key == "score" else mix.explicit


def _measures() -> tuple[Measure, Measure]:
    return Measure("score", _("Score")), Measure("explicit", _("Explicit part"))


def _chart(comparison: Comparison, found: Trend, measure: Measure) -> Chart:
    quarters = found.quarters
    by_version = groupby(sorted(found.periods, key=lambda each: each.version), key=lambda each: each.version)
    series = [[_mark(each, measure, quarters[0]) for each in own] for _version, own in by_version]
    paths = [_path(*each, measure, quarters[0]) for each in found.paths]
    figure, narrow = drawn(partial(trend, series, paths, [quarter_name(each) for each in quarters]))
    return Chart(
        id=f"trend-{measure.key}",
        finding=_finding(found, measure),
        shows=_("%(what)s by quarter: median, middle half, and the highlighted organizations") % {"what": measure.word},
        figure=figure,
        narrow=narrow,
        columns=_spread_columns(measure),
        rows=[[*_start(found, each), *_spread_values(measure.of_all(each))] for each in found.periods],
        csv_url=comparison.csv_url,
    )


def _mark(period: Period, measure: Measure, first: date) -> Mark:
    spread = measure.of_all(period)
    said = _("%(quarter)s, median %(median)d, n %(n)d") % {
        "quarter": quarter_name(period.start),
        "median": whole_points(spread.median or 0),
        "n": spread.n,
    }
    return Mark(_number(period.start) - _number(first), spread.median, spread.lower, spread.upper, said)


def _path(place: int, row: Row, moments: Sequence[Moment], measure: Measure, first: date) -> Path:
    steps = [
        Step(_at(each.closed_at, first), measure.of_one(each.mix), each.joined, localdate(each.closed_at).isoformat())
        for each in moments
    ]
    return Path(row.name, place, steps)


def _at(closed_at: datetime, first: date) -> float:
    """When it was, in quarters since the start of the first."""
    day = localdate(closed_at)
    number = _number(day)
    start, end = _quarter(number), _quarter(number + 1)
    return number - _number(first) + (day - start).days / (end - start).days


def _finding(found: Trend, measure: Measure) -> str:
    """How the median moved between the first and the last quarter that have one, on the newest version with two."""
    known = [(each, measure.of_all(each).median) for each in found.periods]
    lines = [[(each, median) for each, median in known if median is not None and each.version == version]
             for version in found.versions]  # fmt: skip
    line = next((line for line in reversed(lines) if len(line) > 1), None)
    if line is None:
        return _("%(what)s: too few rounds to follow over time") % {"what": measure.word}
    (first, before), (last, after) = line[0], line[-1]
    words = {"what": measure.word, "before": whole_points(before), "after": whole_points(after)}
    quarters = {"first": quarter_name(first.start), "last": quarter_name(last.start)}
    return _("%(what)s: median %(before)d in %(first)s, %(after)d in %(last)s") % {**words, **quarters}


# --- The stages -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class StageLine:
    """One period: its quarter and version, how many organizations have which stage, and the parts of a bar."""

    start: Sequence[Cell]
    stages: Sequence[int]
    number: int
    bar: Sequence[tuple[int, int, int]]


def _stage_line(found: Trend, period: Period) -> StageLine:
    """The bar holds the place of each stage that somebody has, where it begins and how wide it is, in organizations."""
    bar = [(place, sum(period.stages[:place]), number) for place, number in enumerate(period.stages) if number]
    return StageLine(_start(found, period), period.stages, period.number, bar)


# --- The files ------------------------------------------------------------------------------------


def _start(found: Trend, period: Period) -> list[Cell]:
    return [quarter_name(period.start), found.versions.get(period.version, 0)]


def _spread_columns(measure: Measure) -> list[str]:
    words = (_("n"), _("lower quartile"), _("median"), _("upper quartile"))
    return [_("Quarter"), _("Version"), *(f"{measure.word}: {word}" for word in words)]


def _spread_values(spread: Spread) -> list[Cell]:
    return [spread.n, *(points_of(each) for each in (spread.lower, spread.median, spread.upper))]


def columns(_comparison: Comparison) -> list[str]:
    """Return the headings of the file."""
    spreads = [column for measure in _measures() for column in _spread_columns(measure)[2:]]
    stages = [*(stage_name(stage) for stage in Stage), _("No stage yet")]
    return [_("Quarter"), _("Version"), _("Organizations"), *spreads, *stages]


def rows(comparison: Comparison) -> Iterator[list[Cell]]:
    """Return the lines of the file: one per quarter and version; in whole points."""
    found = trend_of(comparison)
    for each in found.periods:
        spreads = [value for measure in _measures() for value in _spread_values(measure.of_all(each))]
        yield [*_start(found, each), each.number, *spreads, *each.stages]


def round_columns(_comparison: Comparison) -> list[str]:
    """Return the headings of the file of the highlighted."""
    parts = [str(part) for part in PARTS]
    return [
        str(ORGANIZATION),
        _("Round"),
        _("Closed on"),
        _("Version"),
        str(STAGE),
        str(SCORE),
        *parts,
        _("Against the round before"),
    ]


def round_rows(comparison: Comparison, found: Trend | None = None) -> Iterator[list[Cell]]:
    """Return the lines of the file of the highlighted: one per round; `found` where it is at hand."""
    found = found or trend_of(comparison)
    for _place, row, moments in found.paths:
        for place, each in enumerate(moments):
            # SECURITY: a title may hold the name.
            title = each.title if row.named else ""
            parts: list[Cell] = [*whole_mix(each.mix.parts)] if each.mix else [None] * 4
            stage = None if each.stage is None else stage_name(each.stage)
            day, number = localdate(each.closed_at).isoformat(), found.versions[each.version]
            start: list[Cell] = [row.name, title, day, number, stage]
            yield [*start, points_of(each.mix.practice if each.mix else None), *parts, _line(each, place)]


def _line(moment: Moment, place: int) -> str:
    if not place:
        return _("first round")
    return _("measured alike") if moment.joined else _("measured otherwise: not compared")


def mixed_finding(found: Trend) -> str:
    """Return what has to be said where the rounds stand on several versions; empty where they do not."""
    if not found.mixed:
        return ""
    return ngettext(
        "These rounds stand on %(count)d version of the questionnaire.",
        "These rounds stand on %(count)d versions of the questionnaire. Their stored scores do not compare, so each "
        "version has a line of its own, and the line of an organization breaks where its version changes.",
        len(found.versions),
    ) % {"count": len(found.versions)}
