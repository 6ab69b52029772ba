"""The scores of an assessment as the rows that store them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from assessment.measurement.advice import Action
from assessment.measurement.dimensions import Bounds, DimensionScore
from assessment.measurement.instrument import Instrument
from assessment.measurement.mix import Mix
from assessment.measurement.overall import OverallScore
from assessment.measurement.perception import ConstructScore
from assessment.measurement.practices import PracticeScore
from assessment.measurement.roadmap import Roadmap
from assessment.measurement.scores import Scores
from assessment.models import ConstructResult, DimensionResult, PracticeResult, Result


@dataclass(frozen=True)
class ResultRows:
    """A result with its dimensions, practices and constructs, all unsaved."""

    result: Result
    dimensions: list[DimensionResult]
    practices: list[PracticeResult]
    constructs: list[ConstructResult] = field(default_factory=list)


def rows_of(
    result: Result, instrument: Instrument, scores: Scores, opinions: Iterable[ConstructScore] = ()
) -> ResultRows:
    """Return the rows of these scores; fills in `result`, which knows its assessment and inputs."""
    for name, value in _overall_columns(scores.overall).items():
        setattr(result, name, value)
    return ResultRows(
        result,
        _dimension_rows(result, scores),
        _practice_rows(result, instrument, scores),
        [_construct_row(result, position, opinion) for position, opinion in enumerate(opinions)],
    )


def _overall_columns(overall: OverallScore) -> dict[str, object]:
    """Each overall value by the name of its column."""
    return {
        **_mix_columns(overall.mix),
        **_bound_columns(overall.coverage, overall.bounds),
        "respondents": overall.respondents,
        "reportable": overall.reportable,
        "practice": overall.mix.practice if overall.mix else None,
        "explicitness": overall.mix.explicitness if overall.mix else None,
        "stage": overall.stage,
        "possible_stage": overall.possible_stage,
        "stage_without_gates": overall.stage_without_gates,
        "stage_lowest": overall.stage_lowest,
        "stage_highest": overall.stage_highest,
        "is_declared": bool(overall.declared),
        "contested": bool(overall.contested),
        "held_back_by": list(overall.held_back_by),
        "limiting_dimension": overall.limiting_dimension or "",
        "unknown": overall.unknown,
    }


def _mix_columns(mix: Mix | None) -> dict[str, float | None]:
    names = ("mix_explicit", "mix_implicit", "mix_declared", "mix_absent")
    return dict(zip(names, mix.parts if mix else (None,) * 4, strict=True))


def _bound_columns(coverage: float | None, bounds: Bounds | None) -> dict[str, float | None]:
    return {
        "coverage": coverage,
        "practice_low": bounds.practice_low if bounds else None,
        "practice_high": bounds.practice_high if bounds else None,
        "explicit_low": bounds.explicit_low if bounds else None,
        "explicit_high": bounds.explicit_high if bounds else None,
    }


def _dimension_rows(result: Result, scores: Scores) -> list[DimensionResult]:
    return [
        _dimension_row(result, position, dimension) for position, dimension in enumerate(scores.dimensions.values())
    ]


def _dimension_row(result: Result, position: int, dimension: DimensionScore) -> DimensionResult:
    return DimensionResult(
        result=result,
        key=dimension.key,
        position=position,
        overlay=dimension.overlay,
        state=dimension.state.value,
        practice=dimension.mix.practice if dimension.mix else None,
        explicitness=dimension.mix.explicitness if dimension.mix else None,
        **_mix_columns(dimension.mix),
        **_bound_columns(dimension.coverage, dimension.bounds),
    )


def _practice_rows(result: Result, instrument: Instrument, scores: Scores) -> list[PracticeResult]:
    dimension_of = {
        practice.key: dimension.key for dimension in instrument.dimensions for practice in dimension.practices
    }
    advice = _advice(scores)
    return [
        PracticeResult(
            result=result,
            dimension_key=dimension_of[key],
            position=position,
            **_practice_columns(practice),
            **advice.get(key, {}),
        )
        for position, (key, practice) in enumerate(scores.practices.items())
    ]


def _practice_columns(practice: PracticeScore) -> dict[str, object]:
    """Each value of a practice by the name of its column."""
    return {
        **_mix_columns(practice.mix),
        "key": practice.key,
        "state": practice.state.value,
        "raters": practice.raters,
        "not_applicable": practice.not_applicable,
        "tally": [list(pair) for pair in practice.tally.pairs],
        "x": practice.x,
        "e": practice.e,
        "median": practice.median,
        "minimum": practice.minimum,
        "maximum": practice.maximum,
        "discuss": practice.discuss,
    }


def _advice(scores: Scores) -> dict[str, dict[str, object]]:
    """The columns of the advice by practice: of the roadmap, and of each overlay's own."""
    roadmaps = [*scores.overlay_roadmaps.values()]
    if scores.roadmap is not None:
        roadmaps.insert(0, scores.roadmap)
    return {key: columns for roadmap in roadmaps for key, columns in _roadmap_columns(roadmap).items()}


def _roadmap_columns(roadmap: Roadmap) -> dict[str, dict[str, object]]:
    """Action, gains and place by practice; places count from 1, what to sustain has none."""
    columns: dict[str, dict[str, object]] = {
        key: {"action": action.value, "gain_explicit": 0.0, "gain_practice": 0.0}
        for key, action in roadmap.actions.items()
        if action is Action.SUSTAIN
    }
    for place, item in enumerate(roadmap.order, start=1):
        columns[item.key] = {
            "action": item.action.value,
            "gain_explicit": item.gain_explicit,
            "gain_practice": item.gain_practice,
            "place": place,
            "placement": item.placement.value,
        }
    return columns


def _construct_row(result: Result, position: int, opinion: ConstructScore) -> ConstructResult:
    return ConstructResult(
        result=result,
        key=opinion.key,
        position=position,
        respondents=opinion.respondents,
        mean=opinion.mean,
        counts={item: list(values) for item, values in opinion.counts.items()},
    )
