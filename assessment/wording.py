"""How scores are said: numbers as people read them, the names of the stages and of the parts of the mix."""

from collections.abc import Sequence
from decimal import Decimal
from math import floor, fsum

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.charts.rounding import STEADY_DIGITS, digits_for, scaled, whole_parts, whole_points
from assessment.measurement.comparison import at_least, settled

NO_VALUE = "–"
HUNDREDTHS = 100 * 100  # of a point in a share of 1
THIRDS = ("", "⅓", "⅔")
STAGE_NAMES: tuple[Promise, ...] = (
    gettext_lazy("Manual"),
    gettext_lazy("Exploring"),
    gettext_lazy("Implicit"),
    gettext_lazy("Explicit"),
    gettext_lazy("Institutional"),
)
# Always in this order.
PART_NAMES: dict[str, Promise] = {
    "explicit": gettext_lazy("Explicit"),
    "implicit": gettext_lazy("Implicit"),
    "declared": gettext_lazy("Declared"),
    "absent": gettext_lazy("Absent"),
}
PART_MEANINGS: dict[str, Promise] = {
    "explicit": gettext_lazy("done, on purpose"),
    "implicit": gettext_lazy("done, by habit"),
    "declared": gettext_lazy("agreed, not done"),
    "absent": gettext_lazy("neither"),
}


def points(share: float | None) -> int | str:
    """Return a share of 0..1 as whole points of 0..100, or a dash where there is none."""
    return NO_VALUE if share is None else whole_points(share)


def decimals(share: float, digits: int = 2) -> str:
    """Return a share (or a sum of shares) as points with so many decimals, halves upward."""
    # A float would be cut off at its last digit, not rounded.
    return number_format(Decimal(scaled(share, digits)).scaleb(-digits), digits)


def exact_decimals(share: float) -> str:
    """Return a share of 0..1 as points with two decimals; with more where it would else round to other whole points."""
    return decimals(share, digits_for(share))


def added(shares: Sequence[float], digits: int = 2) -> list[str]:
    """Return shares as points with so many decimals that add up to their sum as shown (largest remainder)."""
    total = scaled(fsum(shares), digits)
    parts = whole_parts(shares, total) if any(shares) else [0] * len(shares)
    return [number_format(Decimal(part).scaleb(-digits), digits) for part in parts]


def exact_points(share: float) -> str:
    """Return a share (or a sum of shares) as points, as exactly as can be: 75, 33⅓, 37.5, four decimals at most."""
    thirds = round(share * 300, STEADY_DIGITS)
    if thirds.is_integer():
        whole, rest = divmod(int(thirds), 3)
        return f"{number_format(whole) if whole or not rest else ''}{THIRDS[rest]}"
    return number_format(Decimal(scaled(share, 4)).scaleb(-4).normalize())


def weight_text(weight: float) -> str:
    """Return a weight with as few decimals as it has, six at most."""
    return number_format(f"{weight:.6f}".rstrip("0").rstrip("."))


def percent(number: str | int) -> str:
    """Return a number with the sign of a percentage."""
    # Translators: a percentage; the space before the sign does not break.
    return _("%(number)s\N{NO-BREAK SPACE}%%") % {"number": number}


def points_against(value: float, threshold: float) -> int | str:
    """Return a share of 0..1 as points; with two decimals, cut off, where it would look like a threshold it misses."""
    if at_least(value, threshold) or whole_points(value) != whole_points(threshold):
        return points(value)
    return number_format(floor(settled(value * HUNDREDTHS)) / 100, 2)


def points_above(value: float, reference: float) -> str:
    """Return how far one share is above another, as the difference of the whole points shown, with its sign."""
    difference = whole_points(value) - whole_points(reference)
    return f"{difference:+d}".replace("-", "−") if difference else "0"


def fraction_percent(share: float | None) -> str:
    """Return a share of 0..1 as a whole percentage, or a dash where there is none."""
    return NO_VALUE if share is None else percent(whole_points(share))


def stage_name(stage: int) -> str:
    """Return the translated name of a stage of 0..4. Raises IndexError for any other number."""
    return str(STAGE_NAMES[stage])


def mix_words(parts: Sequence[int]) -> str:
    """Return the sentence that replaces the picture of a mix, from its four whole numbers."""
    names = ("explicit", "implicit", "declared", "absent")
    said = dict(zip(names, parts, strict=True))
    return _("Explicit %(explicit)d, implicit %(implicit)d, declared %(declared)d, absent %(absent)d") % said
