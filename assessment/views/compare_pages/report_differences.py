"""In which practices a few organizations differ most: the lowest and the highest of each, and who that is."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessment.charts.rounding import whole_points
from assessment.reports.report import Table
from assessment.services.comparison_practices import Compared, Rated, rated_by
from assessment.services.comparison_rows import Row
from assessment.views.compare_pages.comparison import Comparison
from assessment.views.compare_pages.practices import practices_in

LISTED = 10


@dataclass(frozen=True, slots=True)
class Difference:
    """A practice, the fewest and the most points that an organization has in it, and who has them."""

    practice: Compared
    low: int
    lowest: tuple[str, ...]
    high: int
    highest: tuple[str, ...]

    @property
    def apart(self) -> int:
        return self.high - self.low


def differences_of(comparison: Comparison, rows: Sequence[Row]) -> list[Difference]:
    """Return the practices in which these organizations are the farthest apart, the widest first."""
    practices = practices_in(comparison)
    rated = rated_by([row.latest.result for row in rows], practices, [each.key for each in practices.all])
    found = [_difference(each, rows, rated) for each in practices.all]
    apart = [each for each in found if each is not None and each.apart]
    return sorted(apart, key=lambda each: -each.apart)[:LISTED]


def _difference(practice: Compared, rows: Sequence[Row], rated: dict[int, dict[str, Rated]]) -> Difference | None:
    own = [(row.name, rated[row.latest.result].get(practice.key)) for row in rows]
    known = [(whole_points(each.x), name) for name, each in own if each is not None and each.x is not None]
    if not known:
        return None
    low, high = min(known)[0], max(known)[0]
    lowest, highest = (tuple(name for value, name in known if value == end) for end in (low, high))
    return Difference(practice, low, lowest, high, highest)


def differences_table(comparison: Comparison, rows: Sequence[Row]) -> Table:
    """Return the differences as a table of texts."""
    titles = {each.key: each.title for each in comparison.cohort.dimensions}
    columns = (_("Practice"), _("Least done"), _("Most done"), _("Apart"))
    lines = [
        (
            f"{each.practice.name} ({titles.get(each.practice.dimension, '')})",
            f"{each.low}: {_whose(each.lowest)}",
            f"{each.high}: {_whose(each.highest)}",
            str(each.apart),
        )
        for each in differences_of(comparison, rows)
    ]
    return Table(columns, tuple(lines))


def _whose(names: Sequence[str]) -> str:
    """The first of them, and how many more there are."""
    if len(names) == 1:
        return names[0]
    return _("%(name)s and %(number)d more") % {"name": names[0], "number": len(names) - 1}
