"""The views of the comparison: what each is called, what it shows, and its table as a file."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessment.forms.comparisons import address_of
from assessment.reports.csv_files import Cell
from assessment.services.comparison_choices import Choice
from assessment.views.compare_pages import (
    dots,
    heatmap,
    maps,
    mixes,
    perception,
    practices,
    ranked,
    relations,
    table,
    trend,
)
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


# In the order of the tabs. A view is added here, and nowhere else.
VIEWS: tuple[View, ...] = (
    View("map", _("Map"), "compare/views/map.html", maps.context, maps.columns, maps.rows),
    View("heatmap", _("Heatmap"), "compare/views/heatmap.html", heatmap.context, heatmap.columns, heatmap.rows, False),
    View(
        "practices",
        _("Practices"),
        "compare/views/practices.html",
        practices.context,
        practices.columns,
        practices.rows,
        False,
    ),
    View("dots", _("Dots"), "compare/views/dots.html", dots.context, dots.columns, dots.rows),
    View("mix", _("Mix"), "compare/views/mix.html", mixes.context, mixes.columns, mixes.rows),
    View("trend", _("Trend"), "compare/views/trend.html", trend.context, trend.columns, trend.rows),
    View(
        "perception",
        _("Perception"),
        "compare/views/perception.html",
        perception.context,
        perception.columns,
        perception.rows,
    ),
    View("table", _("Table"), "compare/views/table.html", table.context, table.columns, table.rows, False),
)
BY_KEY = {view.key: view for view in VIEWS}


@dataclass(frozen=True)
class File:
    """A table that can be taken along: its key in the address, its word, and its lines."""

    key: str
    word: Promise
    columns: Callable[[Comparison], Sequence[str]]
    rows: Callable[[Comparison], Iterable[Sequence[Cell]]]

    def sheet(self, comparison: Comparison) -> Sheet:
        """Return the table of what is shown of the comparison."""
        return Sheet(self.columns(comparison), self.rows(comparison))


# Second tables of views, by the view they belong to.
BESIDE: dict[str, tuple[File, ...]] = {
    "practices": (File(ranked.RANKED, _("Practices, ranked"), ranked.columns, ranked.rows),),
    "trend": (File(trend.ROUNDS, _("Rounds of the highlighted"), trend.round_columns, trend.round_rows),),
    "perception": (
        File(relations.RELATION, _("Opinion and explicitness"), relations.columns, perception.relation_rows),
    ),
}


def files_of(view: View) -> tuple[File, ...]:
    """Return all tables of a view; the first has its key."""
    return (File(view.key, view.word, view.columns, view.rows), *BESIDE.get(view.key, ()))


FILES = {file.key: (view, file) for view in VIEWS for file in files_of(view)}


@dataclass(frozen=True)
class Tab:
    """One view; `here` for the one that is shown."""

    address: str
    word: str
    here: bool


def tabs(choice: Choice, here: View) -> list[Tab]:
    """Return all views of the same choice, as tabs."""
    return [Tab(path_of(view.key) + address_of(choice), str(view.word), view is here) for view in VIEWS]
