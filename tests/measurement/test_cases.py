"""Tests of worked cases: all those given agree, and what disagrees or is malformed is named."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from assessment.measurement.cases import LEFT_OUT, Difference, compare_case
from assessment.measurement.node import CaseError

CASES = json.loads((Path(__file__).parents[1] / "data" / "scoring-cases.json").read_text())["cases"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_worked_case_agrees(case: dict[str, Any]) -> None:
    assert compare_case(case) == []


def test_there_are_all_worked_cases() -> None:
    assert len(CASES) == 121


def small() -> dict[str, Any]:
    """Return a worked case of one dimension with one practice, on which all agree."""
    practice = {"key": "a", "weight": 1, "essential": False, "effort": 2, "prerequisites": ["left behind"]}
    dimension = {"key": "d", "weight": 1, "overlay": False, "practices": [practice]}
    mix = [0.5, 0.0, 0.5, 0.0]
    bounds = {"coverage": 1.0, "p_low": 0.5, "p_high": 0.5, "x_low": 0.5, "x_high": 0.5}
    return {
        "name": "small",
        "version": {"dimensions": [dimension]},
        "responses": [{"a": {"x": 0.5, "e": "1"}}],
        "targets": {"d": 0.5},
        "expected": {
            "practices": {"a": {"state": "rated", "x": 0.5, "e": 1.0, "raters": 1, "mix": mix}},
            "dimensions": {"d": {"state": "reportable", "mix": mix} | bounds},
            "overall": bounds
            | {
                "reportable": True,
                "held_back_by": [],
                "limiting_dimension": "d",
                "mix": mix,
                "practice": 0.5,
                "explicitness": 1.0,
                "explicit_share": 1.0,
                "stage": 3,
                "possible_stage": 3,
                "stage_without_gates": 3,
                "declared": False,
                "contested": False,
                "stage_range": [3, 3],
            },
            "roadmap": {"order": [], "actions": {"a": "sustain"}},
            "overlay_roadmaps": {},
        },
    }


def test_a_small_case_agrees() -> None:
    assert compare_case(small()) == []


def test_every_difference_is_named() -> None:
    case = small()
    case["expected"]["practices"]["a"] |= {"x": 0.500002, "e": 1.0000009, "median": 0.5}
    del case["expected"]["dimensions"]["d"]["coverage"]
    case["expected"]["overall"] |= {"stage": 2, "declared": 0, "mix": [0.5, 0.0, 0.5], "held_back_by": ["a"]}
    case["expected"]["overall"]["limiting_dimension"] = ["d"]
    case["expected"]["roadmap"]["actions"]["a"] = "adopt"
    found = {difference.path: difference for difference in compare_case(case)}
    expected = [
        Difference("expected.practices.a.x", 0.500002, 0.5),
        Difference("expected.practices.a.median", 0.5, LEFT_OUT),
        Difference("expected.dimensions.d.coverage", LEFT_OUT, 1.0),
        Difference("expected.overall.stage", 2, 3),
        Difference("expected.overall.declared", 0, False),
        Difference("expected.overall.mix[3]", LEFT_OUT, 0.0),
        Difference("expected.overall.held_back_by[0]", "a", LEFT_OUT),
        Difference("expected.overall.limiting_dimension", ["d"], "d"),
        Difference("expected.roadmap.actions.a", "adopt", "sustain"),
    ]
    assert found == {difference.path: difference for difference in expected}


def test_a_section_left_out_of_the_expectation_is_a_difference() -> None:
    case = small()
    del case["expected"]["overlay_roadmaps"]
    assert compare_case(case) == [Difference("expected.overlay_roadmaps", LEFT_OUT, {})]


DIMENSION = ("version", "dimensions", 0)
PRACTICE = (*DIMENSION, "practices", 0)
ANSWER = ("responses", 0, "a")


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        (("version",), [], "version: is not a mapping"),
        (("version",), {}, "version: 'dimensions' is missing"),
        ((*DIMENSION, "key"), 7, "version.dimensions[0].key: 7 is not a text"),
        ((*DIMENSION, "weight"), "many", "version.dimensions[0].weight: 'many' is not a number"),
        (
            (*DIMENSION, "weight"),
            -1,
            "version.dimensions[0]: dimension d: weight -1.0 is not between 1e-06 and 1000000.0",
        ),
        ((*DIMENSION, "overlay"), 0, "version.dimensions[0].overlay: 0 is neither true nor false"),
        (
            (*PRACTICE, "effort"),
            4,
            "version.dimensions[0].practices[0]: practice a: effort 4 is not 1, 2 or 3",
        ),
        ((*PRACTICE, "effort"), 1.5, "version.dimensions[0].practices[0].effort: 1.5 is not a whole number"),
        ((*PRACTICE, "prerequisites"), ["a"], "version: prerequisites form a cycle: a needs a"),
        ((*PRACTICE, "prerequisites"), "a", "version.dimensions[0].practices[0].prerequisites: is not a list"),
        (("responses",), {}, "responses: is not a list"),
        ((*ANSWER,), 1, "responses[0].a: is not a mapping"),
        ((*ANSWER, "x"), 1.25, "responses[0].a.x: 1.25 does not lie between 0 and 1"),
        ((*ANSWER, "e"), "4/3", f"responses[0].a.e: {4 / 3} does not lie between 0 and 1"),
        ((*ANSWER, "e"), "1/0", "responses[0].a.e: '1/0' is not a number"),
        (("responses", 0, "z"), {"x": 1, "e": "1"}, "responses: no such practices: z"),
        (("targets",), {}, "targets: dimension d has no target"),
        (("targets", "d"), 2, "targets: dimension d: target 2.0 is not in 0..1"),
        (("targets", "d"), None, "targets.d: None is not a number"),
        (("expected",), None, "expected: is not a mapping"),
    ],
)
def test_what_is_malformed_is_named(place: tuple[str | int, ...], value: object, message: str) -> None:
    case = copy.deepcopy(small())
    *way, last = place
    holder: Any = case
    for step in way:
        holder = holder[step]
    holder[last] = value
    with pytest.raises(CaseError) as refusal:
        compare_case(case)
    assert str(refusal.value) == message


def test_a_case_is_a_mapping() -> None:
    with pytest.raises(CaseError, match=r"^is not a mapping$"):
        compare_case([])
