"""Comparisons with thresholds, made on values rounded to six decimals."""

DECIMALS = 6


def settled(value: float) -> float:
    """Return `value` as it is compared and ordered: rounded to six decimals.

    Without it, 0.1 + 0.2 would miss a threshold of 0.3 by the noise of floating point.
    Source: the measurement model, section "Comparing".
    """
    return round(value, DECIMALS)


def at_least(value: float, threshold: float) -> bool:
    """Say whether `value` reaches `threshold`; both in the same unit, a tie counts as reached."""
    return settled(value) >= settled(threshold)


def above(value: float, threshold: float) -> bool:
    """Say whether `value` is greater than `threshold`; both in the same unit, a tie does not count."""
    return settled(value) > settled(threshold)
