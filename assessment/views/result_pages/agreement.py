"""What the page of agreement shows: whom it is worth talking with about what."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.charts.rounding import whole_points
from assessment.measurement.practices import PracticeState
from assessment.services.role_cuts import OTHERS, Group, RoleCut, RoleMean
from assessment.services.stored_results import DimensionView, ResultView
from assessment.views.derivation_pages.addresses import Addresses
from assessment.views.result_pages.practice_rows import Disagreement, disagreement, disagreements
from assessment.views.result_pages.sentences import agreement_finding

SHOWN_BY_ROLE = 12


@dataclass(frozen=True)
class RoleCell:
    """The mean of one group in whole points, None where nobody of it rated the practice, and its raters."""

    title: str
    points: int | None
    raters: int


@dataclass(frozen=True)
class RoleLine:
    """One practice by role; `difference` in whole points, between the lowest and the highest mean."""

    name: str
    why: str
    cells: tuple[RoleCell, ...]
    lowest: int
    highest: int

    @property
    def difference(self) -> int:
        return self.highest - self.lowest


@dataclass(frozen=True)
class RolePanel:
    """The practices on which roles differ most; `more` are compared as well, with less between them."""

    finding: str
    groups: tuple[Group, ...]
    lines: tuple[RoleLine, ...]
    more: int


@dataclass(frozen=True)
class DimensionLines:
    """The practices of one dimension with their spread, where it may be shown."""

    title: str
    lines: tuple[Disagreement, ...]


@dataclass(frozen=True)
class AgreementPage:
    """Finding, what to talk about, what roles say, and every practice; `comparable` were rated by two or more."""

    view: ResultView
    comparable: int
    finding: str
    apart: tuple[Disagreement, ...]
    roles: RolePanel | None
    dimensions: tuple[DimensionLines, ...]
    practices_url: str


def agreement_page(view: ResultView, cut: RoleCut | None, practices_url: str) -> AgreementPage:
    """Return everything that the page of agreement shows."""
    addresses = Addresses(view.assessment.uid)
    apart = disagreements(view.dimensions, addresses)
    comparable = comparable_practices(view.dimensions)
    return AgreementPage(
        view=view,
        comparable=comparable,
        finding=agreement_finding(len(apart), comparable),
        apart=apart,
        roles=role_panel(cut, addresses) if cut else None,
        dimensions=tuple(_dimension(dimension, addresses) for dimension in view.dimensions if dimension.rated),
        practices_url=practices_url,
    )


def comparable_practices(dimensions: Sequence[DimensionView]) -> int:
    """Return how many practices two or more people rated."""
    practices = (practice for dimension in dimensions for practice in dimension.practices)
    return sum(practice.state is PracticeState.RATED and practice.raters > 1 for practice in practices)


def _dimension(dimension: DimensionView, addresses: Addresses) -> DimensionLines:
    rated = (practice for practice in dimension.practices if practice.state is PracticeState.RATED)
    return DimensionLines(dimension.section.title, tuple(disagreement(practice, addresses) for practice in rated))


def role_panel(cut: RoleCut, addresses: Addresses) -> RolePanel | None:
    """Return the practices on which roles differ most, None where none can be compared."""
    if not cut.rows:
        return None
    titles = [title_of(group) for group in cut.groups]
    lines = []
    for row in cut.rows[:SHOWN_BY_ROLE]:
        cells = tuple(_cell(title, each) for title, each in zip(titles, row.means, strict=True))
        known = [cell.points for cell in cells if cell.points is not None]
        why = addresses.practice(row.practice.practice.section_key, row.practice.key)
        lines.append(RoleLine(row.practice.practice.name, why, cells, min(known), max(known)))
    return RolePanel(_finding(lines[0]), cut.groups, tuple(lines), max(len(cut.rows) - SHOWN_BY_ROLE, 0))


def title_of(group: Group) -> str:
    """Return the words for a group of people."""
    return _("Others") if group.key == OTHERS else group.title


def _cell(title: str, mean: RoleMean) -> RoleCell:
    return RoleCell(title, None if mean.mean is None else whole_points(mean.mean), mean.raters)


def _finding(widest: RoleLine) -> str:
    return ngettext(
        "Roles differ most on “%(practice)s”, by %(points)d point",
        "Roles differ most on “%(practice)s”, by %(points)d points",
        widest.difference,
    ) % {"practice": widest.name, "points": widest.difference}
