"""The map places by explicitness and practice, and says by shape what stands out."""

import json

import pytest

from assessment.charts.adoption_map import Dot, MapWords, adoption_map
from assessment.charts.figures import Figure
from assessment.charts.looks import HIGHLIGHTS, Emphasis

WORDS = MapWords("Agreed", "Done", "Explicit", "Implicit", "Declared", "Absent")


def texts_of(figure: Figure) -> list[str]:
    return [annotation["text"] for annotation in figure["layout"]["annotations"]]


def test_the_axes_are_fixed_from_0_to_100() -> None:
    layout = adoption_map([], WORDS)["layout"]
    for axis in (layout["xaxis"], layout["yaxis"]):
        assert (axis["range"], axis["tickvals"], axis["fixedrange"]) == ([0, 100], [0, 25, 50, 75, 100], True)


def test_the_corners_carry_the_names_of_the_parts() -> None:
    corners = {
        annotation["text"]: (annotation["x"], annotation["y"])
        for annotation in adoption_map([], WORDS)["layout"]["annotations"]
    }
    assert corners == {
        "Implicit": (0, 1),
        "Explicit": (1, 1),
        "Absent": (0, 0),
        "Declared": (1, 0),
        "↑ Done": (0, 1),
        "Agreed →": (1, 0),
    }


def test_guide_lines_stand_at_the_middle_of_both_axes() -> None:
    lines = [shape for shape in adoption_map([], WORDS)["layout"]["shapes"] if shape["type"] == "line"]
    assert [(line["x0"], line["x1"], line["y0"], line["y1"]) for line in lines] == [
        (0, 100, 50, 50),
        (50, 50, 0, 100),
    ]


def test_a_dot_lies_at_its_explicitness_and_practice_with_its_hover_text() -> None:
    dot = Dot("a", "Alpha", explicitness=0.25, practice=0.75, hover=("Done 75", "Agreed 25"))
    (trace,) = adoption_map([dot], WORDS)["data"]
    assert (trace["x"], trace["y"], trace["ids"]) == ([25.0], [75.0], ["a"])
    assert (trace["text"], trace["hoverinfo"]) == (["Alpha<br>Done 75<br>Agreed 25"], "text")


def test_what_stands_out_has_its_own_shape_and_is_drawn_on_top() -> None:
    dots = [Dot(kind, kind, 0.1 * place, 0.5, emphasis=kind) for place, kind in enumerate(reversed(Emphasis))]
    traces = adoption_map(dots, WORDS)["data"]
    assert [trace["ids"] for trace in traces] == [[kind.value] for kind in Emphasis]
    looks = {(t["marker"]["symbol"], t["marker"]["size"], t["marker"]["color"]) for t in traces}
    assert len(looks) == len(Emphasis)
    assert len({t["marker"]["symbol"] for t in traces if "series" in t["marker"]["color"]}) == 4


def test_every_colour_is_a_token() -> None:
    dot = Dot("a", "Alpha", 0.5, 0.5, Emphasis.HIGHLIGHT_1, labelled=True, previous=(0.1, 0.1))
    spelled = json.dumps(adoption_map([dot], WORDS))
    colours = [part.split('"')[0] for part in spelled.split('olor": "')[1:]]
    assert colours
    assert all(colour.startswith("var(--") for colour in colours)


def test_equal_points_are_moved_apart() -> None:
    (trace,) = adoption_map([Dot(key, key, 0.5, 0.5) for key in "abc"], WORDS)["data"]
    assert (trace["x"][0], trace["y"][0]) == (50, 50)
    assert len(set(zip(trace["x"], trace["y"], strict=True))) == 3


def test_only_dots_that_ask_for_it_are_labelled() -> None:
    dots = [Dot("a", "Alpha", 0.2, 0.2, labelled=True), Dot("b", "Beta", 0.8, 0.8)]
    assert texts_of(adoption_map(dots, WORDS))[6:] == ["Alpha"]


@pytest.mark.parametrize("narrow", [False, True])
def test_the_highlighted_are_named_in_any_crowd_and_others_only_where_there_is_room(narrow: bool) -> None:
    names = ["Alder", "Birch", "A name far too long for the map", "Dogwood"]
    dots = [
        Dot(name, name, 0.5, 0.5 + place / 100, HIGHLIGHTS[place], labelled=True) for place, name in enumerate(names)
    ]
    crowd = [Dot("x", "Nobody", x / 40, y / 40, labelled=True) for x in range(41) for y in range(41)]
    assert texts_of(adoption_map([*dots, *crowd], WORDS, narrow=narrow))[6:] == [
        "Alder",
        "Birch",
        "A name far<br>too long for…" if narrow else "A name far too long for…",
        "Dogwood",
    ]


def test_a_name_with_markup_stays_text() -> None:
    dot = Dot("a", '<a href="https://example.org">x</a>', 0.5, 0.5, labelled=True, hover=("<b>",))
    figure = adoption_map([dot], WORDS)
    assert figure["data"][0]["text"] == ['&lt;a href="https://example.org"&gt;x&lt;/a&gt;<br>&lt;b&gt;']
    assert texts_of(figure)[6].startswith("&lt;a")


def test_an_earlier_place_is_a_ring_with_a_line_to_the_dot() -> None:
    trail, dot = adoption_map([Dot("a", "Alpha", 0.75, 0.5, previous=(0.25, 0.25))], WORDS)["data"]
    assert (trail["x"], trail["y"], trail["mode"]) == ([25.0, 75.0], [25.0, 50.0], "lines+markers")
    assert dot["x"] == [75.0]


def test_the_narrow_layout_is_lower_and_has_the_same_dots() -> None:
    dots = [Dot("a", "Alpha", 0.2, 0.2), Dot("b", "Beta", 0.8, 0.8)]
    wide, narrow = adoption_map(dots, WORDS), adoption_map(dots, WORDS, narrow=True)
    assert narrow["layout"]["height"] < wide["layout"]["height"]
    assert narrow["data"] == wide["data"]


def test_no_text_uses_markup_that_becomes_a_style_attribute() -> None:
    dot = Dot("a", "Alpha", 0.5, 0.5, Emphasis.HOLDING, labelled=True)
    assert not any("<b>" in text for text in texts_of(adoption_map([dot], WORDS)))
