"""Worked cases: what the scale must compute, checked against what it computes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from .answers import NOT_APPLICABLE, UNKNOWN, Answer, AnswerError, Rating, check_points
from .dimensions import Bounds, DimensionScore
from .instrument import Dimension, Instrument, InstrumentError, Practice
from .node import CaseError, Node
from .overall import OverallScore
from .practices import PracticeScore, PracticeState
from .roadmap import Roadmap, RoadmapItem
from .scores import Scores, score
from .targets import TargetError

TOLERANCE = 1e-6


class LeftOut(Enum):
    """What stands in a difference for a value that one side does not have."""

    LEFT_OUT = "left out"


LEFT_OUT = LeftOut.LEFT_OUT


@dataclass(frozen=True)
class Difference:
    """One value on which a worked case and the computation differ; LEFT_OUT where one has none."""

    path: str
    expected: object
    computed: object


def compare_case(case: object) -> list[Difference]:
    """Return all differences of one worked case, none when it agrees; numbers agree to 1e-6.

    `case` is a plain mapping with `version`, `responses`, `targets` and `expected`, as in
    scoring-cases.json; undefined values are left out of `expected`. Raises CaseError with the path
    of what is malformed.
    """
    node = Node(case)
    expected = node["expected"]
    expected.mapping()
    computed = case_scores(node)
    return list(differences(expected.value, described(computed), expected.path))


def case_scores(node: Node) -> Scores:
    """Return the scores computed from a worked case; raises CaseError with the path."""
    instrument = read_instrument(node["version"])
    responses = [read_response(response) for response in node["responses"]]
    targets = {key: target.number() for key, target in node["targets"].mapping().items()}
    try:
        return score(instrument, responses, targets)
    except AnswerError as error:
        raise CaseError("responses", str(error)) from error
    except TargetError as error:
        raise CaseError("targets", str(error)) from error


def read_instrument(node: Node) -> Instrument:
    """Return the instrument of a case, with the default thresholds.

    A case cut out of a larger version may still name prerequisites left behind there. They are on no
    roadmap, so that dropping them changes nothing; an instrument proper refuses them.
    """
    read = [read_dimension(dimension) for dimension in node["dimensions"]]
    keys = {practice.key for dimension in read for practice in dimension.practices}
    try:
        return Instrument(tuple(with_prerequisites_among(keys, dimension) for dimension in read))
    except InstrumentError as error:
        raise CaseError(node.path, str(error)) from error


def with_prerequisites_among(keys: set[str], dimension: Dimension) -> Dimension:
    """Return the dimension with only those prerequisites that are among `keys`."""
    practices = (
        replace(practice, prerequisites=tuple(key for key in practice.prerequisites if key in keys))
        for practice in dimension.practices
    )
    return replace(dimension, practices=tuple(practices))


def read_dimension(node: Node) -> Dimension:
    """Return one dimension of a case."""
    key, weight, overlay = node["key"].text(), node["weight"].number(), node["overlay"].flag()
    practices = tuple(read_practice(practice) for practice in node["practices"])
    try:
        return Dimension(key, weight, overlay, practices)
    except InstrumentError as error:
        raise CaseError(node.path, str(error)) from error


def read_practice(node: Node) -> Practice:
    """Return one practice of a case."""
    key, weight, essential = node["key"].text(), node["weight"].number(), node["essential"].flag()
    effort, prerequisites = node["effort"].whole(), tuple(key.text() for key in node["prerequisites"])
    try:
        return Practice(key, weight, essential, effort, prerequisites)
    except InstrumentError as error:
        raise CaseError(node.path, str(error)) from error


def read_response(node: Node) -> dict[str, Answer]:
    """Return one response of a case."""
    return {key: read_answer(answer) for key, answer in node.mapping().items()}


def read_answer(node: Node) -> Answer:
    """Return one answer: x is a number, "na" or null; e a number, a fraction text or null."""
    x, e = node["x"], node["e"]
    if x.value == "na":
        return NOT_APPLICABLE
    practice, recognition = read_points(x), read_points(e)
    return UNKNOWN if practice is None or recognition is None else Rating(practice, recognition)


def read_points(node: Node) -> float | None:
    """Return the points, 0..1, of one facet, None where they are null."""
    if node.value is None:
        return None
    points = node.number()
    try:
        check_points(points, points)
    except AnswerError as error:
        raise CaseError(node.path, f"{points} does not lie between 0 and 1") from error
    return points


def described(scores: Scores) -> dict[str, object]:
    """Return scores in the form of a worked case's `expected`, undefined values left out."""
    found: dict[str, object] = {
        "practices": {key: described_practice(score) for key, score in scores.practices.items()},
        "dimensions": {key: described_dimension(score) for key, score in scores.dimensions.items()},
        "overall": described_overall(scores.overall),
    }
    if scores.roadmap:
        overlays = {key: described_roadmap(roadmap) for key, roadmap in scores.overlay_roadmaps.items()}
        found |= {"roadmap": described_roadmap(scores.roadmap), "overlay_roadmaps": overlays}
    return found


def described_practice(score: PracticeScore) -> dict[str, object]:
    """Return one practice in the form of a worked case."""
    if score.state is not PracticeState.RATED or score.mix is None:
        return {"state": word(score.state)}
    found: dict[str, object] = {"state": word(score.state), "mix": list(score.mix.parts)}
    found |= {"x": score.x, "e": score.e, "raters": score.raters}
    if score.raters > 1:
        found |= {
            "median": score.median,
            "min": score.minimum,
            "max": score.maximum,
            "discuss": score.discuss,
        }
    return found


def described_dimension(score: DimensionScore) -> dict[str, object]:
    """Return one dimension in the form of a worked case."""
    found: dict[str, object] = {"state": word(score.state), **described_bounds(score.coverage, score.bounds)}
    return found | {"mix": list(score.mix.parts)} if score.mix else found


def described_bounds(coverage: float | None, bounds: Bounds | None) -> dict[str, object]:
    """Return coverage and bounds in the form of a worked case."""
    if bounds is None:
        return {}
    return {
        "coverage": coverage,
        "p_low": bounds.practice_low,
        "p_high": bounds.practice_high,
        "x_low": bounds.explicit_low,
        "x_high": bounds.explicit_high,
    }


def described_overall(overall: OverallScore) -> dict[str, object]:
    """Return the overall result in the form of a worked case."""
    found = described_bounds(overall.coverage, overall.bounds) | {
        "reportable": overall.reportable,
        "held_back_by": list(overall.held_back_by),
    }
    if overall.limiting_dimension is not None:
        found["limiting_dimension"] = overall.limiting_dimension
    return found | described_result(overall)


def described_result(overall: OverallScore) -> dict[str, object]:
    """Return what only a reportable overall result has, in the form of a worked case."""
    if overall.mix is None:
        return {}
    return {
        "mix": list(overall.mix.parts),
        "practice": overall.mix.practice,
        "explicitness": overall.mix.explicitness,
        "explicit_share": overall.mix.explicit_share,
        "stage": overall.stage,
        "possible_stage": overall.possible_stage,
        "stage_without_gates": overall.stage_without_gates,
        "declared": overall.declared,
        "contested": overall.contested,
        "stage_range": [overall.stage_lowest, overall.stage_highest],
    }


def described_roadmap(roadmap: Roadmap) -> dict[str, object]:
    """Return a roadmap in the form of a worked case."""
    return {
        "order": [described_item(item) for item in roadmap.order],
        "actions": {key: word(action) for key, action in roadmap.actions.items()},
    }


def described_item(item: RoadmapItem) -> dict[str, object]:
    """Return one step of a roadmap in the form of a worked case."""
    return {
        "practice": item.key,
        "action": word(item.action),
        "gain_x": item.gain_explicit,
        "gain_p": item.gain_practice,
        "effort": item.effort,
        "rank": item.rank,
        "holds_back": item.holds_back,
        "bucket": word(item.placement),
    }


def word(value: str) -> str:
    """Return a state, action or placement as the cases spell it."""
    return value.replace("-", "_")


def differences(expected: object, computed: object, path: str, tolerance: float = TOLERANCE) -> Iterator[Difference]:
    """Yield where two plain values differ, keys and places that only one has included."""
    ours, theirs = steps(expected), steps(computed)
    if ours is None or theirs is None or type(expected) is not type(computed):
        if not same(expected, computed, tolerance):
            yield Difference(path, expected, computed)
        return
    for step in ours | theirs:
        yield from differences(ours.get(step, LEFT_OUT), theirs.get(step, LEFT_OUT), path + step, tolerance)


def steps(value: object) -> dict[str, object] | None:
    """Return what a mapping or list holds, by the next step of the path; None for any other value."""
    if isinstance(value, dict):
        return {f".{key}": held for key, held in value.items()}
    if isinstance(value, list):
        return {f"[{place}]": held for place, held in enumerate(value)}
    return None


def same(expected: object, computed: object, tolerance: float = TOLERANCE) -> bool:
    """Say whether two values that hold no others agree: numbers to the tolerance, anything else exactly."""
    if isinstance(expected, bool) or isinstance(computed, bool):
        return expected is computed
    if isinstance(expected, int | float) and isinstance(computed, int | float):
        return abs(expected - computed) <= tolerance
    return expected == computed
