"""What the page of targets shows: each dimension with its target, its score and the gap, once there is a result."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.forms import BoundField

from assessment.forms.targets import TargetsForm
from assessment.measurement.comparison import at_least
from assessment.services.result_views import DimensionView, ResultView
from assessment.services.targets import Aim
from assessment.wording import NO_VALUE, points_above


@dataclass(frozen=True)
class TargetRow:
    """One dimension; `score` is 0..1, None and the gap a dash where there is none (yet).

    `applies`: the result has it, since not every practice of it was said not to apply.
    """

    aim: Aim
    field: BoundField
    score: float | None
    gap: str
    reached: bool
    differs: bool
    applies: bool


def target_rows(form: TargetsForm, view: ResultView | None) -> tuple[TargetRow, ...]:
    """Return a row per dimension; `view` is the result, None while the round is open."""
    scores = {each.section.key: each.score for each in view.dimensions} if view else {}
    return tuple(_row(aim, field, scores.get(aim.key), applies=aim.key in scores) for aim, field in form.rows())


def _row(aim: Aim, field: BoundField, score: float | None, *, applies: bool) -> TargetRow:
    return TargetRow(
        aim=aim,
        field=field,
        score=score,
        gap=NO_VALUE if score is None else points_above(score, aim.value),
        reached=is_reached(score, aim.value),
        differs=str(field.value()) != str(field.initial),
        applies=applies,
    )


def is_reached(score: float | None, target: float) -> bool:
    """Say whether a score of 0..1 is good enough for a target of 0..1."""
    return score is not None and at_least(score, target)


def good_enough(dimensions: Sequence[DimensionView]) -> tuple[DimensionView, ...]:
    """Return the dimensions that reach their target."""
    return tuple(each for each in dimensions if is_reached(each.score, each.target))
