"""Tests of the chart of shares over time."""

from assessment.charts.trends import Mark, Path, Step, trend

QUARTERS = [f"Q{number % 4 + 1} {2024 + number // 4}" for number in range(10)]


def test_medians_are_lines_and_middle_halves_are_bars() -> None:
    marks = [Mark(0, 0.4, 0.2, 0.6, "first"), Mark(1, 0.5, None, None, "second"), Mark(2, None, None, None, "third")]
    halves, medians = trend([marks], [], QUARTERS[:4])["data"]
    assert (halves["x"], halves["y"]) == ([12.5, 12.5, None], [20, 60, None])
    assert (medians["x"], medians["y"], medians["text"]) == ([12.5, 37.5], [40, 50], ["first", "second"])


def test_a_path_has_a_gap_where_it_is_not_joined_and_where_it_has_no_share() -> None:
    steps = [Step(0.5, 0.2, False, "a"), Step(1.5, None, True, "b"), Step(2.0, 0.4, False, "c")]
    figure = trend([], [Path("<b>Alder</b>", 1, steps)], QUARTERS[:4])
    path = figure["data"][-1]
    assert (path["x"], path["y"]) == ([None, 12.5, 37.5, None, 50], [None, 20, None, None, 40])
    assert path["text"] == ["", "20: &lt;b&gt;Alder&lt;/b&gt;<br>a", "", "", "40: &lt;b&gt;Alder&lt;/b&gt;<br>c"]
    (label,) = figure["layout"]["annotations"]
    assert (label["x"], label["text"]) == (50, "&lt;b&gt;Alder&lt;/b&gt;")


def test_who_has_no_share_at_all_is_not_drawn() -> None:
    figure = trend([], [Path("Alder", 0, [Step(0.5, None, False, "a")])], QUARTERS[:2])
    assert (len(figure["data"]), figure["layout"].get("annotations")) == (1, None)


def test_of_many_quarters_only_some_are_named() -> None:
    wide, narrow = trend([], [], QUARTERS), trend([], [], QUARTERS, narrow=True)
    assert wide["layout"]["xaxis"]["ticktext"] == QUARTERS[::2]
    assert narrow["layout"]["xaxis"]["ticktext"] == QUARTERS[::4]
