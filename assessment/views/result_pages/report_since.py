"""What a report says of the time since the round before: both rounds side by side, and what moved most."""

from dataclasses import replace

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessment.charts.rounding import whole_mix
from assessment.reports.report import Report, Since, Table
from assessment.services.differences import Difference, Side
from assessment.views.result_pages.differences import rescored_sentence
from assessment.views.result_pages.trend_sentences import difference_finding, extremes
from assessment.wording import NO_VALUE, PART_NAMES, fraction_percent, points, stage_name


def with_since(report: Report, difference: Difference | None) -> Report:
    """Return the report with the round before beside its own, where there is one that it can be compared with."""
    if difference is None or not difference.changes:
        return report
    return replace(report, since=_since(difference))


def _since(difference: Difference) -> Since:
    parts = tuple(map(str, PART_NAMES.values()))
    columns = (_("Round"), _("Closed"), _("People"), _("Stage"), _("Score"), *parts, _("Coverage"))
    said = (f"{difference_finding(difference)}.", *extremes(difference), rescored_sentence(difference))
    return Since(
        heading=_("Since last time"),
        paragraphs=tuple(filter(None, said)),
        table=Table(columns, tuple(_row(side) for side in (difference.before, difference.after))),
    )


def _row(side: Side) -> tuple[str, ...]:
    closed_at = side.round.assessment.closed_at
    score = str(points(side.mix.practice if side.mix else None))
    return (
        side.round.title,
        date_format(timezone.localtime(closed_at)) if closed_at else NO_VALUE,
        str(side.round.result.people),
        _("No stage yet") if side.stage is None else stage_name(side.stage),
        score,
        *(map(str, whole_mix(side.mix.parts)) if side.mix else (NO_VALUE,) * 4),
        fraction_percent(side.coverage),
    )
