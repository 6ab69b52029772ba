"""How scores are said: numbers as people read them, the names of the stages and of the parts of the mix."""

from decimal import Decimal
from math import floor

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.charts.rounding import scaled, whole_points
from assessment.measurement.comparison import at_least, settled

NO_VALUE = "–"
HUNDREDTHS = 100 * 100  # of a point in a share of 1
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
    if share is None:
        return NO_VALUE
    # Translators: a percentage; the space before the sign does not break.
    return _("%(number)d\N{NO-BREAK SPACE}%%") % {"number": whole_points(share)}


def stage_name(stage: int) -> str:
    """Return the translated name of a stage of 0..4. Raises IndexError for any other number."""
    return str(STAGE_NAMES[stage])
