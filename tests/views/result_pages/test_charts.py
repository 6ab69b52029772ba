"""Every chart of a result has its finding, its table, a CSV file that is there, and a PNG."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from assessment.views.result_pages.tabs import PAGES
from tests.bundles import make_round
from tests.exports import lead_of

pytestmark = pytest.mark.django_db


def test_every_chart_of_every_page_can_be_taken_along(client: Client) -> None:
    assessment = make_round()
    client.force_login(lead_of(assessment))
    charts = 0
    for name, _word in PAGES:
        page = client.get(reverse(name, args=[assessment.uid]), follow=True).content.decode()
        for chart in re.findall(r"<figure[^>]*data-chart=.*?</figure>", page, re.DOTALL):
            (address,) = re.findall(r'<a href="([^"]+)" download>', chart)
            assert client.get(address.replace("&amp;", "&"))["Content-Type"].startswith("text/csv"), (name, address)
            assert (chart.count("data-chart-png"), chart.count("<table")) == (1, 1), name
            charts += 1
    assert charts >= 2
