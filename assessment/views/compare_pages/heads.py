"""The headings of the comparison's table: short enough for their columns, each a link that orders by it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessment.forms.comparisons import address_of
from assessment.services.comparison_choices import DIMENSION_PREFIX, Choice
from assessment.services.comparisons import Dimension

# What follows the first of these only adds to a title: "Release" stands for "Release and serving".
ADDITION = re.compile(r"\s+(?:and|&)\s.*|\s*[,:;/(].*|\s[–—-]\s.*")
SOFT_HYPHEN = "\N{SOFT HYPHEN}"
LONG_WORD = 10  # letters; a shorter word fits its column
BREAK = re.compile(r"(?<=\w{3})(?=[^\W\daeiouyäöüå][aeiouyäöüå]\w+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Head:
    """A column's heading: a link that orders by it, how it is ordered now ("" for not), what explains it or ""."""

    id: str
    label: str
    address: str
    direction: str
    explanation: str = ""
    overlay: bool = False


def head(choice: Choice, column: str, label: str, explanation: str = "", *, overlay: bool = False) -> Head:
    """The heading of a column; the link turns its order round, or starts with names from A, scores from the top."""
    ascending_first = column == "name"
    if choice.column != column:
        order, direction = (column if ascending_first else f"-{column}"), ""
    else:
        order = column if choice.descending else f"-{column}"
        direction = "descending" if choice.descending else "ascending"
    address = address_of(choice, sort=order)
    return Head(f"sort-{column.replace('.', '-')}", with_breaks(label), address, direction, explanation, overlay)


def dimension_heads(choice: Choice, dimensions: Sequence[Dimension]) -> tuple[Head, ...]:
    """The headings of the dimensions, in short; the full title explains each that was cut."""
    labels = short_titles([each.title for each in dimensions])
    return tuple(
        head(choice, DIMENSION_PREFIX + each.key, label, _explanation(each, label), overlay=each.overlay)
        for each, label in zip(dimensions, labels, strict=True)
    )


def _explanation(dimension: Dimension, label: str) -> str:
    if dimension.overlay:
        return _("%(dimension)s: left out of the score") % {"dimension": dimension.title}
    return dimension.title if label != dimension.title else ""


def short_titles(titles: Sequence[str]) -> list[str]:
    """The titles without their additions; whole where two would become the same."""
    short = [ADDITION.sub("", title) or title for title in titles]
    return [title if short.count(cut) > 1 else cut for title, cut in zip(titles, short, strict=True)]


def with_breaks(text: str) -> str:
    """The text with a place near the middle of each long word where a narrow column may break it."""
    return re.sub(rf"\w{{{LONG_WORD},}}", lambda word: _broken(word[0]), text)


def _broken(word: str) -> str:
    """Broken before a consonant that a vowel follows, which most languages allow; whole without such a place."""
    # Browsers break words by themselves only where they have a dictionary, and many have none.
    middle = len(word) / 2
    place = min((found.start() for found in BREAK.finditer(word)), key=lambda at: (abs(at - middle), -at), default=0)
    return word[:place] + SOFT_HYPHEN + word[place:] if place else word
