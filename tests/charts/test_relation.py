"""Tests of the chart of opinions against explicitness."""

from assessment.charts.relation import LARGEST, SMALLEST, Site, relation

WORDS = ("Benefits <b>", "Explicitness")


def test_each_organization_is_a_dot_and_the_highlighted_are_named() -> None:
    sites = [Site(3.0, 0.5, "Alder: said"), Site(5.0, 1.0, "Birch: said", name="Birch", place=1)]
    figure = relation(sites, WORDS)
    quiet, marked = figure["data"]
    assert (quiet["x"], quiet["y"], quiet["text"], quiet["marker"]["size"]) == ([50], [50], ["Alder: said"], [SMALLEST])
    assert (marked["x"], marked["y"], marked["marker"]["symbol"]) == ([100], [100], "square")
    assert [label["text"] for label in figure["layout"]["annotations"]] == ["Birch"]
    assert figure["layout"]["xaxis"]["title"]["text"] == "Benefits &lt;b&gt;"


def test_a_crowd_is_larger_by_its_number() -> None:
    (quiet,) = relation([Site(3.0, 0.5, "a", 100), Site(3.1, 0.5, "b", 25), Site(3.2, 0.5, "c", 1)], WORDS)["data"]
    assert quiet["marker"]["size"] == [LARGEST, LARGEST / 2, SMALLEST]
