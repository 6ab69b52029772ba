"""An anonymous data set: which of its identifying columns are generalized, and which rows are left out."""

from collections import Counter
from collections.abc import Mapping

from .benchmark import rounded

ANY = ""
HALVES = 2

# The sector and the size of one organization: what somebody may know without having seen its result.
Facts = tuple[str, str]


def generalized(known: Mapping[str, Facts], least: int) -> dict[str, Facts]:
    """Return sector and size of each organization as its row shows them; those left out have no entry.

    Each combination that is shown is that of at least `least` of them. Where fewer share both, the sector
    becomes ANY; where then still fewer share the size, the row is left out.
    """
    both = Counter(known.values())
    shown = {name: facts if both[facts] >= least else (ANY, facts[1]) for name, facts in known.items()}
    counts = Counter(shown.values())
    return {name: facts for name, facts in shown.items() if counts[facts] >= least}


def in_tens(share: float) -> int:
    """Return a share of 0..1 in points of 100, to the nearest ten, halves upward."""
    return rounded(share, 10)


def in_halves(mean: float) -> float:
    """Return a mean to the nearest half, halves of that upward."""
    return rounded(mean * HALVES / 100) / HALVES
