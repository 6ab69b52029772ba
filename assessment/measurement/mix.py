"""The adoption mix: four parts of a practice, of a dimension or of an organization, that sum to 1."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum


def weighted_mean(weighted: Iterable[tuple[float, float]]) -> float:
    """Return the mean of (weight, value) pairs, the same in whatever order they come.

    Raises ValueError when there are none, or when the weights sum to 0.
    """
    pairs = list(weighted)
    total = fsum(weight for weight, _ in pairs)
    if total == 0:
        raise ValueError("there is nothing to average")
    return fsum(weight * value for weight, value in pairs) / total


@dataclass(frozen=True, slots=True)
class Mix:
    """Four parts, each 0..1, that sum to 1: done or not, recognised or not.

    Source: the measurement model, section "The adoption mix".
    """

    explicit: float
    implicit: float
    declared: float
    absent: float

    @classmethod
    def of(cls, x: float, e: float) -> "Mix":
        """Return the mix of one rating: practice `x` 0..1, recognition `e` 0..1."""
        return cls(x * e, x * (1 - e), (1 - x) * e, (1 - x) * (1 - e))

    @classmethod
    def mean(cls, weighted: Iterable[tuple[float, "Mix"]]) -> "Mix":
        """Return the mean of (weight > 0, mix) pairs, part by part.

        Raises ValueError when there are none. Never recompute a part from other means: after
        averaging, explicit is not practice times explicitness.
        """
        pairs = [(weight, mix.parts) for weight, mix in weighted]
        explicit, implicit, declared, absent = (
            weighted_mean((weight, parts[place]) for weight, parts in pairs) for place in range(4)
        )
        return cls(explicit, implicit, declared, absent)

    @property
    def parts(self) -> tuple[float, float, float, float]:
        """Explicit, implicit, declared and absent, in this order."""
        return (self.explicit, self.implicit, self.declared, self.absent)

    @property
    def practice(self) -> float:
        """The practice score P, 0..1: what is done, recognised or not; the mean of x."""
        return self.explicit + self.implicit

    @property
    def explicitness(self) -> float:
        """The explicitness E, 0..1: what is recognised, done or not; the mean of e."""
        return self.explicit + self.declared

    @property
    def explicit_share(self) -> float | None:
        """How much of what is done is done on purpose, 0..1; None when nothing is done."""
        return self.explicit / self.practice if self.practice else None
