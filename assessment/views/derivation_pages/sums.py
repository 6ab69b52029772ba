"""Tables of addends that add up on the page to the number they give."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessment.charts.rounding import digits_for
from assessment.services.derivations import WeightedMean
from assessment.views.derivation_pages.blocks import Cell, Row, SumTable
from assessment.wording import added, decimals, weight_text


@dataclass(frozen=True)
class Column:
    """One mean of a table: the key of the figure it gives, its heading, and its text where that isn't just rounded."""

    key: str
    heading: str
    mean: WeightedMean
    exact: str = ""

    @property
    def digits(self) -> int:
        return digits_for(self.mean.value)

    @property
    def given(self) -> str:
        """The mean as it is shown."""
        return self.exact or decimals(self.mean.value, self.digits)

    @property
    def products(self) -> list[str]:
        return added([addend.product for addend in self.mean.addends], self.digits)

    @property
    def total(self) -> str:
        return decimals(self.mean.total, self.digits)


def sum_table(
    caption: str,
    first: str,
    columns: Sequence[Column],
    address: Callable[[str], str],
    about: Mapping[str, str] | None = None,
) -> SumTable:
    """Return the table of these means, which have the same addends; a single one shows its values as well.

    `address` leads from the key of an addend to its own derivation, `about` says something of it.
    """
    alone, mean, said = len(columns) == 1, columns[0].mean, about or {}
    weights = weight_text(mean.weight)
    return SumTable(
        caption=caption,
        headings=(first, _("Weight"), *_headings(columns, alone=alone)),
        rows=tuple(
            Row(addend.title, _cells(columns, place, alone=alone), said.get(addend.key, ""), address(addend.key))
            for place, addend in enumerate(mean.addends)
        ),
        foot=(
            Row(_("Sum"), (Cell(weights, "weights"), *_blank(alone), *_total(columns))),
            Row(_("Sum ÷ %(weights)s") % {"weights": weights}, (Cell(""), *_blank(alone), *_mean(columns))),
        ),
    )  # fmt: skip


def _headings(columns: Sequence[Column], *, alone: bool) -> list[str]:
    if alone:
        return [columns[0].heading, _("Weight × %(value)s") % {"value": columns[0].heading.lower()}]
    return [column.heading for column in columns]


def _cells(columns: Sequence[Column], place: int, *, alone: bool) -> tuple[Cell, ...]:
    addend = columns[0].mean.addends[place]
    value = [Cell(decimals(addend.value, columns[0].digits), "value")] if alone else []
    products = (Cell(column.products[place], "product", column.key) for column in columns)
    return (Cell(weight_text(addend.weight), "weight"), *value, *products)


def _blank(alone: bool) -> list[Cell]:
    return [Cell("")] if alone else []


def _total(columns: Sequence[Column]) -> list[Cell]:
    return [Cell(column.total, "total", column.key) for column in columns]


def _mean(columns: Sequence[Column]) -> list[Cell]:
    return [Cell(column.given, "mean", column.key) for column in columns]
