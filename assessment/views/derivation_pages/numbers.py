"""Numbers as a derivation shows them: with decimals enough that what is said of them can be seen in them."""

from collections.abc import Iterable
from fractions import Fraction

from django.utils.translation import gettext as _

from assessment.charts.rounding import STEADY_DIGITS, digits_for, scaled, whole_mix, whole_points
from assessment.measurement.comparison import at_least, settled
from assessment.measurement.mix import Mix
from assessment.views.derivation_pages.blocks import Comparison, Figure
from assessment.wording import PART_NAMES, decimals, exact_decimals, exact_points, fraction_percent, percent

AT_LEAST, BELOW, ABOVE, AT_MOST, EQUAL = "≥", "<", ">", "≤", "="
MOST_DIGITS = 4  # of points: as many as are compared
TIMES, OVER, PLUS, MINUS = " × ", " ÷ ", " + ", " − "


def score_figure(key: str, label: str, share: float) -> Figure:
    """Return a score, shown in whole points."""
    return Figure(key, label, str(whole_points(share)), exact_decimals(share))


def percent_figure(key: str, label: str, share: float) -> Figure:
    """Return a share, shown as a whole percentage."""
    return Figure(key, label, fraction_percent(share), percent(exact_decimals(share)))


def mix_exact(mix: Mix) -> tuple[str, ...]:
    """Return the four parts with decimals that sum to 100; the first two sum to the score with its decimals."""
    digits = digits_for(mix.practice)
    return tuple(decimals(part / 10 ** (digits + 2), digits) for part in whole_mix(mix.parts, digits))


def mix_figures(mix: Mix) -> tuple[Figure, ...]:
    """Return the four parts of a mix as they are shown."""
    shown, exact = whole_mix(mix.parts), mix_exact(mix)
    return tuple(
        Figure(key, str(name), str(shown[place]), exact[place]) for place, (key, name) in enumerate(PART_NAMES.items())
    )


def compared(words: str, value: float, threshold: float, *, wanted: str = AT_LEAST, address: str = "") -> Comparison:
    """Return the comparison of two shares of 0..1, with so many decimals that it is true of what is shown.

    `wanted` is what has to hold for the condition to be met: at least, below, or above.
    """
    relation = _relation(value, threshold, strict=wanted == ABOVE)
    left, right = _told_apart(value, threshold, relation)
    return Comparison(words, left, relation, right, met=relation == wanted, address=address)


def _relation(value: float, threshold: float, *, strict: bool) -> str:
    if strict:
        return ABOVE if settled(value) > settled(threshold) else AT_MOST
    return AT_LEAST if at_least(value, threshold) else BELOW


def _told_apart(value: float, threshold: float, relation: str) -> tuple[str, str]:
    """Return both as texts, of which the relation is true when they are read as numbers."""
    for digits in range(2, MOST_DIGITS + 1):
        right, bar = _bar(threshold, digits)
        if _holds(Fraction(scaled(value, digits), 10**digits), bar, relation):
            return decimals(value, digits), right
    return exact_points(value), exact_points(threshold)


def _bar(threshold: float, digits: int) -> tuple[str, Fraction]:
    """The threshold as a text and as the number that it says: exact where that is short, else with so many decimals."""
    thirds = round(threshold * 300, STEADY_DIGITS)
    if thirds.is_integer():
        return exact_points(threshold), Fraction(int(thirds), 3)
    return decimals(threshold, digits), Fraction(scaled(threshold, digits), 10**digits)


def _holds(left: Fraction, right: Fraction, relation: str) -> bool:
    return {AT_LEAST: left >= right, BELOW: left < right, ABOVE: left > right, AT_MOST: left <= right}[relation]


def counted(words: str, left: int, right: int, *, wanted: str = AT_LEAST, address: str = "") -> Comparison:
    """Return the comparison of two counts."""
    holds = {AT_LEAST: left >= right, ABOVE: left > right, EQUAL: left == right}[wanted]
    otherwise = {AT_LEAST: BELOW, ABOVE: AT_MOST, EQUAL: BELOW}[wanted]
    return Comparison(words, str(left), wanted if holds else otherwise, str(right), met=holds, address=address)


def joined(sign: str, parts: Iterable[str]) -> str:
    """Return the parts with a sign between them."""
    return sign.join(parts)


def yes_or_no(answer: bool) -> str:
    """Return the answer in a word."""
    return _("yes") if answer else _("no")
