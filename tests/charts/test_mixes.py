"""Tests of the columns of mixes."""

import pytest

from assessment.charts.mixes import Column, MixWords, mix_columns
from assessment.measurement.mix import Mix

WORDS = MixWords(("Explicit", "Implicit", "Declared", "Absent"), "Organizations")
MIX = Mix(0.333, 0.333, 0.134, 0.2)


def test_columns_are_whole_parts_that_sum_to_100() -> None:
    figure = mix_columns([Column("Alder", MIX), Column("<Birch>", Mix.of(1, 0.5))], WORDS)
    assert [bar["y"] for bar in figure["data"]] == [[33, 50], [33, 50], [14, 0], [20, 0]]
    assert [bar["x"] for bar in figure["data"]] == [[25, 75]] * 4
    assert figure["data"][0]["hovertext"] == [
        "Alder<br>Explicit 33, Implicit 33, Declared 14, Absent 20",
        "&lt;Birch&gt;<br>Explicit 50, Implicit 50, Declared 0, Absent 0",
    ]


def test_only_the_declared_part_is_hatched() -> None:
    bars = mix_columns([Column("Alder", MIX)], WORDS)["data"]
    assert [bar["marker"]["color"] for bar in bars] == [
        "var(--mix-explicit)", "var(--mix-implicit)", "var(--mix-declared)", "var(--mix-absent)",
    ]  # fmt: skip
    assert [bar["marker"].get("pattern", {}).get("shape") for bar in bars] == [None, None, "/", None]


@pytest.mark.parametrize(
    ("number", "narrow", "named"), [(8, False, True), (9, False, False), (3, True, True), (4, True, False)]
)
def test_names_stand_below_where_there_is_room(number: int, narrow: bool, named: bool) -> None:
    columns = [Column(f"Organization {place}", MIX) for place in range(number)]
    axis = mix_columns(columns, WORDS, narrow=narrow)["layout"]["xaxis"]
    expected = [column.name for column in columns] if named else []
    assert (axis["ticktext"], axis["title"]["text"]) == (expected, "" if named else "Organizations")


@pytest.mark.parametrize(("number", "width"), [(50, 1.6), (100, 1.0)])
def test_few_columns_have_a_gap_between_them(number: int, width: float) -> None:
    bars = mix_columns([Column("Alder", MIX)] * number, WORDS)["data"]
    assert [bar["width"] for bar in bars] == [pytest.approx(width)] * 4


def test_the_highlighted_carry_shape_and_name() -> None:
    figure = mix_columns([Column("Alder", MIX), Column("Birch", MIX, place=1)], WORDS)
    (sign,) = figure["data"][4:]
    assert (sign["x"], sign["y"], sign["marker"]["symbol"]) == ([75], [106], "square")
    (label,) = figure["layout"]["annotations"]
    assert (label["text"], label["x"], label["y"]) == ("Birch", 75, 106)
