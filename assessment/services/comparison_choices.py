"""What a person asks a comparison to show."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

NO_STAGE = "none"
ROWS_PER_PAGE = 200
DIMENSION_PREFIX = "dimension."
DEFAULT_ORDER = "-score"
# What organizations are ordered by, besides their names and their dimensions.
COLUMNS = ("score", "change", "coverage", "explicit", "implicit", "declared", "absent")


class Names(StrEnum):
    """How organizations are called: by their names, by letters, or not at all."""

    SHOWN = "shown"
    LETTERS = "letters"
    HIDDEN = "hidden"


class Cells(StrEnum):
    """What stands in a cell of the heatmap: the score, the mix, or how far it is to the target."""

    SCORE = "score"
    MIX = "mix"
    GAP = "gap"


class By(StrEnum):
    """By what organizations are told apart where opinions are: not at all, or by one of their facts."""

    ALL = "all"
    SECTOR = "sector"
    SIZE = "size"
    STAGE = "stage"


class Bars(StrEnum):
    """What the bars of opinions count: organizations by their means, or single answers."""

    ORGANIZATIONS = "organizations"
    ANSWERS = "answers"


@dataclass(frozen=True, slots=True)
class Choice:
    """What was asked for: filters ("" or None for all), order ("-" before it: highest first), highlights, page.

    `as_of` takes the rounds closed until that day, `version` (its uid) those on it alone. `names`, `cells` and
    `grouped` (by stage) change how it looks, `find` is looked for among the names; `pinned` is no part of
    the address.
    """

    sector: str = ""
    size: str = ""
    criticality: str = ""
    stage: str = ""
    order: str = DEFAULT_ORDER
    highlighted: tuple[UUID, ...] = ()
    page: int = 1
    country: str = ""
    tag: str = ""
    organizations: tuple[UUID, ...] = ()
    as_of: date | None = None
    version: UUID | None = None
    names: Names = Names.SHOWN
    cells: Cells = Cells.SCORE
    grouped: bool = False
    find: str = ""
    # What single views look at: the practices of a dimension, the opinions of a construct; "" for the first.
    practices_of: str = ""
    construct: str = ""
    by: By = By.ALL
    bars: Bars = Bars.ORGANIZATIONS
    # Whether the highlighted come before all others.
    pinned: bool = True

    @property
    def descending(self) -> bool:
        return self.order.startswith("-")

    @property
    def column(self) -> str:
        """The column ordered by: name, one of `COLUMNS`, or "dimension." and a key."""
        return self.order.removeprefix("-")

    @property
    def dimension(self) -> str:
        """The key of the dimension ordered by; empty where it is another column."""
        return self.column.removeprefix(DIMENSION_PREFIX) if self.column.startswith(DIMENSION_PREFIX) else ""

    def at_stage(self, stage: int | None) -> bool:
        """Whether the choice takes organizations at this stage; None for those without one."""
        return self.stage in ("", NO_STAGE if stage is None else str(stage))
