"""Tests of values that know their path."""

import pytest

from assessment.measurement.node import CaseError, Node


def test_values_know_where_they_are() -> None:
    node = Node({"a": [{"b": 1}, {"b": "x"}]})
    assert [child["b"] for child in node["a"]] == [Node(1, "a[0].b"), Node("x", "a[1].b")]


@pytest.mark.parametrize(
    ("value", "number"),
    [(1, 1.0), (0.25, 0.25), ("2/3", 2 / 3), (".5", 0.5), ("0", 0.0), ("1", 1.0), ("0.125", 0.125)],
)
def test_numbers_may_be_fraction_texts(value: object, number: float) -> None:
    assert Node(value).number() == number


@pytest.mark.parametrize(
    "value",
    [None, True, [], "", "na", "1/0", "1.5/2", "-1", "1e9", "1e999999999", float("nan"), float("inf"), 10**400],
)
def test_what_is_no_number(value: object) -> None:
    with pytest.raises(CaseError) as refusal:
        Node(value, "a.b").number()
    assert (refusal.value.path, refusal.value.reason) == ("a.b", f"{value!r} is not a number")


def test_each_reader_refuses_another_kind() -> None:
    node = Node(None, "a")
    messages = []
    for read in (node.mapping, node.text, node.flag, node.whole, lambda: list(node), lambda: node["b"]):
        with pytest.raises(CaseError) as refusal:
            read()
        messages.append(str(refusal.value))
    assert messages == [
        "a: is not a mapping",
        "a: None is not a text",
        "a: None is neither true nor false",
        "a: None is not a whole number",
        "a: is not a list",
        "a: is not a mapping",
    ]


def test_each_reader_returns_its_kind() -> None:
    assert (Node("x").text(), Node(False).flag(), Node(3).whole()) == ("x", False, 3)


def test_a_flag_is_no_whole_number_and_a_missing_key_is_named() -> None:
    with pytest.raises(CaseError, match=r"^True is not a whole number$"):
        Node(True).whole()
    with pytest.raises(CaseError, match=r"^'b' is missing$"):
        Node({"a": 1})["b"]
