"""What a derivation is made of on its page: figures, and the tables, equations and comparisons that give them."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Figure:
    """A number or word as the result shows it, and with decimals where it is a number that has some.

    `key` names it within its entry: the same number elsewhere has the same key.
    """

    key: str
    label: str
    shown: str
    exact: str = ""

    @property
    def is_rounded(self) -> bool:
        """Whether the decimals say more than what is shown."""
        shown = [letter for letter in self.shown if letter.isdigit()]
        exact = [letter for letter in self.exact if letter.isdigit()]
        return any(letter != "0" for letter in exact[len(shown) :])


@dataclass(frozen=True)
class Cell:
    """One number of a table: what it is in the sum (weight, value, product, total, mean), and of which column."""

    text: str
    role: str = ""
    column: str = ""


@dataclass(frozen=True)
class Row:
    """One line of a table; `address` leads a level deeper, "" where there is none."""

    title: str
    cells: tuple[Cell, ...]
    about: str = ""
    address: str = ""


@dataclass(frozen=True)
class SumTable:
    """Addends, their sum, and the sum divided by the weights."""

    template: ClassVar[str] = "derivations/_sum.html"
    caption: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    foot: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Equation:
    """A formula in words and with its numbers; `gives` is the key of the figure that it gives."""

    template: ClassVar[str] = "derivations/_equation.html"
    words: str
    left: str
    right: str
    gives: str = ""
    shown: str = ""


@dataclass(frozen=True)
class Comparison:
    """One condition with its numbers; `met` where it holds, whichever way round it is written."""

    words: str
    left: str
    relation: str
    right: str
    met: bool
    address: str = ""


@dataclass(frozen=True)
class Conditions:
    """Conditions under a heading; `key` names the rung they belong to, "" where they stand alone.

    `links` name and lead to what does not meet them.
    """

    template: ClassVar[str] = "derivations/_conditions.html"
    title: str
    comparisons: tuple[Comparison, ...]
    key: str = ""
    here: bool = False
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Note:
    """A sentence, and the things it names, with their addresses."""

    template: ClassVar[str] = "derivations/_note.html"
    text: str
    links: tuple[tuple[str, str], ...] = ()


Block = SumTable | Equation | Conditions | Note


@dataclass(frozen=True)
class Entry:
    """How one number (or a few that belong together) came about; `method` is the anchor of its rule."""

    key: str
    title: str
    figures: tuple[Figure, ...]
    words: str
    method: str
    blocks: tuple[Block, ...] = ()

    @property
    def tables(self) -> tuple[Block, ...]:
        """Its tables, which stand beside the rest where there is room."""
        return tuple(block for block in self.blocks if isinstance(block, SumTable))

    @property
    def others(self) -> tuple[Block, ...]:
        return tuple(block for block in self.blocks if not isinstance(block, SumTable))


@dataclass(frozen=True)
class DerivationPage:
    """One level of the derivation, the levels above and below it, and what stands beside it from elsewhere."""

    title: str
    lede: str
    entries: tuple[Entry, ...]
    up: tuple[tuple[str, str], ...] = ()
    beside: tuple[Note, ...] = ()

    def entry(self, key: str) -> Entry | None:
        """The entry with this key, if there is one."""
        return next((entry for entry in self.entries if entry.key == key), None)
