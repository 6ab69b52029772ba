"""Reads numbers, formulas and tables from the pages of a derivation, and reckons them again from what is shown."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.test.html import Element, parse_html

THIRDS = {"⅓": Fraction(1, 3), "⅔": Fraction(2, 3)}
TOKEN = re.compile(r"\s*(max\(|[-+−×÷(),]|[\d.]*[⅓⅔]|\d+(?:\.\d+)?)")


# --- Pages ----------------------------------------------------------------------------------------


def page(html: str) -> Element:
    """The page as a tree, without its scripts."""
    return parse_html(re.sub(r"<script.*?</script>|<!DOCTYPE[^>]*>", "", html, flags=re.DOTALL))


def attributes(element: Element) -> dict[str, str]:
    return {name: value or "" for name, value in element.attributes}


def elements(element: Element) -> Iterator[Element]:
    """All elements below, in order."""
    for child in element.children:
        if isinstance(child, Element):
            yield child
            yield from elements(child)


def having(element: Element, name: str, value: str | None = None) -> list[Element]:
    """The elements below that have this attribute, with this value where one is given."""
    found = [(each, attributes(each)) for each in elements(element)]
    return [each for each, own in found if name in own and value in (None, own[name])]


def tagged(element: Element, *tags: str) -> list[Element]:
    return [each for each in elements(element) if each.name in tags]


def classed(element: Element, name: str) -> list[Element]:
    return [each for each in elements(element) if name in attributes(each).get("class", "").split()]


def text(element: Element) -> str:
    """What is read in it, in one line."""
    parts = (text(child) if isinstance(child, Element) else child for child in element.children)
    return " ".join(" ".join(parts).split())


def entry(element: Element, key: str) -> Element:
    """The derivation with this anchor."""
    (found,) = [each for each in having(element, "id", key) if each.name == "section"]
    return found


def shown(section: Element, key: str) -> str:
    """A figure of a derivation as it is shown."""
    return text(having(section, "data-number", key)[0])


def exact(section: Element, key: str) -> str:
    """A figure with its decimals, where it has some."""
    found = having(section, "data-exact", key)
    return text(found[0]) if found else shown(section, key)


def cells(table: Element, role: str, column: str | None = None) -> list[str]:
    """The numbers of a table that have this role, in one column or in all."""
    found = having(table, "data-role", role)
    return [text(each) for each in found if column in (None, attributes(each).get("data-column"))]


def columns_of(table: Element) -> set[str]:
    return {attributes(each)["data-column"] for each in having(table, "data-column")}


# --- Numbers --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Number:
    """What a shown number stands for: everything between two ends, which are one where it is exact."""

    low: Fraction
    high: Fraction

    def __add__(self, other: "Number") -> "Number":
        return Number(self.low + other.low, self.high + other.high)

    def __sub__(self, other: "Number") -> "Number":
        return Number(self.low - other.high, self.high - other.low)

    def __mul__(self, other: "Number") -> "Number":
        corners = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Number(min(corners), max(corners))

    def __truediv__(self, other: "Number") -> "Number":
        assert other.low > 0 or other.high < 0
        corners = [a / b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Number(min(corners), max(corners))

    def meets(self, other: "Number") -> bool:
        return self.low <= other.high and other.low <= self.high


def value(shown: str) -> Fraction:
    """The number as it is written; its sign and the sign of a percentage aside."""
    bare = shown.replace("\u00a0", "").replace("%", "").replace("+", "").replace("−", "-").strip()
    if bare[-1:] in THIRDS:
        return Fraction(bare[:-1] or 0) + THIRDS[bare[-1]]
    return Fraction(bare)


def number(shown: str) -> Number:
    """What the number stands for: with two decimals or more it is rounded, or changed by one so that a sum adds up."""
    middle = value(shown)
    decimals = len(re.sub(r"[^\d.]", "", shown).partition(".")[2])
    slack = Fraction(1, 10**decimals) if decimals >= 2 else Fraction(0)
    return Number(middle - slack, middle + slack)


def rounded(shown: str, decimals: int) -> Fraction:
    """The number as it is written, rounded halves upward."""
    unit = 10**decimals
    return Fraction((2 * value(shown) * unit + 1) // 2, unit)


def decimals_of(shown: str) -> int:
    return len(re.sub(r"[^\d.]", "", shown).partition(".")[2])


# --- Formulas -------------------------------------------------------------------------------------


class Formula:
    """A formula as it is written, reckoned with what its numbers stand for."""

    def __init__(self, written: str) -> None:
        bare = written.replace("\u00a0", "").replace("%", "")
        self.tokens = TOKEN.findall(bare)
        assert "".join(self.tokens) == re.sub(r"\s", "", bare), written

    def result(self) -> Number:
        found = self._sum()
        assert not self.tokens
        return found

    def _next(self, *wanted: str) -> str:
        return self.tokens.pop(0) if self.tokens and self.tokens[0] in wanted else ""

    def _sum(self) -> Number:
        found = self._product()
        while sign := self._next("+", "−"):
            found = found + self._product() if sign == "+" else found - self._product()
        return found

    def _product(self) -> Number:
        found = self._factor()
        while sign := self._next("×", "÷"):
            found = found * self._factor() if sign == "×" else found / self._factor()
        return found

    def _factor(self) -> Number:
        if self._next("("):
            return self._closed(self._sum())
        if self._next("max("):
            first = self._sum()
            assert self._next(",")
            second = self._sum()
            return self._closed(Number(max(first.low, second.low), max(first.high, second.high)))
        return number(self.tokens.pop(0))

    def _closed(self, found: Number) -> Number:
        assert self._next(")")
        return found


def equation(written: str) -> tuple[Number, str]:
    """The left side reckoned, and the right side as it is written."""
    left, _sign, right = written.rpartition(" = ")
    return Formula(left).result(), right


RELATIONS = {
    "≥": lambda left, right: left >= right,
    "<": lambda left, right: left < right,
    ">": lambda left, right: left > right,
    "≤": lambda left, right: left <= right,
    "=": lambda left, right: left == right,
}


def is_true(comparison: str) -> bool:
    """Whether a comparison is true of the numbers as they are written."""
    left, relation, right = re.split(r" ([≥<>≤=]) ", comparison)
    return bool(RELATIONS[relation](value(left), value(right)))
