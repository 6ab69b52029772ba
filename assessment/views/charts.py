"""What every page with charts needs: a chart with its table, in both layouts, and the words of an adoption map."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessment.charts.adoption_map import MapWords
from assessment.charts.figures import Figure, changes
from assessment.reports.csv_files import Cell
from assessment.wording import PART_NAMES


@dataclass(frozen=True)
class Chart:
    """A chart as templates/components/_chart.html takes it; `narrow` is what differs on a small screen."""

    id: str
    finding: str
    shows: str
    figure: Figure
    narrow: Figure
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    csv_url: str


def drawn(draw: Callable[..., Figure]) -> tuple[Figure, Figure]:
    """Return the wide figure, and what the narrow one has of its own."""
    wide = draw()
    return wide, changes(wide, draw(narrow=True))


def map_words() -> MapWords:
    """Return the words of an adoption map."""
    return MapWords(
        explicitness=_("Explicitness: how far it is agreed"),
        practice=_("Practice: how far it is done"),
        explicit=str(PART_NAMES["explicit"]),
        implicit=str(PART_NAMES["implicit"]),
        declared=str(PART_NAMES["declared"]),
        absent=str(PART_NAMES["absent"]),
    )
