"""What differs from the schema is said in plain words, at its entry."""

from typing import Any

import pytest

from assessment.services.questionnaire_problems import spelled
from assessment.services.questionnaire_schema import part_problems, schema_problems
from tests.services.example import example, practice_of

WEIGHT = "sections[1].practices[0].weight"


def said(document: object) -> dict[str, str]:
    return {spelled(problem.path): problem.reason for problem in schema_problems(document)}


def test_the_example_of_the_format_fits() -> None:
    assert said(example()) == {}


@pytest.mark.parametrize(
    ("changes", "path", "reason"),
    [
        ({"weight": 0}, "weight", "0 is below 1e-06."),
        ({"weight": 1e9}, "weight", "1000000000.0 is above 1000000.0."),
        ({"weight": "two"}, "weight", "Expected a number, not “two”."),
        ({"weight": True}, "weight", "Expected a number, not “True”."),
        ({"effort": 4}, "effort", "“4” is not one of: 1, 2, 3."),
        ({"why": ""}, "why", "The text is empty."),
        ({"name": "x" * 81}, "name", "The text has 81 characters, 80 are allowed."),
        ({"options": ["one"]}, "options", "The list has 1 entries, at least 5 are needed."),
        ({"options": list("abcdef")}, "options", "The list has 6 entries, at most 5 are allowed."),
        ({"roles": ["operations", "operations"]}, "roles", "An entry of the list is given twice."),
        ({"colour": "red"}, "colour", "This entry is not known here."),
        (
            {"key": "Roll Back"},
            "key",
            "“Roll Back” does not fit. Key: Lower-case words joined by hyphens, beginning with a letter. "
            "Stable across versions: answers hold on to it.",
        ),
    ],
)
def test_a_wrong_entry_is_told_in_plain_words(changes: dict[str, Any], path: str, reason: str) -> None:
    document = example()
    practice_of(document).update(changes)
    assert said(document) == {f"sections[1].practices[0].{path}": reason}


def test_every_missing_entry_is_told_at_its_place() -> None:
    document = example()
    del document["title"], practice_of(document)["weight"], practice_of(document)["advice"]["adopt"]
    missing = "This entry is missing."
    assert said(document) == {"title": missing, WEIGHT: missing, "sections[1].practices[0].advice.adopt": missing}


def test_names_of_groups_are_checked_too() -> None:
    document = example()
    document["constructs"]["Not A Key"] = document["constructs"]["benefits"]
    assert list(said(document)) == ["constructs.Not A Key"]


def test_alternatives_are_named() -> None:
    document = example()
    document["option_sets"]["agreement"][0] = {"key": "1", "value": 1, "points": 1}
    item = {"key": "more", "text": "More.", "research_question": "RQ1", "construct": "benefits"}
    document["sections"][2]["questions"].append(item)
    bound = {"practice": "roll-back", "at_least": 1, "at_most": 1}
    document["consistency"] = [
        {"key": "rule", "first": bound, "second": {"practice": "roll-back"}, "question": "Right?"}
    ]
    found = [(spelled(problem.path), problem.reason) for problem in schema_problems(document)]
    assert sorted(found) == [
        ("consistency[0].first", "Exactly one of these is needed: at_least, at_most."),
        ("consistency[0].second", "Exactly one of these is needed: at_least, at_most."),
        ("option_sets.agreement[0]", "One of these is needed: text, absent_text."),
        ("option_sets.agreement[0]", "These do not go together: points, value."),
        ("sections[2].questions[2].option_set", "This entry is missing: “construct” needs it."),
        ("sections[2].questions[2].reversed", "This entry is missing: “construct” needs it."),
    ]


@pytest.mark.parametrize("data", [None, [], "text", 1])
def test_what_is_no_document_at_all_is_told(data: object) -> None:
    assert said(data) == {"": f"Expected a group of entries, not “{data}”."}


def test_one_part_is_checked_alone() -> None:
    assert list(part_problems("condition", {"fact": "regulated", "equals": True})) == []
    assert [spelled(problem.path) for problem in part_problems("condition", {"fact": "regulated"})] == ["equals"]
    assert [problem.reason for problem in part_problems("sources", {"S": {"title": ""}})] == ["The text is empty."]
