"""The radar has at most four series, each told apart by more than its colour."""

import pytest

from assessment.charts.radar import LOOKS, RadarSeries, radar

AXES = ("Data", "Build", "Risk and <b>compliance</b>")
NOW = RadarSeries("now", 0, (0.5, None, 1.0))
TARGET = RadarSeries("your target", 2, (0.75, 0.75, 0.75))


def test_each_series_goes_round_once_and_is_open_where_a_score_is_missing() -> None:
    now, target = radar(AXES, [NOW, TARGET])["data"]
    assert (now["r"], now["theta"]) == ([50, None, 100, 50], [0, 1, 2, 0])
    assert target["r"] == [75, 75, 75, 75]
    assert now["text"][:2] == ["Data<br>now: 50", ""]


def test_series_differ_in_line_and_mark() -> None:
    assert len({(look["line"].get("dash", "solid"), look["marker"]["symbol"]) for look in LOOKS}) == len(LOOKS)


def test_names_are_texts_and_no_markup() -> None:
    """SECURITY: figures take some HTML."""
    labels = radar(AXES, [NOW])["layout"]["polar"]["angularaxis"]["ticktext"]
    assert labels[2].replace("<br>", " ") == "Risk and &lt;b&gt;compliance&lt;/b&gt;"


def test_the_narrow_layout_leaves_room_for_the_lines() -> None:
    wide, narrow = radar(AXES, [NOW])["layout"], radar(AXES, [NOW], narrow=True)["layout"]
    assert narrow["margin"]["l"] < wide["margin"]["l"]
    assert len(narrow["polar"]["radialaxis"]["tickvals"]) < len(wide["polar"]["radialaxis"]["tickvals"])


@pytest.mark.parametrize(("axes", "series"), [(AXES[:2], [NOW]), (AXES, [NOW] * 5)])
def test_what_nobody_could_read_is_refused(axes: tuple[str, ...], series: list[RadarSeries]) -> None:
    with pytest.raises(ValueError, match="three axes or more and four series at most"):
        radar(axes, series)
