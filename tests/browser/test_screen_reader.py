"""A section as a screen reader meets it: what is there, in which order, by which name, and what is said."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assessment.models import Response
from tests.browser.conftest import OpenPage
from tests.browser.sections import SAVES, choice, make_own_response, open_section, stored

pytestmark = pytest.mark.usefixtures("transactional_db")

SECTION = Path(__file__).parents[1] / "data" / "section-for-screen-readers.yaml"
REASON = "Say in one sentence why it does not apply."


@pytest.fixture
def response(transactional_db: None) -> Response:
    return make_own_response()


def tree(page: Page) -> str:
    """The accessibility tree of the main part, but for where its links lead."""
    return re.sub(r":\n +- /url: .*", "", page.locator("main").aria_snapshot()) + "\n"


def send_without_a_reason(page: Page) -> None:
    choice(page, "d0-p2", "not-applicable").check()
    page.get_by_role("button", name="Save and go on").click()
    expect(page).to_have_title(re.compile("^To correct: Dimension 0"))


def test_the_whole_section_in_order(open_page: OpenPage, response: Response) -> None:
    page = open_section(open_page, response)
    assert tree(page) == SECTION.read_text()


def test_what_becomes_of_an_answer_is_said(open_page: OpenPage, response: Response) -> None:
    page = open_section(open_page, response)
    status = page.get_by_role("group", name="d0-p0?").get_by_role("status")
    expect(status).to_have_text("")
    # A region that is put in anew with its words is not read out: it has to be the same all along.
    region = status.element_handle()
    choice(page, "d0-p0", "3").check()
    expect(status).to_have_text(re.compile(r"Saved \d\d:\d\d"))
    page.route(SAVES, lambda route: route.fulfill(status=500))
    choice(page, "d0-p0", "4").check()
    expect(status).to_contain_text("Not saved")
    expect(status.get_by_role("button", name="Retry")).to_be_visible()
    assert stored() == {"d0-p0": "3"}
    page.unroute(SAVES)
    status.get_by_role("button", name="Retry").click()
    expect(status).to_have_text(re.compile(r"Saved \d\d:\d\d"))
    assert region.evaluate("(region, now) => region === now", status.element_handle())
    assert stored() == {"d0-p0": "4"}


def test_what_becomes_of_a_row_is_said(open_page: OpenPage, response: Response) -> None:
    page = open_section(open_page, response)
    row = page.get_by_role("row", name="d0-p1")
    expect(row.get_by_role("status")).to_have_text("")
    row.get_by_role("radio", name="Agreed: d0-p1").check()
    expect(row.get_by_role("status")).to_have_text(re.compile(r"Saved \d\d:\d\d"))
    assert stored() == {"d0-p1-recognition": "agreed"}


def test_with_a_script_what_to_correct_has_the_focus(open_page: OpenPage, response: Response) -> None:
    page = open_section(open_page, response)
    send_without_a_reason(page)
    summary = page.get_by_role("alert", name="There is something to correct")
    expect(summary).to_be_focused()
    page.keyboard.press("Tab")
    expect(summary.get_by_role("link", name=REASON)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#d0-p2-reason")).to_be_focused()


def test_without_a_script_what_to_correct_comes_first(open_page: OpenPage, response: Response) -> None:
    page = open_section(open_page, response, javascript=False)
    send_without_a_reason(page)
    places = re.findall(r"^  - (.+?):?$", tree(page), re.MULTILINE)
    assert places[:4] == [
        'navigation "Path to this page"',
        'navigation "Sections"',
        'alert "There is something to correct"',
        'heading "Dimension 0" [level=1]',
    ]
    page.get_by_role("alert").get_by_role("link", name=REASON).click()
    expect(page.locator("#d0-p2-reason")).to_be_focused()
