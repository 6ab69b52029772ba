"""The comparison of a few organizations as a report: the words and numbers of its views, in the order of reading."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from django.utils.timezone import localdate
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from assessment.charts.rounding import whole_mix
from assessment.measurement.mix import Mix
from assessment.reports.comparison import Compared, ComparisonReport, HeatRow, Shaded
from assessment.reports.report import Bar, Passage
from assessment.services.comparison_choices import Cells
from assessment.services.comparison_rows import Row
from assessment.services.comparison_targets import targets_of
from assessment.views.compare_pages.cells import GAPS_FROM, MINUS, SHADES_FROM, gap_of
from assessment.views.compare_pages.chosen import about, standing
from assessment.views.compare_pages.comparison import Comparison
from assessment.views.compare_pages.heads import short_titles
from assessment.views.compare_pages.lines import (
    CHANGE,
    ORGANIZATION,
    PEOPLE,
    SCORE,
    STAGE,
    contested,
    points_of,
    shown_points,
    signed,
)
from assessment.views.compare_pages.report_differences import differences_table
from assessment.wording import NO_VALUE as DASH
from assessment.wording import PART_NAMES, mix_words, points, stage_name

FEWEST, MOST = 2, 12  # organizations that a report compares


def refusal(number: int) -> str:
    """Return why so many organizations make no report; empty where they do."""
    if FEWEST <= number <= MOST:
        return ""
    return ngettext(
        "The report (PDF) compares 2 to 12 organizations; %(number)d is shown.",
        "The report (PDF) compares 2 to 12 organizations; %(number)d are shown.",
        number,
    ) % {"number": number} + " " + _("Choose others with the filters, or pick them one by one.")  # fmt: skip


def report_of(comparison: Comparison, filters: list[tuple[str, str]]) -> ComparisonReport:
    """Return the report of these organizations, of which there are 2 to 12; `filters` are those chosen, in words."""
    rows = list(comparison.every())
    facts = tuple((what, str(value)) for what, value in about(comparison, filters))
    count = ngettext("%(number)d organization", "%(number)d organizations", len(rows)) % {"number": len(rows)}
    return ComparisonReport(
        language=get_language() or "en",
        title=_("Comparison"),
        subtitle=count,
        facts=facts,
        foot=_("%(organizations)s · Tacit") % {"organizations": count},
        words=_words(comparison.choice.cells),
        part_names=tuple(map(str, PART_NAMES.values())),
        columns=_columns(),
        organizations=tuple(map(_organization, rows)),
        mean=_mean(comparison),
        dimensions=tuple(short_titles([each.title for each in comparison.dimensions])),
        heat=tuple(_heat(comparison, rows)),
        heat_key=_heat_key(comparison.choice.cells),
        differences=differences_table(comparison, rows),
        method=tuple(_method(comparison)),
    )


def _words(cells: Cells) -> dict[str, str]:
    profiles = {
        Cells.SCORE: _("Scores by dimension"),
        Cells.MIX: _("Adoption mix by dimension"),
        Cells.GAP: _("Points missing to the targets, by dimension"),
    }
    return {
        "overview": _("Stages and scores"),
        "profile": profiles[cells],
        "organization": str(ORGANIZATION),
        "differences": _("Biggest differences by practice"),
        "no_differences": _("No practice is rated by two of them, or all do the same."),
        "method": _("How this comparison was made"),
        "no_mix": _("Not enough answers"),
    }


# --- Stages and scores ----------------------------------------------------------------------------


def _columns() -> tuple[str, ...]:
    heads = (ORGANIZATION, STAGE, _("Mix"), SCORE, CHANGE, PEOPLE, _("Closed on"))
    return tuple(str(each) for each in heads)


def _organization(row: Row) -> Compared:
    latest = row.latest
    stage = _("No stage yet") if latest.stage is None else stage_name(latest.stage)
    cells = (shown_points(points_of(latest.score)), signed(row.change), str(latest.people))
    return Compared(
        row.name,
        latest.stage,
        stage,
        contested(latest),
        _bar(latest.mix),
        (*cells, localdate(latest.closed_at).isoformat()),
    )


def _mean(comparison: Comparison) -> Compared | None:
    mean, n = comparison.totals.mean, comparison.totals.scored
    if mean is None:
        return None
    cells = (str(points(mean.practice)), "", "", "")
    return Compared(_("Mean of all"), None, _("n %(n)d") % {"n": n}, "", _bar(mean), cells)


def _bar(mix: Mix | None) -> Bar | None:
    if mix is None:
        return None
    explicit, implicit, declared, absent = whole_mix(mix.parts)
    return Bar((explicit, implicit, declared, absent), mix_words((explicit, implicit, declared, absent)))


# --- The heat table -------------------------------------------------------------------------------


def _heat(comparison: Comparison, rows: Sequence[Row]) -> Iterator[HeatRow]:
    dimensions, kind = [each.key for each in comparison.dimensions], comparison.choice.cells
    targets: Sequence[Mapping[str, float]] = [{}] * len(rows)
    if kind is Cells.GAP:
        targets = targets_of(rows, comparison.cohort.versions, dimensions)
    for row, own in zip(rows, targets, strict=True):
        yield HeatRow(row.name, tuple(_shaded(row, key, kind, own) for key in dimensions))


def _shaded(row: Row, key: str, kind: Cells, targets: Mapping[str, float]) -> Shaded:
    score = row.dimensions.get(key)
    if kind is Cells.MIX:
        bar = _bar(row.mixes.get(key))
        return Shaded(DASH, None, bar.parts if bar else None)
    if kind is Cells.GAP:
        gap = gap_of(score, targets.get(key))
        if gap is None:
            return Shaded(DASH, None)
        return Shaded(f"{MINUS}{gap}" if gap else "0", bisect_right(GAPS_FROM, gap))
    number = points_of(score)
    if number is None:
        return Shaded(DASH, None)
    return Shaded(str(number), bisect_right(SHADES_FROM, number), limits=key == row.latest.limiting_dimension)


def _heat_key(kind: Cells) -> str:
    missing = _("A dash: too few answers, does not apply, or not comparable.")
    if kind is Cells.SCORE:
        return _("From 0 to 100; underlined: what limits the organization.") + " " + missing
    if kind is Cells.GAP:
        return _("Points missing to the target of the organization’s round, 0 where it is reached.") + " " + missing
    return _("Explicit, implicit, declared, absent; each sums to 100.") + " " + missing


# --- Method ---------------------------------------------------------------------------------------


def _method(comparison: Comparison) -> Iterator[Passage]:
    versions = list(standing(comparison))
    yield Passage(
        _("Where the numbers come from"),
        (
            _(
                "Each organization counts with its latest closed round, as of the day chosen where there is one. The "
                "numbers are those stored with each result: every practice is asked twice, what happens and how that "
                "came about, and the two answers place it in one of four parts that sum to 100. The score is explicit "
                "and implicit together."
            ),
            *versions,
        ),
    )
    yield Passage(
        _("What it does not claim"),
        points=(
            _("It is no audit. It shows what people say happens, not what has been checked."),
            _("It is no ranking: organizations have different models, risks and targets."),
            _("A difference can come from who answered. With one or two people it is their view."),
            _("A mean of so few organizations says nothing about others."),
        ),
    )
