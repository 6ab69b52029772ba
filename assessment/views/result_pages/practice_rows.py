"""The table of practices, and the list of those to talk about."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.charts.rounding import whole_points
from assessment.measurement.advice import Action
from assessment.measurement.comparison import settled
from assessment.measurement.mix import Mix
from assessment.measurement.practices import PracticeState
from assessment.reports.csv_files import Cell
from assessment.services.notes import Notes
from assessment.services.reviews import NO_REVIEW, Review
from assessment.services.stored_results import DimensionView, PracticeView
from assessment.views.derivation_pages.addresses import Addresses
from assessment.views.result_pages.verified import VerifiedMark, mark_of
from assessment.wording import NO_VALUE, points_above

ACTIONS: dict[Action, Promise] = {
    Action.ADOPT: gettext_lazy("Adopt"),
    Action.EXECUTE: gettext_lazy("Execute"),
    Action.FORMALISE: gettext_lazy("Formalise"),
    Action.SUSTAIN: gettext_lazy("Sustain"),
    Action.DISCUSS: gettext_lazy("Discuss"),
    Action.FIND_OUT: gettext_lazy("Find out"),
}
STATES: dict[PracticeState, Promise] = {
    PracticeState.RATED: gettext_lazy("Rated"),
    PracticeState.UNKNOWN: gettext_lazy("Unknown"),
    PracticeState.NOT_APPLICABLE: gettext_lazy("Does not apply"),
}


@dataclass(frozen=True)
class Badge:
    """An action: the key that draws it, and its word."""

    key: str
    word: str


@dataclass(frozen=True)
class PracticeRow:
    """A row of the table; `done`, `target` and `agreed` are 0..1, `gap` is what is shown of it.

    `why` is the page with the derivations of its numbers, empty where there is none.
    """

    key: str
    why: str
    name: str
    dimension: str
    essential: bool
    holds_back: bool
    state: str
    mix: Mix | None
    done: float | None
    target: float
    gap: str
    agreed: float | None
    people: int
    badge: Badge | None
    notes: tuple[str, ...] = ()
    verified: VerifiedMark | None = None

    @property
    def is_rated(self) -> bool:
        return self.done is not None


SHOWN, SHOWN_APART = 12, 8
T = TypeVar("T")


@dataclass(frozen=True)
class PracticeTable:
    """The rows shown at once, and those behind a disclosure."""

    first: tuple[PracticeRow, ...]
    rest: tuple[PracticeRow, ...]

    @property
    def count(self) -> int:
        return len(self.first) + len(self.rest)

    @property
    def has_verified(self) -> bool:
        """Whether any of the practices is verified."""
        return any(row.verified for row in (*self.first, *self.rest))


def split(rows: tuple[T, ...], shown: int) -> tuple[tuple[T, ...], tuple[T, ...]]:
    """Return the rows to show at once and the rest; a rest of one or two is not worth hiding."""
    end = len(rows) if len(rows) <= shown + 2 else shown
    return rows[:end], rows[end:]


def practice_table(
    dimensions: Sequence[DimensionView], notes: Notes, addresses: Addresses, review: Review = NO_REVIEW
) -> PracticeTable:
    """Return the table of the practices of these dimensions, with their notes and what was verified."""
    return PracticeTable(*split(practice_rows(dimensions, notes, addresses, review), SHOWN))


def badge_of(action: Action) -> Badge:
    return Badge(action.value, str(ACTIONS[action]))


def practice_rows(
    dimensions: Sequence[DimensionView], notes: Notes, addresses: Addresses, review: Review = NO_REVIEW
) -> tuple[PracticeRow, ...]:
    """Return the practices of these dimensions, widest gap first, then the unknown, then what does not apply."""
    found = [(practice, dimension) for dimension in dimensions for practice in dimension.practices]
    return tuple(
        replace(
            _row(practice, dimension, addresses),
            notes=notes.get(practice.key, ()),
            verified=mark_of(practice, review),
        )
        for practice, dimension in sorted(found, key=_by_gap)
    )


def _by_gap(found: tuple[PracticeView, DimensionView]) -> tuple[int, float]:
    practice, _dimension = found
    if practice.gap is not None:
        return (0, settled(practice.gap))
    return (1 if practice.state is PracticeState.UNKNOWN else 2, 0.0)


def _row(practice: PracticeView, dimension: DimensionView, addresses: Addresses) -> PracticeRow:
    return PracticeRow(
        key=practice.key,
        why=addresses.practice(dimension.section.key, practice.key),
        name=practice.practice.name,
        dimension=dimension.section.title,
        essential=practice.gates,
        holds_back=practice.holds_back,
        state=str(STATES[practice.state]),
        mix=practice.mix,
        done=practice.x,
        target=practice.target,
        gap=gap_of(practice),
        agreed=practice.e,
        people=practice.raters,
        badge=badge_of(practice.advised.action) if practice.advised else None,
    )


def gap_of(practice: PracticeView) -> str:
    """Return the gap as the difference of the two whole numbers beside it, with its sign."""
    return NO_VALUE if practice.x is None else points_above(practice.x, practice.target)


def gap_points(practice: PracticeView) -> int | None:
    """Return the difference of the two whole numbers, None unless rated."""
    return None if practice.x is None else whole_points(practice.x) - whole_points(practice.target)


@dataclass(frozen=True)
class Disagreement:
    """How far people are apart on a practice; lowest, median and highest are whole points, or all None.

    `apart` where it is by half the scale or more.
    """

    key: str
    name: str
    why: str
    people: int
    apart: bool
    lowest: int | None = None
    median: int | None = None
    highest: int | None = None


def disagreements(dimensions: Sequence[DimensionView], addresses: Addresses) -> tuple[Disagreement, ...]:
    """Return the practices to discuss: widest range first of those whose range is shown, then the others in order."""
    found = (practice for dimension in dimensions for practice in dimension.practices if practice.discuss)
    return tuple(disagreement(practice, addresses) for practice in sorted(found, key=_by_range))


def _by_range(practice: PracticeView) -> float:
    # SECURITY: where two rated it, its place must not tell how far apart they are, which would tell each of the other.
    return 0.0 if practice.spread is None else -settled(practice.spread.maximum - practice.spread.minimum)


def disagreement(practice: PracticeView, addresses: Addresses) -> Disagreement:
    """Return how far people are apart on a practice, with the answers where they may be shown."""
    why = addresses.practice(practice.practice.section_key, practice.key)
    bare = Disagreement(practice.key, practice.practice.name, why, practice.raters, practice.discuss)
    if practice.spread is None:
        return bare
    spread = (practice.spread.minimum, practice.spread.median, practice.spread.maximum)
    return Disagreement(bare.key, bare.name, why, bare.people, bare.apart, *map(whole_points, spread))


def table_columns() -> tuple[str, ...]:
    """Return the headings of the CSV file of the practices."""
    return (
        _("Key"), _("Practice"), _("Dimension"), _("Essential"), _("State"), _("Raters"), _("Done"), _("Target"),
        _("Agreed"), _("Explicit"), _("Implicit"), _("Declared"), _("Absent"), _("Lowest"), _("Median"), _("Highest"),
        _("Advice"), _("Holds back"),
    )  # fmt: skip


def table_rows(dimensions: Sequence[DimensionView]) -> list[tuple[Cell, ...]]:
    """Return the rows of the CSV file, in the order of the questionnaire; values 0..1, unrounded."""
    return [_cells(practice, dimension) for dimension in dimensions for practice in dimension.practices]


def _cells(practice: PracticeView, dimension: DimensionView) -> tuple[Cell, ...]:
    spread = practice.spread
    return (
        practice.key,
        practice.practice.name,
        dimension.section.title,
        _("yes") if practice.practice.essential else _("no"),
        str(STATES[practice.state]),
        practice.raters,
        practice.x,
        practice.target,
        practice.e,
        *(practice.mix.parts if practice.mix else (None,) * 4),
        *((spread.minimum, spread.median, spread.maximum) if spread else (None,) * 3),
        str(ACTIONS[practice.advised.action]) if practice.advised else None,
        _("yes") if practice.holds_back else _("no"),
    )
