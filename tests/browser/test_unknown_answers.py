""" "I don't know" for the rest of a section, in a browser: with what was not saved yet, and without a script."""

import pytest
from playwright.sync_api import Page, Route, expect

from assessment.models import Response
from tests.browser.conftest import OpenPage
from tests.browser.sections import SAVES, choice, keeps_pending, make_own_response, open_section, stored

pytestmark = pytest.mark.usefixtures("transactional_db")

UNKNOWN = {f"d0-p{place}{facet}": "unknown" for place in range(3) for facet in ("", "-recognition")}


@pytest.fixture
def response(transactional_db: None) -> Response:
    return make_own_response()


def answer_the_rest(page: Page) -> None:
    page.get_by_role("button", name="I don’t know anything in this section").click()
    expect(page.get_by_role("button", name="Take that back")).to_be_visible()


def test_what_could_not_be_saved_yet_is_kept(open_page: OpenPage, response: Response) -> None:
    page = open_section(open_page, response)

    def drop(route: Route) -> None:
        route.abort()

    page.route(SAVES, drop)
    choice(page, "d0-p0", "4").check()
    keeps_pending(page, 1)
    answer_the_rest(page)
    expect(page.locator("main")).to_contain_text("5 questions are answered with “I don’t know”")
    expect(choice(page, "d0-p0", "4")).to_be_checked()
    keeps_pending(page, 0)
    assert stored() == UNKNOWN | {"d0-p0": "4"}
    page.unroute(SAVES, drop)
    page.get_by_role("button", name="Take that back").click()
    expect(page.locator("main")).to_contain_text("5 questions are open again.")
    assert stored() == {"d0-p0": "4"}


def test_without_a_script_it_is_answered_and_taken_back(open_page: OpenPage, response: Response) -> None:
    page = open_section(open_page, response, javascript=False)
    choice(page, "d0-p1", "2").check()
    answer_the_rest(page)
    assert stored() == UNKNOWN | {"d0-p1": "2"}
    page.get_by_role("button", name="Take that back").click()
    expect(page.get_by_role("button", name="I don’t know the rest of this section")).to_be_visible()
    assert stored() == {"d0-p1": "2"}
