"""Rank correlation: whether two values of many things rise together, whatever their units."""

from collections.abc import Sequence
from math import fsum, sqrt


def rank_correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Return Spearman's coefficient of these pairs, -1..1, equal values sharing their mean rank.

    None where there are fewer than two pairs, or where one of the two values is the same throughout.
    """
    firsts, seconds = ranks([first for first, _ in pairs]), ranks([second for _, second in pairs])
    middle = (len(pairs) + 1) / 2
    product = fsum((one - middle) * (other - middle) for one, other in zip(firsts, seconds, strict=True))
    squares = (fsum((rank - middle) ** 2 for rank in found) for found in (firsts, seconds))
    spread = sqrt(next(squares) * next(squares))
    return product / spread if spread else None


def ranks(values: Sequence[float]) -> list[float]:
    """Return the rank of each value from 1 on, in their order; equal values share the mean of their ranks."""
    order = sorted(range(len(values)), key=lambda place: values[place])
    found = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for place in order[start : end + 1]:
            found[place] = (start + end) / 2 + 1
        start = end + 1
    return found
