"""Why this number: the sum that gives the score, in decimals that add up on the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from django.utils.formats import number_format

from assessment.charts.rounding import scaled, whole_parts, whole_points
from assessment.measurement.practices import PracticeState
from assessment.services.explanations import Addend, addends
from assessment.services.stored_results import DimensionView, PracticeView, ResultView
from assessment.wording import decimals


@dataclass(frozen=True)
class SumRow:
    """One dimension in the sum; all numbers as they are shown."""

    key: str
    title: str
    rated: int
    applicable: int
    weight: str
    score: str
    product: str


@dataclass(frozen=True)
class Sum:
    """The score as a sum of dimensions, what it is made of, its range, and what was left out."""

    rows: tuple[SumRow, ...]
    total: str
    weight: str
    score: str
    shown: int
    explicit: str
    implicit: str
    low: str
    high: str
    rated: int
    unknown: tuple[PracticeView, ...]
    not_applicable: tuple[PracticeView, ...]
    left_out: tuple[DimensionView, ...]


def score_sum(view: ResultView) -> Sum | None:
    """Return the sum that gives the score, None where there is none."""
    if view.mix is None or view.bounds is None:
        return None
    found = addends(view)
    total, weight = fsum(each.product for each in found), fsum(each.weight for each in found)
    explicit, implicit = hundredths([view.mix.explicit, view.mix.implicit])
    return Sum(
        rows=_rows(found),
        total=decimals(total),
        weight=weight_text(weight),
        score=decimals(view.mix.practice),
        shown=whole_points(view.mix.practice),
        explicit=explicit,
        implicit=implicit,
        low=decimals(view.bounds.practice_low),
        high=decimals(view.bounds.practice_high),
        rated=sum(practice.x is not None for practice in view.practices),
        unknown=_in_state(view, PracticeState.UNKNOWN),
        not_applicable=_in_state(view, PracticeState.NOT_APPLICABLE),
        left_out=tuple(dimension for dimension in view.core if not dimension.is_reportable),
    )


def _rows(found: Sequence[Addend]) -> tuple[SumRow, ...]:
    products = hundredths([each.product for each in found])
    return tuple(
        SumRow(
            key=each.key,
            title=each.title,
            rated=each.rated,
            applicable=each.applicable,
            weight=weight_text(each.weight),
            score=decimals(each.score),
            product=product,
        )
        for each, product in zip(found, products, strict=True)
    )


def _in_state(view: ResultView, state: PracticeState) -> tuple[PracticeView, ...]:
    return tuple(practice for practice in view.practices if practice.state is state)


def hundredths(shares: Sequence[float]) -> list[str]:
    """Return shares as points with two decimals that add up to their sum as shown (largest remainder)."""
    total = scaled(fsum(shares), 2)
    parts = whole_parts(shares, total) if any(shares) else [0] * len(shares)
    return [number_format(part / 100, 2) for part in parts]


def weight_text(weight: float) -> str:
    """Return a weight with as few decimals as it has, four at most."""
    return number_format(f"{weight:.4f}".rstrip("0").rstrip("."))
