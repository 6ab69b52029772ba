"""A word about an unclear question, in a browser: beside the question, and without a script."""

import pytest
from playwright.sync_api import expect

from assessment.models import AnswerChange, Remark, Response
from tests.browser.conftest import OpenPage, axe_violations
from tests.browser.sections import choice, keeps_pending, make_own_response, open_section, says, stored

pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture
def response(transactional_db: None) -> Response:
    return make_own_response()


def test_it_is_said_beside_the_question_and_answers_nothing(open_page: OpenPage, response: Response) -> None:
    page = open_section(open_page, response)
    card = page.locator("#d0-p0")
    choice(page, "d0-p0", "3").check()
    says(page, "d0-p0", "Saved")
    card.get_by_role("link", name="This question is unclear").click()
    field = card.get_by_label("What is unclear?")
    expect(field).to_be_focused()
    field.press_sequentially("1 or 2?")
    assert axe_violations(page) == []
    card.get_by_role("button", name="Say that it is unclear").click()
    expect(card.get_by_text("Thank you. The editors read it")).to_be_focused()
    keeps_pending(page, 0)
    assert (stored(), AnswerChange.objects.count()) == ({"d0-p0": "3"}, 1)
    assert list(Remark.objects.values_list("question__key", "text")) == [("d0-p0", "1 or 2?")]
    page.reload()
    card.get_by_role("link", name="You said that this is unclear").click()
    expect(field).to_have_value("1 or 2?")
    card.get_by_role("button", name="Take it back").click()
    expect(card.get_by_text("Taken back.")).to_be_focused()
    assert not Remark.objects.exists()


def test_two_words_at_once_stay_apart(open_page: OpenPage, response: Response) -> None:
    page = open_section(open_page, response)
    for key in ("d0-p0", "d0-p1"):
        page.locator(f"#unclear-{key} a").click()
        page.locator(f"#unclear-{key} textarea").fill(f"about {key}")
    page.locator("#d0-p1").get_by_role("button", name="Say that it is unclear").click()
    expect(page.locator("#d0-p1")).to_contain_text("Thank you.")
    expect(page.locator("#unclear-d0-p0 textarea")).to_have_value("about d0-p0")
    assert list(Remark.objects.values_list("question__key", "text")) == [("d0-p1", "about d0-p1")]


def test_without_a_script_it_has_a_page_of_its_own(open_page: OpenPage, response: Response) -> None:
    page = open_section(open_page, response, javascript=False)
    page.locator("#d0-p2").get_by_role("link", name="This question is unclear").click()
    page.get_by_label("What is unclear?").fill("Which model?")
    page.get_by_role("button", name="Say that it is unclear").click()
    expect(page.locator("main")).to_contain_text("Thank you.")
    expect(page.locator("#unclear-d0-p2")).to_contain_text("You said that this is unclear")
    assert Remark.objects.get().text == "Which model?"
