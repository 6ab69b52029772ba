"""Tests of what every page with charts needs."""

from functools import partial

from assessment.charts.adoption_map import Dot, adoption_map
from assessment.views.charts import drawn, map_words


def test_a_chart_is_drawn_wide_and_as_the_changes_for_a_small_screen() -> None:
    draw = partial(adoption_map, [Dot("a", "Alder", 0.5, 0.5)], map_words())
    wide, own = drawn(draw)
    assert wide == draw()
    assert own == {"data": [{}], "layout": {"height": draw(narrow=True)["layout"]["height"]}}


def test_the_corners_of_a_map_are_the_parts_of_the_mix() -> None:
    words = map_words()
    corners = (words.explicit, words.implicit, words.declared, words.absent)
    assert corners == ("Explicit", "Implicit", "Declared", "Absent")
