"""The cells of the heatmap: a score, a mix, or how far it is to the target, with their shades."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessment.charts.rounding import whole_mix, whole_points
from assessment.measurement.mix import Mix
from assessment.services.comparison_choices import Cells
from assessment.services.comparison_rows import Row
from assessment.services.comparisons import Dimension
from assessment.wording import NO_VALUE as DASH

SHADES_FROM = (15, 30, 50, 70, 85)  # where the shade changes; three of them are stage thresholds
GAPS_FROM = (1, 10, 20, 30, 45)
MINUS = "\N{MINUS SIGN}"
PART_CLASSES = ("mix-explicit", "mix-implicit", "mix-declared", "mix-absent")
HATCHED = format_html(' fill="{}"', "url(#hatch)")  # the style sheet fills the others


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in it, the classes that shade it, and whether it limits its organization.

    All is text already: the page holds thousands of these, and formatting numbers takes time.
    """

    text: str
    classes: str
    limits: bool = False


def cells_of(
    row: Row, dimensions: tuple[Dimension, ...], kind: Cells, targets: Mapping[str, float]
) -> tuple[Cell, ...]:
    """The cells of one organization; `targets` by dimension are needed for the gaps alone."""
    if kind is Cells.MIX:
        return tuple(mix_cell(each, row.mixes.get(each.key)) for each in dimensions)
    if kind is Cells.GAP:
        return tuple(gap_cell(each, row.dimensions.get(each.key), targets.get(each.key)) for each in dimensions)
    limiting = row.latest.limiting_dimension
    return tuple(score_cell(each, row.dimensions.get(each.key), limiting) for each in dimensions)


def score_cell(dimension: Dimension, score: float | None, limiting: str = "") -> Cell:
    """A score in whole points, or a dash."""
    if score is None:
        return Cell(DASH, f"q q-none{_apart(dimension)}")
    points, limits = whole_points(score), dimension.key == limiting
    shade = bisect_right(SHADES_FROM, points)
    return Cell(str(points), f"q q{shade}{' is-limit' if limits else ''}{_apart(dimension)}", limits)


def gap_of(score: float | None, target: float | None) -> int | None:
    """How many whole points of the score as shown are missing to the target; 0 where it is reached."""
    if score is None or target is None:
        return None
    return max(whole_points(target) - whole_points(score), 0)


def gap_cell(dimension: Dimension, score: float | None, target: float | None) -> Cell:
    """The gap as a negative number, 0 where the target is reached, or a dash."""
    gap = gap_of(score, target)
    if gap is None:
        return Cell(DASH, f"q q-none{_apart(dimension)}")
    return Cell(f"{MINUS}{gap}" if gap else "0", f"q q{bisect_right(GAPS_FROM, gap)}{_apart(dimension)}")


def mix_cell(dimension: Dimension, mix: Mix | None) -> Cell:
    """The mix as a small bar, or a dash."""
    if mix is None:
        return Cell(DASH, f"q q-none{_apart(dimension)}")
    return Cell(_bar(whole_mix(mix.parts)), f"q q-mix{_apart(dimension)}")


def _bar(points: list[int]) -> SafeString:
    """As components/_mix_bar.html, with less around it: there are thousands of these."""
    explicit, implicit, declared, absent = points
    words = {"explicit": explicit, "implicit": implicit, "declared": declared, "absent": absent}
    label = _("Explicit %(explicit)d, implicit %(implicit)d, declared %(declared)d, absent %(absent)d") % words
    starts = (0, explicit, explicit + implicit, explicit + implicit + declared)
    rects = format_html_join(
        "",
        '<rect class="{}"{} x="{}%" width="{}%"/>',
        (
            (name, HATCHED if name == "mix-declared" else "", start, width)
            for name, start, width in zip(PART_CLASSES, starts, points, strict=True)
            if width
        ),
    )
    return format_html('<svg class="mix" role="img" aria-label="{}">{}</svg>', label, rects)


def _apart(dimension: Dimension) -> str:
    return " is-apart" if dimension.overlay else ""
