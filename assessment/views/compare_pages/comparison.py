"""What every view of the comparison draws from: the organizations chosen, those of this page, and what was asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.urls import reverse

from assessment.forms.comparisons import address_of
from assessment.models import Person, Result
from assessment.services.comparison_results import latest_results
from assessment.services.comparisons import Choice, Cohort, Dimension, Row, chosen

ROWS_PER_PAGE = 200
FIRST_VIEW = "map"  # it stands at /compare/ itself


def path_of(view: str) -> str:
    """Return the path of the view with this key."""
    return reverse("compare") if view == FIRST_VIEW else reverse("compare-view", args=[view])


@dataclass(frozen=True)
class Comparison:
    """One view of what a person may compare, as the address asks for it."""

    person: Person
    cohort: Cohort
    choice: Choice
    view: str

    @cached_property
    def rows(self) -> Sequence[Row]:
        """All organizations that pass the filters, in the order asked for, the highlighted first."""
        return chosen(self.cohort, self.choice)

    @cached_property
    def page(self) -> Page[Row]:
        """Those of them that stand on this page of a table."""
        return Paginator(self.rows, ROWS_PER_PAGE).get_page(self.choice.page)

    @cached_property
    def results(self) -> QuerySet[Result]:
        """The stored results of all that pass the filters, one per organization, for what the database adds up."""
        return latest_results(self.person, self.choice)

    @property
    def dimensions(self) -> Sequence[Dimension]:
        """The dimensions compared, in the order of their columns."""
        return self.cohort.dimensions

    def place(self, row: Row) -> int | None:
        """The place of an organization among the highlighted, 0..3."""
        return self.choice.highlighted.index(row.uid) if row.uid in self.choice.highlighted else None

    @property
    def highlighted(self) -> list[tuple[int, Row]]:
        """The highlighted organizations that pass the filters, with their places."""
        return [(place, row) for row in self.rows if (place := self.place(row)) is not None]

    @property
    def path(self) -> str:
        """The path of this view."""
        return path_of(self.view)

    @property
    def csv_url(self) -> str:
        """Where this view's table is as a file, with exactly this choice."""
        return reverse("compare-file", args=[self.view]) + address_of(self.choice)
