"""Shares as bars: as long as the share, with its words and value."""

from assessment.charts.share_bars import ShareRow, share_bars

ROWS = [ShareRow("All <b>", "39 %", 0.394, ("26 of 66",)), ShareRow("Health", "0 %", 0.0)]


def test_every_bar_is_as_long_as_its_share_and_says_what_it_is() -> None:
    bars, ends = share_bars(ROWS)["data"]
    assert (bars["x"], bars["y"]) == ([0, 39.4, None, 0, 0, None], [0, 0, None, 1, 1, None])
    assert ends["text"] == ["All &lt;b&gt;<br>26 of 66", "Health"]


def test_rows_carry_label_and_value_in_both_layouts() -> None:
    wide, narrow = share_bars(ROWS), share_bars(ROWS, narrow=True)
    for figure in (wide, narrow):
        texts = [text["text"] for text in figure["layout"]["annotations"]]
        assert texts == ["All &lt;b&gt;", "39 %", "Health", "0 %"]
    assert len(wide["data"]) == len(narrow["data"])
