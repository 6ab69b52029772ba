"""What a schema can't say: keys, references, circles, conditions, rules, points, thresholds."""

from collections.abc import Callable
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assessment.services.questionnaire_checks import as_points, document_problems, find_cycle
from assessment.services.questionnaire_files import read_document
from assessment.services.questionnaire_problems import spelled
from assessment.services.questionnaire_schema import SCHEMA_FILE
from tests.services.example import example, practice_of, with_second_practice

Spoil = Callable[[dict[str, Any]], object]


def said(document: object) -> list[tuple[str, str]]:
    return [(spelled(problem.path), problem.reason) for problem in document_problems(document)]


@pytest.mark.parametrize("name", ["mlops-adoption.yaml", "quick-check.yaml"])
def test_the_library_has_no_problem(name: str) -> None:
    assert said(read_document((SCHEMA_FILE.parent / name).read_bytes()).data) == []


def rule(first: str, key: str = "rule") -> dict[str, Any]:
    return {
        "key": key,
        "first": {"practice": first, "at_least": 1},
        "second": {"practice": "roll-back", "at_most": 0},
        "question": "Is that right?",
    }


def crosswalk(**requires: float) -> dict[str, Any]:
    levels = [{"level": 0, "name": "By hand"}, {"level": 1, "name": "Automatic", "requires": requires}]
    return {"key": "rule", "title": "Levels", "url": "https://example.org/", "levels": levels}


PRACTICE = "sections[1].practices[0]"
SPOILT: list[tuple[Spoil, str, str]] = [
    (
        lambda d: d["sections"][2].update(key="release"),
        "sections[2].key",
        "The key “release” is already used at sections[1].key.",
    ),
    (
        lambda d: d["sections"][2]["questions"][1].update(key="roll-back-recognition"),
        "sections[2].questions[1].key",
        f"The key “roll-back-recognition” is already used at {PRACTICE}.key.",
    ),
    (
        lambda d: d["option_sets"]["recognition"][1].update(key="nobody"),
        "option_sets.recognition[1].key",
        "The key “nobody” is already used at option_sets.recognition[0].key.",
    ),
    (
        lambda d: d["sections"][0]["questions"][0]["options"][0].update(key="operations"),
        "sections[0].questions[0].options[1].key",
        "The key “operations” is already used at sections[0].questions[0].options[0].key.",
    ),
    (
        lambda d: d["option_sets"].update({"helped-most": d["option_sets"]["agreement"]}),
        "sections[2].questions[1].key",
        "An option set has the key “helped-most” too.",
    ),
    (lambda d: practice_of(d).update(needs=["nothing"]), f"{PRACTICE}.needs[0]", "There is no practice “nothing”."),
    (
        lambda d: practice_of(d).update(needs=["roll-back"]),
        f"{PRACTICE}.needs",
        "These practices need each other in a circle: roll-back → roll-back.",
    ),
    (
        lambda d: with_second_practice(d, needs=["roll-back"]) and practice_of(d).update(needs=["rehearsal"]),
        "sections[1].practices[1].needs",
        "These practices need each other in a circle: rehearsal → roll-back → rehearsal.",
    ),
    (
        lambda d: with_second_practice(d, options=["a", "b", "c", "d", practice_of(d)["options"][0]]),
        "sections[1].practices[1].options[4]",
        f"The option at {PRACTICE}.options[0] has the same text.",
    ),
    (
        lambda d: d["sections"][2]["questions"][0].update(option_set="gone"),
        "sections[2].questions[0].option_set",
        "There is no option set “gone”.",
    ),
    (
        lambda d: d["sections"][2]["questions"][0].update(construct="gone"),
        "sections[2].questions[0].construct",
        "There is no construct “gone”.",
    ),
    (lambda d: practice_of(d).update(sources=["Z9"]), f"{PRACTICE}.sources[0]", "No source has the tag “Z”."),
    (
        lambda d: practice_of(d).update(roles=["nobody"]),
        f"{PRACTICE}.roles[0]",
        "The question “role” has no option “nobody”.",
    ),
    (
        lambda d: d["sections"][1].update(condition={"fact": "colour", "equals": "red"}),
        "sections[1].condition.fact",
        "Organizations have no fact “colour”. There are: sector, size, country, number_of_models, serving, "
        "criticality, regulated, use, uses_generative_models.",
    ),
    (
        lambda d: d["sections"][1].update(condition={"fact": "regulated", "equals": "yes"}),
        "sections[1].condition.equals",
        "The fact “regulated” never has the value “yes”.",
    ),
    (
        lambda d: d["sections"][1].update(condition={"fact": "sector", "equals": "mining"}),
        "sections[1].condition.equals",
        "The fact “sector” never has the value “mining”.",
    ),
    (
        lambda d: d["sections"][1].update(condition={"fact": "number_of_models", "equals": -1}),
        "sections[1].condition.equals",
        "The fact “number_of_models” never has the value “-1”.",
    ),
    (lambda d: d.update(consistency=[rule("gone")]), "consistency[0].first.practice", "There is no practice “gone”."),
    (
        lambda d: d.update(consistency=[rule("roll-back")], crosswalks=[crosswalk(**{"roll-back": 1})]),
        "crosswalks[0].key",
        "The key “rule” is already used at consistency[0].key.",
    ),
    (
        lambda d: d.update(crosswalks=[crosswalk(gone=1)]),
        "crosswalks[0].levels[1].requires.gone",
        "There is no practice “gone”.",
    ),
    (
        lambda d: (
            d.update(crosswalks=[crosswalk(**{"roll-back": 1})]) or d["crosswalks"][0]["levels"][0].update(level=1)
        ),
        "crosswalks[0].levels[1].level",
        "Level 1 does not follow level 1.",
    ),
    (
        lambda d: d["option_sets"]["recognition"][2].pop("points"),
        "option_sets.recognition[2].points",
        "An option of the set “recognition” needs points.",
    ),
    (
        lambda d: d["option_sets"]["recognition"][3].update(points=0.25),
        "option_sets.recognition[3].points",
        "The points are lower than those of an option before it.",
    ),
    (
        lambda d: d["option_sets"]["agreement"][1].pop("value"),
        "sections[2].questions[0].option_set",
        "An option of this set has neither a value nor a code.",
    ),
    (
        lambda d: d.update(thresholds={"implicit_practice": 0.6}),
        "thresholds.implicit_practice",
        "implicit_practice is above explicit_practice.",
    ),
    (
        lambda d: d["sections"][1].update(overlay=True),
        "sections",
        "There is no dimension that counts for the result.",
    ),
]


@pytest.mark.parametrize(("spoil", "path", "reason"), SPOILT)
def test_what_does_not_hold_together_is_told_at_its_place(spoil: Spoil, path: str, reason: str) -> None:
    document = example()
    spoil(document)
    assert said(document) == [(path, reason)]


def test_problems_of_schema_and_meaning_are_told_together() -> None:
    document = example()
    practice_of(document).update(weight=-1, needs=["nothing"])
    assert [path for path, _ in said(document)] == [f"{PRACTICE}.needs[0]", f"{PRACTICE}.weight"]


def test_a_fact_may_have_any_value_of_its_kind() -> None:
    for fact, value in (("regulated", False), ("sector", "health"), ("number_of_models", 3), ("country", "FI")):
        document = example()
        document["sections"][1]["condition"] = {"fact": fact, "equals": value}
        assert said(document) == []


@pytest.mark.parametrize(
    ("value", "points"),
    [("1/3", 1 / 3), (0, 0.0), (0.5, 0.5), ("half", None), ("1/0", None), ("²/³", None), (True, None), (None, None)],
)
def test_points_are_numbers_or_fractions(value: object, points: float | None) -> None:
    assert as_points(value) == points


def test_a_circle_is_named_from_its_first_key() -> None:
    assert find_cycle({"b": ["c"], "c": ["a"], "a": ["b"], "d": ["a"]}) == ["a", "b", "c", "a"]
    assert find_cycle({"a": ["b", "c"], "b": ["c"]}) == []


WRONG = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.lists(st.integers(), max_size=2)
) | st.just({"x": 1})


@given(st.data())
def test_no_malformed_entry_raises(data: st.DataObject) -> None:
    """Whatever stands at whatever entry, there is an answer."""
    document = example()
    document["consistency"], document["crosswalks"] = [rule("roll-back", "a")], [crosswalk(**{"roll-back": 1})]
    holder: Any = document
    while True:
        steps = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        step = data.draw(st.sampled_from(steps))
        if not isinstance(holder[step], dict | list) or not holder[step] or data.draw(st.booleans()):
            holder[step] = data.draw(WRONG)
            break
        holder = holder[step]
    assert isinstance(document_problems(document), list)


def test_a_text_that_yaml_takes_for_something_else_is_told() -> None:
    text = yaml.safe_dump(example()).replace("title: Your role", "title: yes")
    assert said(read_document(text.encode()).data) == [("sections[0].title", "Expected text, not “True”.")]
