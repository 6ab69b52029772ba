"""The views of the comparison: what each is called, what it shows, and its table as a file."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessment.forms.comparisons import address_of
from assessment.reports.csv_files import Cell
from assessment.services.comparison_choices import Choice
from assessment.views.compare_pages import dots, heatmap, maps, mixes, table
from assessment.views.compare_pages.comparison import Comparison, path_of


@dataclass(frozen=True)
class Sheet:
    """A table of exactly what a view shows, all its pages; the headings first."""

    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]


@dataclass(frozen=True)
class View:
    """One view: its key in the address, its word, its template, what the template takes, and its table."""

    key: str
    word: Promise
    template: str
    context: Callable[[Comparison], dict[str, Any]]
    columns: Callable[[Comparison], Sequence[str]]
    rows: Callable[[Comparison], Iterable[Sequence[Cell]]]
    draws: bool = field(default=True)

    def sheet(self, comparison: Comparison) -> Sheet:
        """Return the table of what this view shows of the comparison."""
        return Sheet(self.columns(comparison), self.rows(comparison))


# In the order of the tabs. A view is added here, and nowhere else.
VIEWS: tuple[View, ...] = (
    View("map", _("Map"), "compare/views/map.html", maps.context, maps.columns, maps.rows),
    View("heatmap", _("Heatmap"), "compare/views/heatmap.html", heatmap.context, heatmap.columns, heatmap.rows, False),
    View("dots", _("Dots"), "compare/views/dots.html", dots.context, dots.columns, dots.rows),
    View("mix", _("Mix"), "compare/views/mix.html", mixes.context, mixes.columns, mixes.rows),
    View("table", _("Table"), "compare/views/table.html", table.context, table.columns, table.rows, False),
)
BY_KEY = {view.key: view for view in VIEWS}


@dataclass(frozen=True)
class Tab:
    """One view; `here` for the one that is shown."""

    address: str
    word: str
    here: bool


def tabs(choice: Choice, here: View) -> list[Tab]:
    """Return all views of the same choice, as tabs."""
    return [Tab(path_of(view.key) + address_of(choice), str(view.word), view is here) for view in VIEWS]
