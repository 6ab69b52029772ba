"""What every view of the comparison draws from: the organizations chosen, those of this page, and what was asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import overload

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.urls import reverse

from assessment.forms.comparisons import address_of
from assessment.models import Person, Result
from assessment.services.comparison_choices import ROWS_PER_PAGE, Choice
from assessment.services.comparison_groups import Totals
from assessment.services.comparison_rows import Row
from assessment.services.comparisons import Chosen, Cohort, Dimension, Selection, selection_of
from assessment.services.spreads import Spread

UNPINNED = ("mix",)  # views whose order highlights don't change
FIRST_VIEW = "map"  # it stands at /compare/ itself


def path_of(view: str) -> str:
    """Return the path of the view with this key."""
    return reverse("compare") if view == FIRST_VIEW else reverse("compare-view", args=[view])


@dataclass(frozen=True, slots=True)
class Switch:
    """One of several ways to look at a view; `here` for the one that is shown."""

    address: str
    word: str
    here: bool


@dataclass(frozen=True)
class Rows(Sequence[Row]):
    """The rows chosen as a list that is read page by page."""

    chosen: Chosen

    def __len__(self) -> int:
        return self.chosen.totals.number

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        if isinstance(place, slice):
            return self.chosen.rows(place.start, place.stop)
        return self.chosen.rows(place, place + 1)[0]


@dataclass(frozen=True)
class Comparison:
    """One view of what a person may compare, as the address asks for it; all of it is read when it is needed.

    Every row says what its organization may be called here: `Row.name` is the name, a letter, or neither.
    """

    person: Person
    cohort: Cohort
    choice: Choice
    view: str

    @cached_property
    def selection(self) -> Selection:
        """The organizations chosen, the versions they stand on, the common core they were scored on."""
        return selection_of(self.cohort, replace(self.choice, pinned=self.view not in UNPINNED))

    @property
    def chosen(self) -> Chosen:
        """The organizations that pass all filters, and what they add up to."""
        return self.selection.chosen

    @property
    def totals(self) -> Totals:
        """How many pass all filters, and their mean mix."""
        return self.chosen.totals

    @cached_property
    def page(self) -> Page[Row]:
        """Those of them that stand on this page of a table, in the order asked for, the highlighted first."""
        return Paginator(Rows(self.chosen), ROWS_PER_PAGE).get_page(self.choice.page)

    def every(self) -> Iterator[Row]:
        """Return all that pass the filters, in the same order, for a file."""
        return self.chosen.every()

    @cached_property
    def results(self) -> QuerySet[Result]:
        """The stored results of all that pass the filters, one per organization, for what the database adds up.

        Its numbers are those of each result's own version, whatever `selection.core` says.
        """
        return self.chosen.results

    @cached_property
    def spreads(self) -> Mapping[str, Spread]:
        """How the scores of all that pass the filters are spread, by dimension."""
        return self.chosen.spreads()

    @cached_property
    def dimensions(self) -> Sequence[Dimension]:
        """The dimensions compared, in the order of their columns."""
        applying = self.chosen.applying()
        return [each for each in self.cohort.dimensions if applying is None or each.key in applying]

    def place(self, row: Row) -> int | None:
        """The place of an organization among the highlighted, 0..3."""
        return self.choice.highlighted.index(row.uid) if row.uid in self.choice.highlighted else None

    @cached_property
    def highlighted(self) -> list[tuple[int, Row]]:
        """The highlighted organizations that pass the filters, with their places."""
        found = self.chosen.highlighted
        return [(place, found[uid]) for place, uid in enumerate(self.choice.highlighted) if uid in found]

    @property
    def path(self) -> str:
        """The path of this view."""
        return path_of(self.view)

    @property
    def csv_url(self) -> str:
        """Where this view's table is as a file, with exactly this choice."""
        return reverse("compare-file", args=[self.view]) + address_of(self.choice)
