"""The page of the trend: all rounds, their profiles, and two of them compared."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.charts.rounding import whole_points
from assessment.forms.trends import Pair
from assessment.reports.csv_files import Cell
from assessment.services.differences import difference_of
from assessment.services.frozen import FrozenSection
from assessment.services.trends import Round, Trend
from assessment.views.charts import Chart
from assessment.views.compare_pages.cells import SHADES_FROM
from assessment.views.derivation_pages.addresses import Addresses
from assessment.views.result_pages.differences import DifferencePanel, difference_panel
from assessment.views.result_pages.trend_charts import path_chart, stage_chart
from assessment.views.result_pages.trend_sentences import (
    break_words,
    ends_of,
    profile_finding,
    rounds_finding,
    since,
    version_note,
)
from assessment.wording import NO_VALUE, PART_NAMES, points, points_above, stage_name


@dataclass(frozen=True)
class RoundLine:
    """One round of the table; `change` since the round before, empty where the two don't compare.

    `breaks` says in what it was measured otherwise than the one before it, empty where it was not; `why` leads
    to the derivation of its numbers, empty where it has no overall result.
    """

    round: Round
    here: bool
    breaks: str
    score: str
    change: str
    why: str


@dataclass(frozen=True)
class Shade:
    """A score of the profile in whole points or a dash, the classes that shade it, and the way to its derivation."""

    text: str
    classes: str
    why: str = ""


@dataclass(frozen=True)
class ProfileLine:
    """One dimension in all rounds; `change` from the first to the last that compare, a dash where there is none."""

    section: FrozenSection
    shades: tuple[Shade, ...]
    change: str


@dataclass(frozen=True)
class Profile:
    """Dimension by round; `since` says between which rounds changes are told, empty where no two compare."""

    finding: str
    rounds: tuple[RoundLine, ...]
    lines: tuple[ProfileLine, ...]
    since: str
    csv_url: str


@dataclass(frozen=True)
class TrendPage:
    """Everything the templates of the trend show; all but `view`, the round shown, empty where it is the only one."""

    view: Round
    finding: str
    note: str
    lines: tuple[RoundLine, ...]
    csv_url: str
    charts: tuple[Chart, ...]
    profile: Profile | None
    difference: DifferencePanel | None
    remarks: tuple[str, ...]


def trend_page(trend: Trend, shown: Round, pair: Pair | None) -> TrendPage:
    """Return what the page of the round `shown` says of the trend; `pair` are the rounds to compare."""
    if pair is None:
        return TrendPage(shown, "", "", (), "", (), None, None, ())
    rounds_url = reverse("result-trend-rounds", args=[shown.uid])
    lines = tuple(_lines(trend, shown))
    charts = (stage_chart(trend, shown, rounds_url), path_chart(trend, shown, rounds_url))
    practices_url = reverse("result-trend-practices", args=[shown.uid]) + pair.address
    return TrendPage(
        view=shown,
        finding=rounds_finding(trend),
        note=version_note(trend),
        lines=lines,
        csv_url=rounds_url,
        charts=tuple(chart for chart in charts if chart is not None),
        profile=_profile(trend, lines, reverse("result-trend-dimensions", args=[shown.uid])),
        difference=difference_panel(trend, pair, difference_of(pair.before, pair.after), practices_url),
        remarks=pair.remarks,
    )


def _lines(trend: Trend, shown: Round) -> Iterator[RoundLine]:
    for each in trend.rounds:
        before = trend.before(each)
        breaks = break_words(before, each) if before else ""
        why = Addresses(each.uid if each.mix else None).overall
        yield RoundLine(each, each is shown, breaks, _score(each), _change(None if breaks else before, each), why)


def _score(one: Round) -> str:
    return NO_VALUE if one.mix is None else str(points(one.mix.practice))


def _change(before: Round | None, one: Round) -> str:
    if before is None or before.mix is None or one.mix is None:
        return ""
    return points_above(one.mix.practice, before.mix.practice)


# --- Dimension by round -----------------------------------------------------------------------------


def _profile(trend: Trend, lines: tuple[RoundLine, ...], csv_url: str) -> Profile | None:
    if not trend.dimensions:
        return None
    return Profile(
        finding=profile_finding(trend, trend.dimensions),
        rounds=lines,
        lines=tuple(_profile_line(section, trend) for section in trend.dimensions),
        since=since(trend),
        csv_url=csv_url,
    )


def _profile_line(section: FrozenSection, trend: Trend) -> ProfileLine:
    known = [each.scores.get(section.key) for each in ends_of(trend) or ()]
    change = NO_VALUE if None in known or not known else points_above(known[-1] or 0.0, known[0] or 0.0)
    return ProfileLine(section, tuple(_shade(each, section.key, trend) for each in trend.rounds), change)


def _shade(one: Round, key: str, trend: Trend) -> Shade:
    score = one.scores.get(key)
    apart = " is-break" if one.uid in trend.breaks else ""
    if score is None:
        return Shade(NO_VALUE, f"q q-none{apart}")
    classes = f"q q{bisect_right(SHADES_FROM, whole_points(score))}{apart}"
    return Shade(str(points(score)), classes, Addresses(one.uid).dimension(key))


# --- Files ------------------------------------------------------------------------------------------


def round_columns() -> tuple[str, ...]:
    """Return the headings of the file of rounds."""
    columns = (_("Round"), _("Closed"), _("Version"), _("People"), _("Stage"), _("Name of the stage"), _("Coverage"))
    return (*columns, _("Score"), _("Explicitness"), *map(str, PART_NAMES.values()))


def round_rows(trend: Trend) -> list[tuple[Cell, ...]]:
    """Return one row for each round; values 0..1, unrounded, empty where the overall result is not reportable."""
    return [_round_cells(each) for each in trend.rounds]


def _round_cells(one: Round) -> tuple[Cell, ...]:
    result, mix = one.result, one.mix
    closed_at = one.assessment.closed_at
    return (
        one.title,
        timezone.localdate(closed_at).isoformat() if closed_at else None,
        one.version.number,
        result.people,
        result.stage,
        None if result.stage is None else stage_name(result.stage),
        result.coverage,
        *((mix.practice, mix.explicitness, *mix.parts) if mix else (None,) * 6),
    )


def dimension_columns(trend: Trend) -> tuple[str, ...]:
    """Return the headings of the file of dimensions: one column for each round."""
    return (_("Dimension"), *(each.title for each in trend.rounds))


def dimension_rows(trend: Trend) -> list[tuple[Cell, ...]]:
    """Return one row for each dimension; scores 0..1, unrounded, empty where there are too few answers."""
    return [(section.title, *(each.scores.get(section.key) for each in trend.rounds)) for section in trend.dimensions]
