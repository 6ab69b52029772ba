"""The quick check stays in step with the full questionnaire."""

from typing import Any

from tests.library.blueprint import (
    CONSTRUCTS,
    FULL,
    QUICK,
    QUICK_PRACTICES,
    dimensions,
    practices,
    questions,
)


def test_the_quick_check_repeats_its_practices_word_for_word() -> None:
    def content(practice: dict[str, Any]) -> dict[str, Any]:
        return practice | {"needs": [need for need in practice["needs"] if need in QUICK_PRACTICES]}

    expected = [content(practice) for practice in practices(FULL) if practice["key"] in QUICK_PRACTICES]
    assert practices(QUICK) == expected
    assert len(expected) == 12


def test_the_quick_check_keeps_the_dimensions() -> None:
    def frame(section: dict[str, Any]) -> tuple[str, str, float, list[str]]:
        keys = [practice["key"] for practice in section["practices"] if practice["key"] in QUICK_PRACTICES]
        return section["key"], section["title"], section["weight"], keys

    assert [frame(section) for section in dimensions(QUICK)] == [frame(s) for s in dimensions(FULL) if not s["overlay"]]


def test_the_quick_check_repeats_everything_it_shares() -> None:
    for part in ("language", "thresholds", "constructs", "option_sets"):
        assert QUICK[part] == FULL[part]
    assert QUICK["sources"].items() <= FULL["sources"].items()
    assert questions(QUICK, "profile") == questions(FULL, "profile")[:1]
    assert [item for item in questions(QUICK, "perception") if item not in questions(FULL, "perception")] == []


def test_the_quick_check_asks_one_item_per_construct() -> None:
    assert [item.get("construct") for item in questions(QUICK, "perception")] == CONSTRUCTS


def test_the_quick_check_keeps_the_rules_among_its_practices() -> None:
    def within(rule: dict[str, Any]) -> bool:
        return {rule["first"]["practice"], rule["second"]["practice"]} <= QUICK_PRACTICES

    assert QUICK["consistency"] == [rule for rule in FULL["consistency"] if within(rule)]
    assert QUICK["crosswalks"] == []
