"""Whether organizations that think so have their practices agreed more often: dots, and a rank correlation in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import sqrt

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.charts.relation import Site, relation
from assessment.charts.rounding import whole_points
from assessment.forms.comparisons import address_of
from assessment.measurement.rank_correlation import rank_correlation
from assessment.reports.csv_files import Cell
from assessment.services.comparison_perception import TENTHS, crowds_of, means_of
from assessment.services.comparisons import MOST_AT_HAND
from assessment.views.charts import Chart, drawn
from assessment.views.compare_pages.cells import MINUS
from assessment.views.compare_pages.comparison import Comparison
from assessment.views.compare_pages.lines import ORGANIZATION

RELATION = "perception-explicitness"  # how the file is called
ENOUGH = 10  # organizations; of fewer nothing is said
LIKELY = 2.0  # standard errors from nothing, about 95 of 100
WEAK, CLEAR = 0.2, 0.5


@dataclass(frozen=True, slots=True)
class Point:
    """Organizations at one place: a mean in tenths and an explicitness in points; named where it is a single one."""

    tenths: int
    points: int
    number: int = 1
    name: str = ""
    place: int | None = None


def points_shown(comparison: Comparison, construct: str) -> list[Point]:
    """Return where the organizations are whose mean may be told: each by itself, of very many how many are where."""
    if comparison.totals.number > MOST_AT_HAND:
        crowds = crowds_of(comparison.results, construct)
        return [Point(*where, number) for where, number in sorted(crowds.items())]
    means = means_of(comparison.results, construct)
    return [
        Point(tenths_of(means[row.latest.result]), whole_points(row.latest.mix.explicitness), 1, row.name,
              comparison.place(row))
        for row in comparison.every()
        if row.latest.mix and row.latest.result in means
    ]  # fmt: skip


def tenths_of(mean: float) -> int:
    """Return a mean in tenths, halves upward, as it is shown."""
    return int(mean * TENTHS + 0.5 + 1e-9)


def relation_chart(comparison: Comparison, construct: str, title: str) -> Chart | None:
    """Return the chart of a construct against explicitness; None where no mean may be told."""
    points = points_shown(comparison, construct)
    if not points:
        return None
    words = (_("%(construct)s, mean of 1 to 5") % {"construct": title}, _("Explicitness"))
    figure, narrow = drawn(partial(relation, [_site(each) for each in points], words))
    return Chart(
        id="perception-relation",
        finding=relation_finding(points, title),
        shows=_("Mean opinion and explicitness, one dot per organization with at least 3 respondents"),
        figure=figure,
        narrow=narrow,
        columns=columns(comparison),
        rows=[_line(each) for each in points],
        csv_url=reverse("compare-file", args=[RELATION]) + address_of(comparison.choice),
    )


def _site(point: Point) -> Site:
    words = {"mean": _decimal(point.tenths), "explicitness": point.points}
    said = _("mean %(mean)s, explicitness %(explicitness)d") % words
    who = point.name or _organizations(point.number)
    return Site(point.tenths / TENTHS, point.points / 100, f"{who}: {said}", point.number, point.name, point.place)


def _organizations(number: int) -> str:
    return ngettext("%(number)d organization", "%(number)d organizations", number) % {"number": number}


def _decimal(tenths: int) -> str:
    return number_format(tenths / TENTHS, 1)


def relation_of(points: Sequence[Point]) -> tuple[float | None, int]:
    """Return the rank correlation of the values as they are shown, and of how many organizations it is."""
    pairs = [(float(each.tenths), float(each.points)) for each in points for _one in range(each.number)]
    return rank_correlation(pairs), len(pairs)


def relation_finding(points: Sequence[Point], title: str) -> str:
    """Return in words whether the two go together, never that one makes the other."""
    found, number = relation_of(points)
    words = {"construct": title, "n": number}
    if number < ENOUGH or found is None:
        return _("“%(construct)s” and explicitness: too few organizations to tell (n %(n)d)") % words
    told = {**words, "rho": number_format(found, 2).replace("-", MINUS)}
    if abs(found) * sqrt(number - 1) < LIKELY or abs(found) < WEAK:
        return _("“%(construct)s” and explicitness: no clear relation (rank correlation %(rho)s, n %(n)d)") % told
    return _sentence(found) % told


def _sentence(found: float) -> str:
    if found > 0:
        if found < CLEAR:
            return _("“%(construct)s” and explicitness go together a little (rank correlation %(rho)s, n %(n)d)")
        return _("“%(construct)s” and explicitness go together (rank correlation %(rho)s, n %(n)d)")
    if found > -CLEAR:
        return _("Where “%(construct)s” is higher, explicitness is a little lower (rank correlation %(rho)s, n %(n)d)")
    return _("Where “%(construct)s” is higher, explicitness is lower (rank correlation %(rho)s, n %(n)d)")


# --- The file -------------------------------------------------------------------------------------


def columns(_comparison: Comparison) -> list[str]:
    """Return the headings of the table and of the file."""
    return [str(ORGANIZATION), _("Mean, 1 to 5"), _("Explicitness")]


def rows_of(points: Sequence[Point]) -> Iterator[list[Cell]]:
    """Return the lines of the file: one per organization, of very many one per place that they share."""
    return (_line(each) for each in points)


def _line(point: Point) -> list[Cell]:
    return [point.name or _organizations(point.number), point.tenths / TENTHS, point.points]
