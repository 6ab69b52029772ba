"""The quick check from the home page to a full assessment, by somebody who has no account at first."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Locator, Page, expect

from assessment.models import Answer, Response, Trial
from tests.browser.conftest import DESKTOP, PHONE, OpenPage, axe_violations, is_wider_than_its_window
from tests.browser.steps import create_account

LIBRARY = Path(__file__).parents[2] / "assessment" / "library"
WIDTHS = (320, 768, 1440)


@pytest.fixture
def _library(transactional_db: None) -> None:
    call_command("load_questionnaire", LIBRARY / "mlops-adoption.yaml", LIBRARY / "quick-check.yaml", verbosity=0)


def begin(page: Page) -> str:
    """From the home page to the questions; the secret link."""
    page.goto("/")
    page.get_by_role("link", name="Start the quick check (5 minutes)").click()
    expect(page.get_by_text("Nobody but whoever has it sees your answers")).to_be_visible()
    page.get_by_role("button", name="Start").click()
    expect(page).to_have_url(re.compile(r"/try/[\w-]{32}/$"))
    expect(page.locator("section.finish")).to_be_visible()
    return page.url


def cards(page: Page) -> list[Locator]:
    return page.locator("fieldset.practice[data-question]").all()


def answer_all(page: Page) -> None:
    for place, card in enumerate(cards(page)):
        card.locator("label.choice input").nth((3, 2, 4)[place % 3]).check()
    for place, row in enumerate(page.locator("table.recognition tr[data-question]").all()):
        row.locator("input[type=radio]").nth((3, 1, 2)[place % 3]).check()


def show_result(page: Page) -> None:
    page.locator("section.finish").get_by_role("button", name="Show my result").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Result of your quick check")


def faults(page: Page) -> list[str]:
    """What axe finds, and at which width the page scrolls sideways."""
    found = axe_violations(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"scrolls sideways at {width}"] if is_wider_than_its_window(page) else []
    page.set_viewport_size(DESKTOP)
    return found


@pytest.mark.usefixtures("_library")
def test_every_page_of_it_is_in_order(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/try/")
    wrong = faults(page)
    link = begin(page)
    expect(page.locator("form input:checked")).to_have_count(0)
    wrong += faults(page)
    answer_all(page)
    expect(page.locator("#row-count")).to_have_text("12 of 12 answered")
    expect(page.locator("#still-open")).to_have_text("Every question is answered.")
    wrong += faults(page)
    show_result(page)
    page.locator(".js-plotly-plot .main-svg").first.wait_for()
    expect(page.locator("main")).to_contain_text("Provisional: from 12 of 50 practices.")
    wrong += faults(page)
    page.goto(f"{link}delete/")
    wrong += faults(page)
    page.get_by_role("button", name="Delete it").click()
    page.goto(link)
    expect(page.locator("main")).to_contain_text("There is no quick check behind this link.")
    assert wrong + faults(page) == []
    assert not Trial.objects.exists()


@pytest.mark.usefixtures("_library")
def test_answers_survive_a_reload_and_two_tabs_lose_nothing(open_page: OpenPage) -> None:
    page = open_page()
    link = begin(page)
    tab = page.context.new_page()
    tab.goto(link)
    cards(page)[1].locator("input").nth(0).check()
    expect(page.locator("#save-goal")).to_contain_text("Saved")
    page.reload()
    expect(cards(page)[1].locator("input").nth(0)).to_be_checked()
    cards(tab)[1].locator("input").nth(4).check()
    expect(tab.locator("#conflict-goal")).to_contain_text("You also answered this somewhere else.")
    tab.locator("#conflict-goal [data-keep=mine]").click()
    expect(tab.locator("#save-goal")).to_contain_text("Saved")
    page.reload()
    expect(cards(page)[1].locator("input").nth(4)).to_be_checked()
    # Nothing happened before, so the row was worded for that; the other tab words it anew by itself.
    expect(page.locator("#goal-recognition")).not_to_contain_text("You said that this does not happen.")


@pytest.mark.usefixtures("_library")
def test_without_a_script_on_a_phone_one_button_does_it_all(open_page: OpenPage) -> None:
    page = open_page(viewport=PHONE, javascript=False)
    begin(page)
    answer_all(page)
    assert Trial.objects.get().answers == {}
    show_result(page)
    assert len(Trial.objects.get().answers) == 32
    expect(page.locator("main")).to_contain_text("Provisional · Stage")
    page.get_by_role("link", name="Change answers").click()
    expect(page.locator("form input:checked")).to_have_count(32)


@pytest.mark.usefixtures("_library")
def test_it_is_kept_after_signing_up_and_carried_into_a_full_assessment(open_page: OpenPage) -> None:
    page = open_page()
    link = begin(page)
    answer_all(page)
    show_result(page)
    page.get_by_role("button", name="Keep this: create an account").click()
    expect(page).not_to_have_url(re.compile(link.rstrip("/").rpartition("/")[2]))
    create_account(page, "Nora Lind", "nora@northwind.example")
    page.goto("/organizations/")
    page.get_by_role("link", name="Keep it in your account").click()
    wrong = faults(page)
    page.get_by_role("button", name="Keep it in my account").click()
    page.locator(".js-plotly-plot .main-svg").first.wait_for()
    wrong += faults(page)
    page.get_by_role("link", name="Create an organization, then open an assessment").click()
    open_round(page)
    page.goto("/try/kept/")
    wrong += faults(page)
    page.locator("main").get_by_role("link", name=re.compile("^Quick check of")).click()
    page.get_by_role("button", name=re.compile("^Carry my answers over")).click()
    expect(page.locator("main")).to_contain_text("32 answers were carried over.")
    response = Response.objects.get()
    assert Answer.objects.filter(response=response, carried_over=True).count() == 32
    page.goto(f"/responses/{response.uid}/sections/purpose/")
    expect(page.locator("#save-goal")).to_contain_text("carried over from your quick check")
    page.locator("#goal input").nth(0).check()
    expect(page.locator("#save-goal")).to_have_text(re.compile(r"^\s*Saved \d\d:\d\d\s*$"))
    page.goto(link)
    expect(page.locator("main")).to_contain_text("An account has kept this quick check.")
    assert wrong == []


def open_round(page: Page) -> None:
    page.get_by_label("Name", exact=False).first.fill("Northwind Rail")
    page.get_by_label("Sector").select_option("transport")
    page.get_by_label("Size").select_option("50-249")
    page.get_by_role("button", name="Create the organization").click()
    page.get_by_role("link", name=re.compile("assessment", re.IGNORECASE)).first.click()
    page.get_by_label("Title").fill("Q4 2026")
    page.get_by_role("button", name="Open the assessment").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Q4 2026")
