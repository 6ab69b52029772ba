"""Tests of the highlighted organizations' looks and labels."""

import pytest

from assessment.charts.series import labels, look, marker


def test_four_shapes_and_four_colours() -> None:
    looks = [look(place) for place in range(4)]
    assert [each.symbol for each in looks] == ["circle", "square", "triangle-up", "diamond"]
    assert [each.colour for each in looks] == [f"var(--series-{letter})" for letter in "abcd"]
    assert [marker(place)["symbol"] for place in range(4)] == [each.symbol for each in looks]
    with pytest.raises(IndexError):
        look(4)


def test_labels_stand_one_above_the_other_and_turn_inward() -> None:
    found = labels([(90, "Last", 0), (10, "First", 1), (50, "Middle", 2)], y=3)
    placed = {each["text"]: (each["ay"], each["xanchor"], each["y"], each["font"]["color"]) for each in found}
    assert placed == {
        "First": (-6, "left", 3, "var(--series-b)"),
        "Middle": (-24, "center", 3, "var(--series-c)"),
        "Last": (-42, "right", 3, "var(--series-a)"),
    }
    assert [each["text"] for each in found] == ["Last", "Middle", "First"]


def test_names_are_text() -> None:
    assert labels([(10, "<a href='x'>A & B</a>", 0)], y=0)[0]["text"] == "&lt;a href='x'&gt;A &amp; B&lt;/a&gt;"
