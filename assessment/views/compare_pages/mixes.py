"""The adoption mixes, one column per organization."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from assessment.charts.mixes import Column, MixWords, mix_columns
from assessment.charts.rounding import whole_mix
from assessment.forms.comparisons import address_of
from assessment.measurement.mix import Mix
from assessment.reports.csv_files import Cell
from assessment.services.comparison_choices import Choice
from assessment.services.comparison_rows import Row
from assessment.views.charts import Chart, drawn
from assessment.views.compare_pages.comparison import Comparison, Switch
from assessment.views.compare_pages.findings import mix_finding
from assessment.views.compare_pages.lines import ORGANIZATION, PARTS, SCORE


def context(comparison: Comparison) -> dict[str, Any]:
    """Return what the template of the mixes takes."""
    return {"mix_chart": mix_chart(comparison), "orders": _orders(comparison.choice)}


ORDERS = ("score", "explicit", "implicit", "declared", "absent")


def _orders(choice: Choice) -> list[Switch]:
    words = dict(zip(ORDERS, (SCORE, *PARTS), strict=True))
    return [
        Switch(address_of(choice, sort=f"-{column}"), str(word), choice.order == f"-{column}")
        for column, word in words.items()
    ]


def columns(_comparison: Comparison) -> list[str]:
    """Return the headings of the file."""
    return [str(ORGANIZATION), *(str(part) for part in PARTS)]


def rows(comparison: Comparison) -> Iterator[list[Cell]]:
    """Return the lines of the file: every organization with an overall result, in the order asked for."""
    return (_mix_line(row, mix) for row, mix in _scored(comparison.every()))


def _scored(rows: Iterable[Row]) -> list[tuple[Row, Mix]]:
    return [(row, row.latest.mix) for row in rows if row.latest.mix is not None]


def _mix_line(row: Row, mix: Mix) -> list[Cell]:
    return [row.name, *whole_mix(mix.parts)]


def mix_chart(comparison: Comparison) -> Chart | None:
    """The mixes of this page's organizations in the order asked for; None where none has an overall result."""
    scored = _scored(comparison.page)
    mean = comparison.totals.mean
    if not scored or mean is None:
        return None
    drawn_columns = [Column(row.name, mix, comparison.place(row)) for row, mix in scored]
    parts = [str(part) for part in PARTS]
    words = MixWords(parts, _("Organizations, in the order chosen"))
    figure, narrow = drawn(partial(mix_columns, drawn_columns, words))
    return Chart(
        id="comparison-mixes",
        finding=mix_finding(mean),
        shows=_("Adoption mix, one column per organization"),
        figure=figure,
        narrow=narrow,
        columns=[str(ORGANIZATION), *parts],
        rows=[_mix_line(row, mix) for row, mix in scored],
        csv_url=comparison.csv_url,
    )
