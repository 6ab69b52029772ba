"""Each row of cohorts shows the mean, the middle half where there is one, and whoever looks beside it."""

from assessment.charts.cohorts import CohortRow, cohorts

MANY = CohortRow("Data (n = 20)", "46", mean=0.46, quartiles=(0.25, 0.45, 0.6), hover=("Mean 46",))
FEW = CohortRow("Risk (n = 5)", "40", mean=0.4)
OWN = CohortRow("People (n = 8)", "58", mean=0.45, own=0.575, target=0.5)


def test_every_row_has_its_mean_and_says_what_it_is() -> None:
    means = cohorts([MANY, FEW])["data"][4]
    assert (means["x"], means["y"], means["marker"]["symbol"]) == ([46.0, 40.0], [0, 1], "triangle-up")
    assert means["text"] == ["Data (n = 20)<br>Mean 46", "Risk (n = 5)"]


def test_the_middle_half_and_its_median_are_where_there_are_quartiles() -> None:
    _tracks, halves, medians, *_ = cohorts([FEW, MANY])["data"]
    assert (halves["x"], halves["y"]) == ([25.0, 60.0, None], [1, 1, None])
    assert (medians["x"], medians["y"]) == ([45.0], [1])


def test_whoever_looks_stands_beside_the_others_with_a_target() -> None:
    _tracks, _halves, _medians, targets, _means, dots = cohorts([FEW, OWN])["data"]
    assert (targets["x"], targets["y"]) == ([50.0], [1])
    assert (dots["x"], dots["y"]) == ([57.5], [1])


def test_rows_carry_label_and_value_and_the_narrow_layout_has_as_many_traces() -> None:
    wide, narrow = cohorts([MANY, FEW]), cohorts([MANY, FEW], narrow=True)
    assert [text["text"] for text in wide["layout"]["annotations"]] == ["Data (n = 20)", "46", "Risk (n = 5)", "40"]
    assert len(wide["data"]) == len(narrow["data"]) == 6
