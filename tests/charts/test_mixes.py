"""Tests of the columns of mixes."""

import pytest

from assessment.charts.mixes import Column, MixWords, mix_columns
from assessment.measurement.mix import Mix

WORDS = MixWords(("Explicit", "Implicit", "Declared", "Absent"), "Organizations")
MIX = Mix(0.333, 0.333, 0.134, 0.2)


def test_columns_are_whole_parts_that_sum_to_100() -> None:
    *bars, said = mix_columns([Column("Alder", MIX), Column("<Birch>", Mix.of(1, 0.5))], WORDS)["data"]
    assert [bar["y"] for bar in bars] == [[34, 50], [33, 50], [13, 0], [20, 0]]
    assert [(bar["x0"], bar["dx"], bar["hoverinfo"]) for bar in bars] == [(25, 50, "skip")] * 4
    assert (said["x0"], said["dx"], said["y"], said["base"], said["opacity"]) == (25, 50, [100, 100], 0, 0)


def test_one_unseen_column_says_the_name_and_the_four_parts() -> None:
    said = mix_columns([Column("Alder", MIX), Column("<Birch>", Mix.of(1, 0.5))], WORDS)["data"][-1]
    assert (said["hovertext"], said["customdata"]) == (["Alder", "&lt;Birch&gt;"], [[34, 33, 13, 20], [50, 50, 0, 0]])
    assert said["hovertemplate"] == (
        "%{hovertext}<br>Explicit %{customdata[0]}<br>Implicit %{customdata[1]}"
        "<br>Declared %{customdata[2]}<br>Absent %{customdata[3]}<extra></extra>"
    )


def test_only_the_declared_part_is_hatched() -> None:
    bars = mix_columns([Column("Alder", MIX)], WORDS)["data"][:4]
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


@pytest.mark.parametrize(("number", "width"), [(1, 12), (50, 1.6), (100, 1.0)])
def test_few_columns_have_a_gap_between_them(number: int, width: float) -> None:
    bars = mix_columns([Column("Alder", MIX)] * number, WORDS)["data"][:4]
    assert [bar["width"] for bar in bars] == [pytest.approx(width)] * 4


def test_the_highlighted_carry_shape_and_name() -> None:
    figure = mix_columns([Column("Alder", MIX), Column("Birch", MIX, place=1)], WORDS)
    (sign,) = figure["data"][5:]
    assert (sign["x"], sign["y"], sign["marker"]["symbol"]) == ([75], [106], "square")
    (label,) = figure["layout"]["annotations"]
    assert (label["text"], label["x"], label["y"]) == ("Birch", 75, 106)
