"""Scores of 0..1 as the whole numbers people read."""

from collections.abc import Sequence
from math import floor

STEADY_DIGITS = 6  # the precision at which scores are compared, so that 0.29 × 100 is 29 and not 28.999…


def whole_points(share: float) -> int:
    """Return a share of 0..1 as whole points of 0..100, halves upward."""
    return scaled(share, 0)


def scaled(share: float, digits: int) -> int:
    """Return a share of 0..1 as points of 0..100 times 10 to the power of `digits`, halves upward."""
    unit: int = 10**digits
    return floor(round(share * 100 * unit, STEADY_DIGITS) + 0.5)


def digits_for(share: float, least: int = 2, shown: int = 0) -> int:
    """Return with how many decimals, at least so many, the points of a share still round to what is shown of them.

    57.4951 is shown as 57, and with two decimals would look as if it were 58.
    """
    rounded = scaled(share, shown)
    enough = (
        digits for digits in range(least, STEADY_DIGITS) if _again(scaled(share, digits), digits - shown) == rounded
    )
    return next(enough, STEADY_DIGITS)


def _again(number: int, digits: int) -> int:
    """A whole number rounded to so many digits fewer, halves upward."""
    unit: int = 10**digits
    return (2 * number + unit) // (2 * unit)


def whole_parts(shares: Sequence[float], total: int = 100) -> list[int]:
    """Return whole numbers in proportion to the shares that sum up to the total.

    Takes shares >= 0 of which at least one is positive; they need not sum to 1.
    Raises ValueError otherwise. The method is that of the largest remainder
    (Hamilton's apportionment); equal remainders are served in the given order.
    """
    if not any(share > 0 for share in shares) or any(share < 0 for share in shares):
        raise ValueError("Shares must not be negative, and one must be positive.")
    exact = [round(share * total / sum(shares), STEADY_DIGITS) for share in shares]
    parts = [floor(value) for value in exact]
    neediest = sorted(range(len(parts)), key=lambda place: parts[place] - exact[place])
    for place in neediest[: total - sum(parts)]:
        parts[place] += 1
    return parts


def whole_mix(parts: Sequence[float], digits: int = 0) -> list[int]:
    """Return the four parts of a mix, which sum to 1, as whole points that sum to 100; or times a power of 10.

    Explicit and implicit sum to the practice score as it is shown beside them. Within what is done, and
    within what is not, the largest remainders decide.
    """
    explicit, implicit, declared, absent = parts
    done = scaled(explicit + implicit, digits)
    return [*_halves(explicit, implicit, done), *_halves(declared, absent, 100 * 10**digits - done)]


def _halves(first: float, second: float, total: int) -> list[int]:
    return whole_parts([first, second], total) if first > 0 or second > 0 else [0, 0]
