"""Tests of the strips of dots."""

import pytest

from assessment.charts.dots import DotWords, Highlight, Strip, dot_plot
from assessment.charts.figures import Figure

WORDS = DotWords(axis="Score", median="median", others="and %(number)d more", count="n = %(number)d")
DATA = Strip("Data", [(0.5, "Birch"), (0.504, "<Alder>"), (0.2, "Cedar")], None, 0.5, None)
RISK = Strip("Risk & compliance", [(0.1, "A"), (0.2, "B"), (0.3, "C"), (0.4, "D"), (0.5, "E")], 0.2, 0.3, 0.4)


def traces(figure: Figure) -> list[dict[str, object]]:
    return [{key: trace.get(key) for key in ("x", "y", "text")} for trace in figure["data"]]


def test_halves_dots_and_medians() -> None:
    halves, dots, medians = traces(dot_plot([DATA, RISK], [], WORDS))
    assert halves == {"x": [20, 40, None], "y": [1, 1, None], "text": None}
    assert dots == {
        "x": [20, 50, 10, 20, 30, 40, 50],
        "y": [0, 0, 1, 1, 1, 1, 1],
        "text": None,
    }
    assert medians == {"x": [50, 30], "y": [0, 1], "text": ["50: median", "30: median"]}


def test_each_name_is_written_once_and_each_dot_points_at_its_names() -> None:
    dots = dot_plot([DATA, RISK], [], WORDS)["data"][1]
    assert dots["meta"] == {"names": ["&lt;Alder&gt;", "A", "B", "Birch", "C", "Cedar", "D", "E"]}
    assert dots["customdata"] == [[5], [3, 0], [1], [2], [4], [6], [7]]
    assert dots["hovertemplate"] == "%{x}: %{text}<extra></extra>"


def test_equal_scores_share_a_dot_larger_in_area_up_to_a_limit() -> None:
    crowd = Strip("Data", [(0.5, f"Organization {number}") for number in range(4)] + [(0.6, "One")] + [(0.7, "x")] * 99)
    dots, narrow = (dot_plot([crowd], [], WORDS, narrow=size)["data"][1] for size in (False, True))
    assert (dots["marker"]["size"], dots["marker"]["sizemode"]) == ([4, 1, 6], "area")
    assert dots["customdata"][2] == [5] * 6 + ["and 93 more"]
    # Plotly draws a size across as the root of 2 * size / sizeref.
    across = [(2 / dots["marker"]["sizeref"]) ** 0.5, (2 / narrow["marker"]["sizeref"]) ** 0.5]
    assert across == [pytest.approx(7.5, abs=0.01), pytest.approx(5, abs=0.01)]


def test_a_highlighted_line_breaks_where_there_is_no_score() -> None:
    figure = dot_plot([DATA, RISK, DATA], [Highlight("Birch & Sons", 2, [0.5, None, 0.25])], WORDS)
    line = figure["data"][3]
    assert (line["x"], line["y"]) == ([50, None, 25], [0, 1, 2])
    assert line["text"] == ["50: Birch &amp; Sons", "", "25: Birch &amp; Sons"]
    assert (line["marker"]["symbol"], line["marker"]["color"]) == ("triangle-up", "var(--series-c)")
    label = figure["layout"]["annotations"][-1]
    assert (label["text"], label["x"], label["y"]) == ("Birch &amp; Sons", 50, 0)


def test_a_highlighted_one_without_any_score_has_no_label() -> None:
    figure = dot_plot([DATA], [Highlight("Birch", 0, [None])], WORDS)
    assert [each["text"] for each in figure["layout"]["annotations"]] == ["Data<br>n = 3"]


def test_titles_carry_their_n_beside_or_above() -> None:
    wide, narrow = (dot_plot([DATA, RISK], [], WORDS, narrow=narrow)["layout"] for narrow in (False, True))
    assert [each["text"] for each in wide["annotations"]] == ["Data<br>n = 3", "Risk &amp; compliance<br>n = 5"]
    assert [each["text"] for each in narrow["annotations"]] == ["Data (n = 3)", "Risk &amp; compliance (n = 5)"]
    assert (wide["margin"]["l"] > 100, narrow["margin"]["l"]) == (True, 10)
    assert (wide["height"], narrow["height"]) == (2 * 46 + 12 + 48, 2 * 58 + 12 + 48)


def test_no_tags_that_become_style_attributes() -> None:
    figure = dot_plot([DATA, RISK], [Highlight("Birch", 0, [0.5, 0.5])], WORDS)
    assert "<b>" not in str(figure)
    assert "<span" not in str(figure)
