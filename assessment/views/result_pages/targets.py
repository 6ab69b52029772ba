"""What the page of targets shows: each dimension with its target, its score and the gap, once there is a result."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.forms import BoundField
from django.utils.translation import gettext as _

from assessment.forms.targets import TargetsForm
from assessment.measurement.comparison import at_least
from assessment.services.result_views import DimensionView, ResultView
from assessment.services.targets import Aim
from assessment.views.derivation_pages.addresses import Addresses
from assessment.wording import NO_VALUE, points_above, points_against


@dataclass(frozen=True)
class TargetRow:
    """One dimension; `score` is 0..1, None, and as `shown` and the gap a dash, where there is none (yet).

    `applies`: the result has it, since not every practice of it was said not to apply.
    """

    aim: Aim
    field: BoundField
    score: float | None
    shown: int | str
    gap: str
    why: str
    reached: bool
    differs: bool
    applies: bool


def target_rows(form: TargetsForm, view: ResultView | None) -> tuple[TargetRow, ...]:
    """Return a row per dimension; `view` is the result, None while the round is open."""
    found = {each.section.key: each for each in view.dimensions} if view else {}
    addresses = Addresses(view.assessment.uid if view else None)
    return tuple(_row(aim, field, found.get(aim.key), addresses) for aim, field in form.rows())


def _row(aim: Aim, field: BoundField, dimension: DimensionView | None, addresses: Addresses) -> TargetRow:
    score = dimension.score if dimension else None
    return TargetRow(
        aim=aim,
        field=field,
        score=score,
        shown=NO_VALUE if score is None else points_against(score, aim.value),
        gap=_gap(score, aim.value),
        why=addresses.dimension(aim.key) if dimension else "",
        reached=is_reached(score, aim.value),
        differs=str(field.value()) != str(field.initial),
        applies=dimension is not None,
    )


def _gap(score: float | None, target: float) -> str:
    """The gap in whole points; in words where these would say that a target that is missed is reached."""
    if score is None:
        return NO_VALUE
    gap = points_above(score, target)
    return _("just below") if gap == "0" and not is_reached(score, target) else gap


def is_reached(score: float | None, target: float) -> bool:
    """Say whether a score of 0..1 is good enough for a target of 0..1."""
    return score is not None and at_least(score, target)


def good_enough(dimensions: Sequence[DimensionView]) -> tuple[DimensionView, ...]:
    """Return the dimensions that reach their target."""
    return tuple(each for each in dimensions if is_reached(each.score, each.target))
