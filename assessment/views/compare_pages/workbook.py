"""The comparison as a spreadsheet: a sheet for each table of each view, with exactly its lines in their order."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from assessment.reports.csv_files import Cell
from assessment.reports.workbooks import Column, Sheet
from assessment.views.compare_pages.chosen import about
from assessment.views.compare_pages.comparison import UNPINNED, Comparison
from assessment.views.compare_pages.views import FILES, File

FIRST_WIDTH, WIDEST, NARROWEST = 34, 30, 9
ROOM = 2  # letters beside a heading


def sheets_of(comparison: Comparison, filters: list[tuple[str, str]]) -> list[Sheet]:
    """Return what was chosen, and then every table of every view of the same choice."""
    # All views but some hold the same lines in the same order: what was read for one is at hand for the others.
    unpinned = replace(comparison, view=UNPINNED[0])
    tables = [_sheet(file, unpinned if view.key in UNPINNED else comparison) for view, file in FILES.values()]
    columns = (Column(_("What"), 36), Column(_("Value"), 70))
    return [Sheet(_("What was chosen"), columns, list(about(comparison, filters))), *tables]


def _sheet(file: File, comparison: Comparison) -> Sheet:
    table = file.sheet(comparison)
    columns = [Column(heading, _width(heading, place)) for place, heading in enumerate(table.columns)]
    rows: Sequence[Sequence[Cell]] = list(table.rows)
    return Sheet(str(file.word), columns, rows)


def _width(heading: str, place: int) -> int:
    return FIRST_WIDTH if place == 0 else min(max(len(heading) + ROOM, NARROWEST), WIDEST)
