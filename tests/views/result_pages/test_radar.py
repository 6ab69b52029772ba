"""The radar shows what the profile shows, where there are dimensions enough."""

import pytest
from django.test import Client

from tests.factories import make_version
from tests.views.test_results import KEYS, everywhere, figure_of, make_closed, page_of

pytestmark = pytest.mark.django_db


def test_a_radar_is_an_extra_view_behind_a_disclosure(client: Client) -> None:
    html = page_of(client, make_closed(everywhere("4", "habit")))
    assert html.index("<details", html.index("chart-figure")) < html.index('data-chart="radar-figure"')
    assert [trace["r"] for trace in figure_of(html, "radar-figure")["data"]] == [[75, 75, 75, 75], [50, 50, 50, 50]]  # type: ignore[attr-defined]  # plain JSON


def test_two_dimensions_make_no_radar(client: Client) -> None:
    ratings = {key: ("4", "habit") for key in KEYS if key[:2] != "d2"}
    assert "radar-figure" not in page_of(client, make_closed(ratings, version=make_version(dimensions=2)))
