"""The bundled questionnaires: valid against their schema, and complete to their blueprint."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from graphlib import TopologicalSorter
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from assessment.measurement.instrument import THRESHOLD_RANGES
from tests.library.blueprint import (
    BOTH,
    CONSISTENCY,
    CONSTRUCTS,
    DIMENSIONS,
    ESSENTIAL,
    FULL,
    LIBRARY,
    MAY_NOT_APPLY,
    PREREQUISITES,
    QUICK,
    ROOT,
    dimensions,
    practices,
    questions,
    repeated,
)

SCHEMA = json.loads((LIBRARY / "questionnaire.schema.json").read_text(encoding="utf-8"))
FORMAT = (ROOT / "docs" / "questionnaire-format.md").read_text(encoding="utf-8")
EXAMPLE = yaml.safe_load(re.findall(r"```yaml\n(.*?)```", FORMAT, re.DOTALL)[0])


def legend_tag(tag: str, legend: dict[str, Any]) -> str:
    """S9 -> S, AIA11 -> AIA, but I5 stays, being a tag itself."""
    return tag if tag in legend else tag.rstrip("0123456789")


def rule_shape(rule: dict[str, Any]) -> tuple[str, float, str, float]:
    return (
        rule["first"]["practice"],
        rule["first"]["at_least"],
        rule["second"]["practice"],
        rule["second"]["at_most"],
    )


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("questionnaire", [FULL, QUICK, EXAMPLE], ids=["full", "quick", "documented example"])
def test_the_files_are_valid(questionnaire: dict[str, Any]) -> None:
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(questionnaire)] == []


def test_the_schema_knows_the_thresholds_of_the_scale() -> None:
    known = SCHEMA["properties"]["thresholds"]["properties"]
    assert {name: (rule["minimum"], rule["maximum"]) for name, rule in known.items()} == THRESHOLD_RANGES
    assert {name for name, rule in known.items() if rule["type"] == "integer"} == {
        name for name, (lowest, _) in THRESHOLD_RANGES.items() if isinstance(lowest, int)
    }


def test_the_schema_refuses_what_is_wrong_and_says_where() -> None:
    broken = json.loads(json.dumps(EXAMPLE))
    broken["colour"] = "red"
    broken["option_sets"]["recognition"][2]["points"] = "4/3"
    broken["sections"][0]["kind"] = "other"
    practice = broken["sections"][1]["practices"][0]
    practice.update(key="Roll back", weight=0, effort=4, options=practice["options"][:4], why=" ")
    del practice["advice"]["sustain"]
    del broken["sections"][2]["questions"][0]["option_set"]
    found = {error.json_path for error in Draft202012Validator(SCHEMA).iter_errors(broken)}
    path = "$.sections[1].practices[0]"
    assert found == {
        "$", "$.option_sets.recognition[2].points", "$.sections[0].kind", f"{path}.key", f"{path}.weight",
        f"{path}.effort", f"{path}.options", f"{path}.why", f"{path}.advice", "$.sections[2].questions[0]",
    }  # fmt: skip


def test_the_dimensions_and_practices_are_those_of_the_blueprint() -> None:
    assert {
        section["key"]: [practice["key"] for practice in section["practices"]] for section in dimensions(FULL)
    } == DIMENSIONS
    assert len(practices(FULL)) == 50
    assert [section["key"] for section in dimensions(FULL)] == list(DIMENSIONS)
    assert [section["key"] for section in dimensions(FULL) if section["overlay"]] == ["generative"]


@BOTH
def test_only_the_overlay_has_a_condition(questionnaire: dict[str, Any]) -> None:
    conditions = [section.get("condition") for section in dimensions(questionnaire) if not section["overlay"]]
    assert conditions == [None] * 9
    overlays = [section["condition"] for section in dimensions(questionnaire) if section["overlay"]]
    assert overlays == [{"fact": "uses_generative_models", "equals": True}] * (questionnaire is FULL)


@BOTH
def test_sections_come_in_order(questionnaire: dict[str, Any]) -> None:
    kinds = [section["kind"] for section in questionnaire["sections"]]
    assert kinds == sorted(kinds, key=["profile", "dimension", "perception"].index)


@BOTH
def test_keys_are_unique(questionnaire: dict[str, Any]) -> None:
    of_practices = [practice["key"] for practice in practices(questionnaire)]
    asked = [*questions(questionnaire, "profile"), *questions(questionnaire, "perception")]
    of_questions = [
        *of_practices,
        *(f"{key}-recognition" for key in of_practices),
        *(question["key"] for question in asked),
    ]
    assert repeated(of_questions) == []
    assert repeated([section["key"] for section in questionnaire["sections"]]) == []
    assert repeated([rule["key"] for rule in [*questionnaire["consistency"], *questionnaire["crosswalks"]]]) == []


@BOTH
def test_keys_of_options_are_unique_in_their_set(questionnaire: dict[str, Any]) -> None:
    own = [question["options"] for question in questions(questionnaire, "profile")]
    sets = [*questionnaire["option_sets"].values(), *own]
    assert [repeated([option["key"] for option in options]) for options in sets] == [[] for _ in sets]


@pytest.mark.parametrize("name", ["mlops-adoption.yaml", "quick-check.yaml"])
def test_no_mapping_repeats_a_key(name: str) -> None:
    # A YAML loader keeps the last of two equal keys and drops the other without a word.
    def check(node: yaml.Node) -> Iterator[str]:
        if isinstance(node, yaml.MappingNode):
            yield from repeated([key.value for key, _ in node.value])
        for child in node.value if not isinstance(node, yaml.ScalarNode) else []:
            for inner in child if isinstance(child, tuple) else (child,):
                yield from check(inner)

    root = yaml.compose((LIBRARY / name).read_text(encoding="utf-8"))
    assert root is not None
    assert list(check(root)) == []


def test_essentials_and_practices_that_may_not_apply_are_those_of_the_blueprint() -> None:
    assert {practice["key"] for practice in practices(FULL) if practice["essential"]} == ESSENTIAL
    assert {practice["key"] for practice in practices(FULL) if practice["may_not_apply"]} == MAY_NOT_APPLY
    per_dimension = {s["key"]: sum(p["essential"] for p in s["practices"]) for s in dimensions(FULL)}
    assert per_dimension == {key: int(key != "generative") for key in DIMENSIONS}


def test_prerequisites_are_those_of_the_blueprint() -> None:
    assert {
        practice["key"]: set(practice["needs"]) for practice in practices(FULL) if practice["needs"]
    } == PREREQUISITES


@BOTH
def test_prerequisites_exist_and_have_no_cycle(questionnaire: dict[str, Any]) -> None:
    needs = {practice["key"]: set(practice["needs"]) for practice in practices(questionnaire)}
    order = list(TopologicalSorter(needs).static_order())  # raises CycleError on a cycle
    assert sorted(order) == sorted(needs)


@BOTH
def test_the_legend_holds_exactly_the_tags_in_use(questionnaire: dict[str, Any]) -> None:
    legend = questionnaire["sources"]
    used = {legend_tag(tag, legend) for practice in practices(questionnaire) for tag in practice["sources"]}
    assert used == set(legend)


@BOTH
def test_roles_are_options_of_the_profile_question(questionnaire: dict[str, Any]) -> None:
    role = next(question for question in questions(questionnaire, "profile") if question["key"] == "role")
    known = {option["key"] for option in role["options"]}
    assert {name for practice in practices(questionnaire) for name in practice["roles"]} <= known
    assert {len(practice["roles"]) for practice in practices(questionnaire)} <= {2, 3}


def test_the_profile_is_that_of_the_blueprint() -> None:
    assert [question["key"] for question in questions(FULL, "profile")] == ["role", "years", "first-hand"]
    assert [question.get("multiple", False) for question in questions(FULL, "profile")] == [
        False,
        False,
        True,
    ]
    parts = {option["key"] for option in questions(FULL, "profile")[2]["options"]}
    assert parts == set(DIMENSIONS)


def test_recognition_options_are_those_of_the_measurement_model() -> None:
    options = {option["key"]: option for option in FULL["option_sets"]["recognition"]}
    assert {key: option["points"] for key, option in options.items()} == {
        "nobody": 0, "decided-against": 0, "habit": "1/3", "agreed": "2/3", "guideline": 1, "unknown": 0,
    }  # fmt: skip
    codes = {key: option["code"] for key, option in options.items() if "code" in option}
    assert codes == {"decided-against": "decided-against", "unknown": "unknown"}
    assert [key for key, option in options.items() if "text" not in option] == ["decided-against"]
    assert [key for key, option in options.items() if "absent_text" not in option] == []


def test_agreement_is_a_scale_from_one_to_five() -> None:
    assert {option["key"]: option.get("value") for option in FULL["option_sets"]["agreement"]} == {
        "1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "no-opinion": None,
    }  # fmt: skip


def test_each_construct_has_three_items_and_one_of_them_reversed_at_least() -> None:
    items = [question for question in questions(FULL, "perception") if "construct" in question]
    assert Counter(item["construct"] for item in items) == dict.fromkeys(CONSTRUCTS, 3)
    assert {item["construct"] for item in items if item["reversed"]} == set(CONSTRUCTS)
    assert list(FULL["constructs"]) == CONSTRUCTS


def test_the_four_open_questions_follow_the_research_questions() -> None:
    own_words = next(section for section in FULL["sections"] if section["key"] == "own-words")
    assert [question["research_question"] for question in own_words["questions"]] == [
        "RQ1",
        "RQ2",
        "RQ3",
        "RQ4",
    ]
    assert [question for question in own_words["questions"] if "option_set" in question] == []


@BOTH
def test_every_perception_question_names_its_research_question(questionnaire: dict[str, Any]) -> None:
    asked = questions(questionnaire, "perception")
    assert [
        question["key"] for question in asked if question.get("research_question") not in {"RQ1", "RQ2", "RQ3", "RQ4"}
    ] == []


@BOTH
def test_items_point_to_what_exists(questionnaire: dict[str, Any]) -> None:
    items = [question for question in questions(questionnaire, "perception") if "construct" in question]
    assert {item["construct"] for item in items} == set(questionnaire["constructs"])
    assert {item["option_set"] for item in items} == {"agreement"}
    assert set(questionnaire["option_sets"]) == {"recognition", "agreement"}


def test_consistency_rules_are_those_of_the_blueprint() -> None:
    assert {rule_shape(rule) for rule in FULL["consistency"]} == CONSISTENCY


def test_crosswalks_require_practices_that_exist() -> None:
    levels = {crosswalk["key"]: crosswalk["levels"] for crosswalk in FULL["crosswalks"]}
    assert {key: [level["level"] for level in steps] for key, steps in levels.items()} == {
        "google-cloud": [0, 1, 2],
        "microsoft": [0, 1, 2, 3, 4],
    }
    assert ["requires" in level for steps in levels.values() for level in steps] == [
        False,
        True,
        True,
        False,
        True,
        True,
        True,
        True,
    ]
    required = {key for steps in levels.values() for level in steps for key in level.get("requires", {})}
    assert required <= {practice["key"] for practice in practices(FULL)}
