"""One organization of a comparison as pages say it: its score, its change, whether its stage is contested."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from assessment.charts.rounding import whole_points
from assessment.forms.comparisons import address_of
from assessment.services.comparison_rows import Round, Row
from assessment.services.comparisons import Dimension
from assessment.views.compare_pages.cells import MINUS, Cell
from assessment.views.compare_pages.comparison import Comparison
from assessment.wording import NO_VALUE as DASH
from assessment.wording import stage_name

SCORE = gettext_lazy("Score")
CHANGE = gettext_lazy("Since last")
PEOPLE = gettext_lazy("People")
COVERAGE = gettext_lazy("Coverage")
ORGANIZATION = gettext_lazy("Organization")
STAGE = gettext_lazy("Stage")
PARTS: tuple[str | Promise, ...] = (
    pgettext_lazy("part of the mix", "Explicit"),
    pgettext_lazy("part of the mix", "Implicit"),
    pgettext_lazy("part of the mix", "Declared"),
    pgettext_lazy("part of the mix", "Absent"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One organization as a table shows it.

    `number` tells it from the other lines, whatever their order; `mark` is its place among the highlighted,
    or None. `contested` and `between` say how far its stage is contested, with and without that word; empty
    where it is not.
    """

    row: Row
    number: str
    mark: int | None
    score: str
    people: str
    change: str
    contested: str
    between: str
    limit: str
    toggle: str
    cells: tuple[Cell, ...] = ()


def line_of(row: Row, comparison: Comparison, cells: tuple[Cell, ...] = ()) -> Line:
    """One organization, ready to be shown."""
    places = comparison.choice.highlighted
    return Line(
        row=row,
        number=row.uid.hex,
        mark=comparison.place(row),
        score=shown_points(points_of(row.latest.score)),
        people=str(row.latest.people),
        change=signed(row.change),
        contested=contested(row.latest),
        between=range_of(row.latest),
        limit=_limit(row, comparison.dimensions),
        toggle=address_of(comparison.choice, highlight=toggled(places, row.uid)),
        cells=cells,
    )


def _limit(row: Row, dimensions: Sequence[Dimension]) -> str:
    """The limiting dimension with its score; empty where there is none."""
    title = next((each.title for each in dimensions if each.key == row.latest.limiting_dimension), "")
    points = points_of(row.dimensions.get(row.latest.limiting_dimension))
    return f"{title} {points}" if title and points is not None else ""


def toggled(places: tuple[UUID, ...], uid: UUID) -> tuple[UUID, ...]:
    """The highlights without this one, or with it."""
    return tuple(place for place in places if place != uid) if uid in places else (*places, uid)


def points_of(share: float | None) -> int | None:
    """A share in whole points; None where there is none."""
    return None if share is None else whole_points(share)


def shown_points(points: int | None) -> str:
    """Whole points as text, a dash for none."""
    return DASH if points is None else str(points)


def signed(change: float | None) -> str:
    """A change of -1..1 in whole points with its sign, or a dash where there is none."""
    if change is None:
        return DASH
    points = whole_points(abs(change))
    return f"{'+' if change > 0 else MINUS}{points}" if points else "0"


def contested(latest: Round) -> str:
    """What is said of a contested stage; empty where it is not contested."""
    dispute = range_of(latest)
    if not dispute:
        return ""
    differ = latest.stage_lowest == latest.stage_highest
    return (_("contested: %(range)s") if differ else _("contested, %(range)s")) % {"range": dispute}


def range_of(latest: Round) -> str:
    """Between which stages a contested round lies; empty where it is not contested."""
    if not latest.contested or latest.stage_lowest is None or latest.stage_highest is None:
        return ""
    if latest.stage_lowest == latest.stage_highest:
        return _("the answers differ")
    return _("between %(lowest)s and %(highest)s") % {
        "lowest": stage_name(latest.stage_lowest),
        "highest": stage_name(latest.stage_highest),
    }
