"""Why this number, in a real browser: opened in place, and without JavaScript as a page of its own."""

import re

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import expect

from assessment.models import Assessment
from tests.browser.conftest import OpenPage
from tests.browser.steps import sign_in_as
from tests.views.test_results import everywhere, lead_of, make_closed


@pytest.fixture
def assessment(transactional_db: None) -> Assessment:
    assessment = make_closed(everywhere("4", "habit", d1_p0=("1", "nobody")))
    lead = lead_of(assessment)
    EmailAddress.objects.create(user=lead, email=lead.email, verified=True, primary=True)
    return assessment


def test_a_key_figure_opens_its_derivation_in_place(assessment: Assessment, open_page: OpenPage) -> None:
    page = open_page()
    sign_in_as(page, lead_of(assessment))
    page.goto(f"/results/{assessment.uid}/")
    page.locator(".why-link a[href$='#share']").click()
    expect(page.locator("#why > summary")).to_contain_text("Why 33 %?")
    expect(page.locator("#why > summary")).to_be_focused()
    expect(page.locator("#why")).to_contain_text("Explicit share = explicit ÷ score")
    expect(page).to_have_url(re.compile(f"/results/{assessment.uid}/$"))


def test_without_javascript_it_is_a_page_that_leads_down_to_the_practice(
    assessment: Assessment, open_page: OpenPage
) -> None:
    page = open_page(javascript=False)
    sign_in_as(page, lead_of(assessment))
    page.goto(f"/results/{assessment.uid}/")
    page.locator(".why-link a[href$='#score']").click()
    expect(page).to_have_url(re.compile("/why/#score$"))
    page.locator("#score").get_by_role("link", name="Dimension 1").click()
    page.locator("#score").get_by_role("link", name="Practice d1-p0").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Why these numbers: Practice d1-p0")


def test_the_radar_is_drawn_when_it_is_opened(assessment: Assessment, open_page: OpenPage) -> None:
    page = open_page()
    sign_in_as(page, lead_of(assessment))
    page.goto(f"/results/{assessment.uid}/")
    expect(page.locator("[data-chart-name=profile] .main-svg").first).to_be_visible()
    expect(page.locator("[data-chart-name=radar] .main-svg")).to_have_count(0)
    page.get_by_text("Show it as a radar, too").click()
    expect(page.locator("[data-chart-name=radar] .main-svg").first).to_be_visible()
