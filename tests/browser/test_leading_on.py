"""What follows from a result, in a real browser: trying something, and planning it."""

import re

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Page, expect

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


def open_what_if(page: Page, assessment: Assessment) -> None:
    sign_in_as(page, lead_of(assessment))
    page.goto(f"/results/{assessment.uid}/what-if/")
    page.get_by_text("Dimension 1", exact=True).first.click()


def test_trying_something_updates_the_page_in_place_and_its_address(
    assessment: Assessment, open_page: OpenPage
) -> None:
    page = open_page()
    open_what_if(page, assessment)
    page.locator("#done-d1-p0").select_option("75 · d1-p0 step 4")
    expect(page.locator("#outcome")).to_have_text("Implicit instead of Exploring, with a score of 75 instead of 67")
    expect(page).to_have_url(re.compile(r"/what-if/\?try=d1-p0:75$"))
    expect(page.locator("#what-if-status")).to_have_text(re.compile("^Implicit instead"))
    expect(page.locator("#tried-d1")).to_have_text("1 tried")
    expect(page.locator("[data-chart-name=what-if-map] .main-svg").first).to_be_visible()
    page.reload()
    expect(page.locator("#outcome")).to_have_text(re.compile("^Implicit instead"))
    expect(page.locator("#done-d1-p0")).to_have_value("d1-p0:75")
    page.get_by_role("link", name="No longer try Practice d1-p0").click()
    expect(page.locator("#outcome")).to_have_text(re.compile("^Nothing is tried yet"))


def test_going_back_shows_what_was_tried_before(assessment: Assessment, open_page: OpenPage) -> None:
    page = open_page()
    open_what_if(page, assessment)
    page.locator("#done-d1-p0").select_option("75 · d1-p0 step 4")
    expect(page).to_have_url(re.compile(r"try=d1-p0:75$"))
    page.locator("#agreed-d1-p0").select_option("67 · Agreed")
    expect(page).to_have_url(re.compile(r"try=d1-p0:75,67$"))
    page.go_back()
    expect(page).to_have_url(re.compile(r"try=d1-p0:75$"))
    expect(page.locator("#agreed-d1-p0")).to_have_value("")
    expect(page.locator("#done-d1-p0")).to_have_value("d1-p0:75")


def test_without_a_script_a_button_shows_what_would_change(assessment: Assessment, open_page: OpenPage) -> None:
    page = open_page(javascript=False)
    open_what_if(page, assessment)
    page.locator("#done-d1-p0").select_option("75 · d1-p0 step 4")
    page.get_by_role("button", name="Show what would change").click()
    expect(page).to_have_url(re.compile(r"/what-if/\?try=d1-p0:75$"))
    expect(page.locator("#outcome")).to_have_text(re.compile("^Implicit instead"))


@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_roadmap_to_an_action_with_an_owner(
    assessment: Assessment, open_page: OpenPage, *, javascript: bool
) -> None:
    page = open_page(javascript=javascript)
    sign_in_as(page, lead_of(assessment))
    page.goto(f"/results/{assessment.uid}/")
    page.get_by_role("link", name="Open the action plan").click()
    page.get_by_role("button", name="Put all of Now into the plan").click()
    expect(page.get_by_role("heading", name="5 actions to do")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Change ?: Practice d1-p0$")).click()
    page.get_by_label("Owner").fill("Ana")
    page.get_by_label("Due on").fill("2020-01-31")
    page.get_by_label("under way").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="5 actions to do, one is overdue")).to_be_visible()
    expect(page.get_by_role("row", name="Practice d1-p0")).to_contain_text("Ana")
