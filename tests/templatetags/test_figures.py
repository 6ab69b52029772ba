"""Tests of figures as JSON in the page."""

from assessment.templatetags.figures import figure_json


def test_a_figure_is_json_without_spaces_that_cannot_end_its_element() -> None:
    figure = {"data": [{"x": [1, 2], "text": ["</script>"]}], "layout": {}}
    assert figure_json(figure, "map") == (
        '<script id="map" type="application/json">'
        '{"data":[{"x":[1,2],"text":["\\u003C/script\\u003E"]}],"layout":{}}</script>'
    )
