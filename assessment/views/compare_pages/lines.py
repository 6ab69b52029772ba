"""The heatmap table of a comparison: its headings, its lines, and what is said of each organization."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from assessment.charts.rounding import whole_points
from assessment.forms.comparisons import address_of
from assessment.services.comparisons import Choice, Cohort, Dimension, Round, Row
from assessment.services.spreads import Spread, spread
from assessment.views.compare_pages.heads import Head, dimension_heads, head, with_breaks
from assessment.wording import NO_VALUE as DASH
from assessment.wording import stage_name

SHADES_FROM = (15, 30, 50, 70, 85)  # where the shade changes; three of them are stage thresholds
MINUS = "\N{MINUS SIGN}"

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
class Cell:
    """A score in whole points or a dash, the classes that shade it, and whether it limits its organization.

    All is text already: the page holds thousands of these, and formatting numbers takes time.
    """

    text: str
    classes: str
    limits: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One organization as the table shows it.

    `number` tells it from the other lines, whatever their order; `mark` is its place among the highlighted,
    or None. `contested` and `between` say how far its stage is contested, with and without that word; empty
    where it is not.
    """

    row: Row
    number: int
    mark: int | None
    cells: tuple[Cell, ...]
    score: str
    people: str
    change: str
    contested: str
    between: str
    limit: str
    toggle: str


@dataclass(frozen=True, slots=True)
class Table:
    """The headings, the lines of this page, and the spreads of all that pass the filters."""

    heads: dict[str, Head]
    dimensions: tuple[Head, ...]
    people: str
    lines: tuple[Line, ...]
    score: Spread
    medians: tuple[tuple[Cell, Spread], ...]

    @property
    def overlays(self) -> bool:
        """Whether a column stands apart."""
        return any(head.overlay for head in self.dimensions)


def table_of(cohort: Cohort, choice: Choice, rows: Sequence[Row], shown: Sequence[Row]) -> Table:
    """The table of the rows `shown` on this page, with the medians of all `rows` that pass the filters."""
    spreads = [spread(row.dimensions.get(dimension.key) for row in rows) for dimension in cohort.dimensions]
    names = {"name": ORGANIZATION, "score": SCORE, "change": CHANGE, "coverage": COVERAGE}
    return Table(
        heads={column: head(choice, column, str(label)) for column, label in names.items()},
        dimensions=dimension_heads(choice, cohort.dimensions),
        people=with_breaks(str(PEOPLE)),
        lines=tuple(line_of(row, choice, cohort) for row in shown),
        score=spread(row.latest.score for row in rows),
        medians=tuple(
            (_cell(each, found.median), found) for each, found in zip(cohort.dimensions, spreads, strict=True)
        ),
    )


def line_of(row: Row, choice: Choice, cohort: Cohort) -> Line:
    """One organization, ready to be shown."""
    places, dimensions = choice.highlighted, cohort.dimensions
    return Line(
        row=row,
        number=cohort.numbers[row.uid],
        mark=places.index(row.uid) if row.uid in places else None,
        cells=tuple(_cell(each, row.dimensions.get(each.key), row.latest.limiting_dimension) for each in dimensions),
        score=_shown(points_of(row.latest.score)),
        people=str(row.latest.people),
        change=signed(row.change),
        contested=contested(row.latest),
        between=range_of(row.latest),
        limit=_limit(row, dimensions),
        toggle=address_of(choice, highlight=toggled(places, row.uid)),
    )


def _limit(row: Row, dimensions: Sequence[Dimension]) -> str:
    """The limiting dimension with its score; empty where there is none."""
    title = next((each.title for each in dimensions if each.key == row.latest.limiting_dimension), "")
    points = points_of(row.dimensions.get(row.latest.limiting_dimension))
    return f"{title} {points}" if title and points is not None else ""


def toggled(places: tuple[UUID, ...], uid: UUID) -> tuple[UUID, ...]:
    """The highlights without this one, or with it."""
    return tuple(place for place in places if place != uid) if uid in places else (*places, uid)


def _cell(dimension: Dimension, score: float | None, limiting: str = "") -> Cell:
    apart = " is-apart" if dimension.overlay else ""
    points = points_of(score)
    if points is None:
        return Cell(DASH, f"q q-none{apart}")
    limits = dimension.key == limiting
    return Cell(str(points), f"q q{bisect_right(SHADES_FROM, points)}{' is-limit' if limits else ''}{apart}", limits)


def points_of(share: float | None) -> int | None:
    """A share in whole points; None where there is none."""
    return None if share is None else whole_points(share)


def _shown(points: int | None) -> str:
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
