"""Tests of what all figures share."""

import plotly.graph_objects as go
import pytest

from assessment.charts.figures import as_dict, changes, shortened

WIDE = {"data": [{"x": [1], "marker": {"size": [2, 3], "sizeref": 1}}], "layout": {"height": 9, "margin": {"l": 8}}}


def test_a_name_is_cut_where_it_is_too_long() -> None:
    assert shortened("x" * 24) == "x" * 24
    assert shortened("Logistics International Holding") == "Logistics International…"


def test_numbers_have_four_decimals_and_whole_ones_none() -> None:
    figure = as_dict([go.Scatter(x=[1 / 3, 50.0, None], y=[1, 2, 3])], {"height": 40.00001})
    assert figure["data"][0]["x"] == [0.3333, 50, None]
    assert repr(figure["data"][0]["x"][1]) == "50"
    assert figure["layout"] == {"height": 40, "showlegend": False}


def test_a_narrow_figure_keeps_what_differs_at_any_depth() -> None:
    narrow = {
        "data": [{"x": [1], "marker": {"size": [2, 3], "sizeref": 4}}],
        "layout": {"margin": {"l": 8}, "width": 5},
    }
    assert changes(WIDE, narrow) == {"data": [{"marker": {"sizeref": 4}}], "layout": {"height": None, "width": 5}}
    assert changes(WIDE, WIDE) == {"data": [{}], "layout": {}}


def test_a_narrow_figure_of_other_traces_is_refused() -> None:
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        changes(WIDE, {**WIDE, "data": []})
