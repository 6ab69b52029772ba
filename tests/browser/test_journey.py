"""The main job, end to end, by everybody whose job it is."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from assessment.models import Assessment, Organization, Practice, Result, Version
from assessment.services.demo.accounts import PASSWORD as DEMO_PASSWORD
from tests.browser.conftest import PHONE, OpenPage, axe_violations, is_wider_than_its_window
from tests.browser.steps import answer_everything, sign_in, sign_up, submit

LIBRARY = Path(__file__).parents[2] / "assessment" / "library"


@pytest.fixture
def demo(transactional_db: None, settings: Settings) -> None:
    """The bundled questionnaire and the demo's organizations."""
    settings.DEMO = True
    call_command("load_questionnaire", LIBRARY / "mlops-adoption.yaml", verbosity=0)
    call_command("load_demo", verbosity=0)
    # The people of this journey sign up as they would in a real installation.
    settings.DEMO = False


def test_from_signing_up_to_a_changed_questionnaire(demo: None, open_page: OpenPage) -> None:
    lead = open_page()
    sign_up(lead, "Nora Lind", "nora@northwind.example")
    create_organization(lead)
    invitation = open_round_and_invite(lead)

    guest = open_page(viewport=PHONE)
    join(guest, invitation)
    answer_everything(guest)
    submit(guest)

    answer_oneself(lead)
    stage = close_and_read_the_result(lead)

    offer = offer_the_consultant_a_look(lead)
    compare_with_the_demo(open_page(), offer, stage)

    stored = Result.objects.filter(assessment__title="Q4 2026 pilot")
    rows, page = stored.values().get(), lead.locator("main").inner_text()
    publish_a_changed_version(open_page())
    lead.reload()
    wait_for_charts(lead)
    assert (stored.values().get(), lead.locator("main").inner_text()) == (rows, page)
    call_command("verify_results")


def wait_for_charts(page: Page) -> None:
    """Until every chart that is seen is drawn: its words are part of the page's text."""
    expect(page.locator("figure[data-chart]:not(.is-drawn):visible")).to_have_count(0)


def create_organization(page: Page) -> None:
    page.goto("/organizations/")
    page.locator("main a[href$='/organizations/new/']").click()
    page.get_by_label("Name", exact=False).first.fill("Northwind Rail")
    page.get_by_label("Sector").select_option("transport")
    page.get_by_label("Size").select_option("50-249")
    page.get_by_role("button", name="Create the organization").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Northwind Rail")


def open_round_and_invite(page: Page) -> str:
    """The link of the invitation."""
    page.get_by_role("link", name=re.compile("assessment", re.IGNORECASE)).first.click()
    page.get_by_label("Title").fill("Q4 2026 pilot")
    page.get_by_role("button", name="Open the assessment").click()
    page.get_by_role("link", name="Make a link").click()
    page.get_by_role("button", name=re.compile("link", re.IGNORECASE)).click()
    return page.get_by_label("The link").input_value()


def join(page: Page, invitation: str) -> None:
    page.goto(invitation)
    expect(page.get_by_text("With fewer than three people")).to_be_visible()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your answers")
    assert not is_wider_than_its_window(page)


def answer_oneself(page: Page) -> None:
    page.goto("/organizations/")
    page.get_by_role("link", name="Northwind Rail").click()
    page.get_by_role("link", name="Q4 2026 pilot").first.click()
    expect(page.locator("main")).to_contain_text("1")
    page.get_by_role("button", name="Answer").click()
    answer_everything(page)
    submit(page)


def close_and_read_the_result(page: Page) -> str:
    """The name of the stage."""
    assessment = Assessment.objects.get(title="Q4 2026 pilot")
    page.goto(f"/results/{assessment.uid}/")
    expect(page.locator("main")).not_to_contain_text("Limiting dimension")
    page.goto(f"/assessments/{assessment.uid}/close/")
    page.locator("main").get_by_role("button", name=re.compile("Close")).click()
    page.goto(f"/results/{assessment.uid}/")
    result = Result.objects.get(assessment=assessment)
    assert (result.respondents, result.reportable, result.coverage) == (2, True, 1.0)
    stage = ("Manual", "Exploring", "Implicit", "Explicit", "Institutional")[result.stage or 0]
    expect(page.locator("main")).to_contain_text(stage)
    page.locator(".js-plotly-plot").first.wait_for()
    assert axe_violations(page) == []
    return stage


def offer_the_consultant_a_look(page: Page) -> str:
    """The link of the offer."""
    organization = Organization.objects.get(name="Northwind Rail")
    page.goto(f"/organizations/{organization.uid}/people/")
    page.get_by_label("E-mail address").fill("consultant@example.org")
    page.locator("select[name=place]").select_option("read")
    page.get_by_role("button", name="Make the link").click()
    link = page.get_by_label("The link").input_value()
    page.goto(f"/results/{organization.assessments.get().uid}/")
    wait_for_charts(page)
    return link


def compare_with_the_demo(page: Page, offer: str, stage: str) -> None:
    sign_in(page, "consultant@example.org", DEMO_PASSWORD)
    page.goto("/compare/?sort=name")
    expect(page.locator("main")).not_to_contain_text("Northwind Rail")
    page.goto(offer)
    page.get_by_role("button", name="Accept").click()
    page.goto("/compare/heatmap/")
    row = page.locator("tr", has=page.get_by_role("link", name="Northwind Rail"))
    expect(row.first).to_contain_text(stage)
    expect(page.locator("main")).to_contain_text("41")
    page.get_by_role("link", name="Map", exact=True).click()
    page.locator(".js-plotly-plot").first.wait_for()
    assert axe_violations(page) == []


def publish_a_changed_version(page: Page) -> None:
    sign_in(page, "editor@example.org", DEMO_PASSWORD)
    page.goto("/admin/assessment/version/")
    page.get_by_role("link", name="How you work with machine learning").click()
    page.get_by_role("button", name="Start a draft from this").click()
    practice = Practice.objects.get(version__state=Version.State.DRAFT, key="goal")
    page.goto(f"/admin/assessment/practice/{practice.pk}/change/")
    page.locator("#id_name").fill("The aim stands on paper first")
    page.locator("input[name=_save]").first.click()
    page.goto(f"/admin/assessment/version/{practice.version_id}/change/")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".messagelist")).to_contain_text("2 is published")
    page.goto("/questionnaires/")
    page.get_by_role("link", name=re.compile("version 2", re.IGNORECASE)).or_(
        page.locator(f"a[href*='{practice.version.uid}']")
    ).first.click()
    expect(page.locator("main")).to_contain_text("The aim stands on paper first")
