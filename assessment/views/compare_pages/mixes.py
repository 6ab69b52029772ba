"""The adoption mixes, one column per organization."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from assessment.charts.mixes import Column, MixWords, mix_columns
from assessment.charts.rounding import whole_mix
from assessment.measurement.mix import Mix
from assessment.services.comparisons import Row, mean_mix, ordered
from assessment.views.charts import Chart, drawn
from assessment.views.compare_pages.comparison import Comparison
from assessment.views.compare_pages.findings import mix_finding
from assessment.views.compare_pages.lines import ORGANIZATION, PARTS


def context(comparison: Comparison) -> dict[str, Any]:
    """Return what the template of the mixes takes."""
    return {"mix_chart": mix_chart(comparison)}


def columns(_comparison: Comparison) -> list[str]:
    """Return the headings of the file."""
    return [str(ORGANIZATION), *(str(part) for part in PARTS)]


def rows(comparison: Comparison) -> Iterator[list[str]]:
    """Return the lines of the file: every organization with an overall result, in the order asked for."""
    return (_mix_line(row, mix) for row, mix in _scored(ordered(comparison.rows, comparison.choice)))


def _scored(rows: Sequence[Row]) -> list[tuple[Row, Mix]]:
    return [(row, row.latest.mix) for row in rows if row.latest.mix is not None]


def _mix_line(row: Row, mix: Mix) -> list[str]:
    return [row.name, *map(str, whole_mix(mix.parts))]


def mix_chart(comparison: Comparison) -> Chart | None:
    """The mixes of this page's organizations in the order asked for; None where none has an overall result."""
    scored = _scored(ordered(comparison.page, comparison.choice))
    mean = mean_mix(comparison.rows)
    if not scored or mean is None:
        return None
    drawn_columns = [Column(row.name, mix, comparison.place(row)) for row, mix in scored]
    parts = [str(part) for part in PARTS]
    words = MixWords(parts, _("Organizations, ordered as the table"))
    figure, narrow = drawn(partial(mix_columns, drawn_columns, words))
    return Chart(
        id="comparison-mixes",
        finding=mix_finding(mean),
        shows=_("Adoption mix, one column per organization, ordered as the table"),
        figure=figure,
        narrow=narrow,
        columns=[str(ORGANIZATION), *parts],
        rows=[_mix_line(row, mix) for row, mix in scored],
        csv_url=comparison.csv_url,
    )
