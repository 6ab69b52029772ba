"""Each row of the profile shows its score, target, range and previous round."""

from assessment.charts.figures import Figure
from assessment.charts.profile import ProfileRow, profile

FULL = ProfileRow(
    "Data", "63", low=0.6, high=0.7, practice=0.625, target=0.75, previous=0.5, strong=True, hover=("Score 63",)
)
UNKNOWN = ProfileRow("Risk and compliance", "–", low=0.25, high=0.75)


def labels_of(figure: Figure) -> list[tuple[str, int]]:
    return [(a["text"], a["font"]["weight"]) for a in figure["layout"]["annotations"]]


def test_score_target_and_previous_round_are_marks_of_their_own() -> None:
    *_, rings, targets, dots = profile([FULL, UNKNOWN])["data"]
    assert (rings["x"], targets["x"], dots["x"]) == ([50.0], [75.0], [62.5])
    assert (rings["marker"]["size"], targets["marker"]["symbol"], dots["y"]) == (9, "line-ns", [0])
    assert dots["text"] == ["Data<br>Score 63"]


def test_the_range_is_a_band_where_there_is_one() -> None:
    known = ProfileRow("Data", "63", low=0.5, high=0.5, practice=0.5)
    ranges = profile([known, UNKNOWN])["data"][1]
    assert (ranges["x"], ranges["y"]) == ([25.0, 75.0, None], [1, 1, None])


def test_a_line_leads_from_the_previous_round_to_now() -> None:
    moves = profile([FULL, UNKNOWN])["data"][2]
    assert (moves["x"], moves["y"]) == ([50.0, 62.5, None], [0, 0, None])


def test_a_benchmark_is_a_mark_of_its_own_where_there_is_one() -> None:
    compared = ProfileRow("Data", "63", low=0.6, high=0.7, practice=0.625, benchmark=0.4)
    assert len(profile([FULL])["data"]) == 6
    benchmarks = profile([FULL, compared])["data"][3]
    assert (benchmarks["x"], benchmarks["y"], benchmarks["marker"]["symbol"]) == ([40.0], [1], "triangle-up")


def test_the_limiting_dimension_is_bold_and_every_row_ends_with_its_value() -> None:
    assert labels_of(profile([FULL, UNKNOWN])) == [
        ("Data", 650),
        ("63", 650),
        ("Risk and compliance", 400),
        ("–", 650),
    ]


def test_labels_stand_beside_the_rows_and_in_the_narrow_layout_above_them() -> None:
    wide, narrow = profile([FULL]), profile([FULL], narrow=True)
    assert (wide["layout"]["annotations"][0]["xanchor"], wide["layout"]["margin"]["l"] > 10) == ("right", True)
    assert (narrow["layout"]["annotations"][0]["yshift"], narrow["layout"]["margin"]["l"]) == (17, 10)
    assert narrow["layout"]["height"] > wide["layout"]["height"]


def test_a_long_label_takes_two_lines_beside_its_row_and_one_above_it() -> None:
    row = ProfileRow("Explanation and responsible use", "29", low=0.2, high=0.4)
    assert labels_of(profile([row]))[0][0] == "Explanation and<br>responsible use"
    assert labels_of(profile([row], narrow=True))[0][0] == "Explanation and responsible use"


def test_without_rows_there_is_an_empty_figure() -> None:
    assert [trace["x"] for trace in profile([])["data"]] == [[]] * 6
