"""Filling in a section: saved as it changes, by mouse, by keys, on a phone, without a script."""

import re

import pytest
from playwright.sync_api import Route, expect

from assessment.models import Answer, AnswerChange, Person, Response, hash_of
from assessment.services.invitations import invite
from tests.browser.conftest import PHONE, OpenPage, axe_violations, is_wider_than_its_window
from tests.browser.sections import (
    SAVES,
    address_of,
    choice,
    keeps_pending,
    make_own_response,
    number_on,
    open_section,
    save,
    says,
    stored,
)
from tests.factories import make_answers, make_assessment, make_mixed_version, make_user

pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture
def response(transactional_db: None) -> Response:
    return make_own_response()


# --- Saved as it changes ---------------------------------------------------------------------------


def test_every_answer_is_saved_as_it_changes(open_page: OpenPage, response: Response) -> None:
    page = open_section(open_page, response)
    save(page, "d0-p0", "3")
    assert (number_on(page, "d0-p0"), stored()) == ("1", {"d0-p0": "3"})
    expect(page.locator("#still-open")).to_contain_text("5 questions are open:")
    save(page, "d0-p0-recognition", "habit")
    expect(page.locator("#row-count")).to_have_text("1 of 3 answered")
    keeps_pending(page, 0)
    page.reload()
    expect(choice(page, "d0-p0", "3")).to_be_checked()
    expect(choice(page, "d0-p0-recognition", "habit")).to_be_checked()


def test_a_row_is_worded_anew_when_its_practice_stops_happening(open_page: OpenPage, response: Response) -> None:
    make_answers(response, {"d0-p0": ("3", "habit")})
    page = open_section(open_page, response)
    row = page.locator("#d0-p0-recognition")
    save(page, "d0-p0", "1")
    expect(row).to_contain_text("You said that this does not happen.")
    expect(choice(page, "d0-p0-recognition", "habit")).to_be_checked()
    expect(choice(page, "d0-p0-recognition", "decided-against")).to_be_visible()
    row.get_by_label("Still right?").check()
    says(page, "d0-p0-recognition", "Saved")
    expect(choice(page, "d0-p0", "1")).to_be_checked()
    page.reload()
    expect(row).not_to_contain_text("Still right?")


@pytest.mark.parametrize(("focused", "kept"), [("habit", "habit"), ("decided-against", "nobody")])
def test_a_row_that_is_worded_anew_keeps_the_focus(
    open_page: OpenPage, response: Response, focused: str, kept: str
) -> None:
    before, after = ("5", "1") if focused == "habit" else ("1", "5")
    make_answers(response, {"d0-p0": (before, "")})
    page = open_section(open_page, response)
    held: list[Route] = []
    page.route(SAVES, lambda route: held.append(route))
    with page.expect_request(SAVES):
        choice(page, "d0-p0", after).check()
    choice(page, "d0-p0-recognition", focused).focus()
    held[0].continue_()
    expect(page.locator("input[name=d0-p0-number]")).to_have_value("2")
    expect(choice(page, "d0-p0-recognition", kept)).to_be_focused()
    page.unroute(SAVES)
    page.keyboard.press("Space")
    says(page, "d0-p0-recognition", "Saved")
    assert stored() == {"d0-p0": after, "d0-p0-recognition": kept}


def test_a_link_to_what_is_open_hands_the_focus_on(open_page: OpenPage, response: Response) -> None:
    page = open_section(open_page, response)
    save(page, "d0-p0", "3")
    still_open = page.locator("#still-open")
    held: list[Route] = []
    page.route(SAVES, lambda route: held.append(route))
    with page.expect_request(SAVES):
        choice(page, "d0-p1", "3").check()
    still_open.get_by_role("link", name="d0-p1", exact=True).focus()
    held[0].continue_()
    expect(still_open.get_by_role("link", name="d0-p1", exact=True)).to_have_count(0)
    expect(still_open.get_by_role("link").first).to_be_focused()


def test_a_text_is_saved_once_after_a_pause(open_page: OpenPage, response: Response) -> None:
    page = open_section(open_page, response, "views")
    with page.expect_response(SAVES):
        page.get_by_label("What helped most?").press_sequentially("Patience.")
    says(page, "helped-most", "Saved")
    change = AnswerChange.objects.get()
    assert (change.number, change.new["text"]) == (1, "Patience.")


# --- Keys ------------------------------------------------------------------------------------------


def test_keys_choose_inside_a_card_and_nowhere_else(open_page: OpenPage, response: Response) -> None:
    page = open_section(open_page, response)
    page.locator("body").press("4")
    expect(page.locator("#d0-p0 input:checked")).to_have_count(0)
    choice(page, "d0-p0", "1").focus()
    page.keyboard.press("4")
    says(page, "d0-p0", "Saved")
    expect(choice(page, "d0-p0", "4")).to_be_focused()
    page.keyboard.press("x")  # this practice always applies
    expect(choice(page, "d0-p0", "4")).to_be_checked()
    page.keyboard.press("Control+1")
    expect(choice(page, "d0-p0", "4")).to_be_checked()
    page.keyboard.press("0")
    expect(choice(page, "d0-p0", "unknown")).to_be_checked()


def test_keys_write_in_a_text(open_page: OpenPage, response: Response) -> None:
    page = open_section(open_page, response)
    page.locator("#d0-p0 summary", has_text="Add a note").click()
    page.locator("#d0-p0-note").press_sequentially("1 X 0")
    says(page, "d0-p0", "Saved")
    expect(page.locator("#d0-p0 .choice input:checked")).to_have_count(0)
    assert Answer.objects.get().note == "1 X 0"


def test_what_does_not_apply_waits_for_its_reason(open_page: OpenPage, response: Response) -> None:
    page = open_section(open_page, response)
    save(page, "d0-p2", "2")
    choice(page, "d0-p2", "2").press("X")
    reason = page.get_by_label("Why does it not apply?")
    expect(reason).to_be_visible()
    expect(page.locator("#save-d0-p2")).to_have_text("")
    assert stored() == {"d0-p2": "2"}
    reason.fill("Batch only.")
    reason.blur()
    says(page, "d0-p2", "Saved")
    expect(page.locator("#d0-p2-recognition")).to_contain_text("Not asked: does not apply to you.")
    assert list(Answer.objects.values_list("option__key", "reason")) == [("not-applicable", "Batch only.")]


# --- Sent whole ------------------------------------------------------------------------------------


def test_a_section_waits_for_a_save_that_is_on_its_way(open_page: OpenPage, response: Response) -> None:
    page = open_section(open_page, response)
    held: list[Route] = []
    page.route(SAVES, lambda route: held.append(route))
    with page.expect_request(SAVES):
        choice(page, "d0-p0", "5").check()
    page.get_by_role("button", name="Save and go on").click()
    says(page, "d0-p0", "Saving")
    held[0].continue_()
    expect(page).to_have_url(re.compile("/sections/views/$"))
    assert list(AnswerChange.objects.values_list("number", flat=True)) == [1]
    keeps_pending(page, 0)


def test_a_section_is_filled_in_without_a_script(open_page: OpenPage, response: Response) -> None:
    page = open_section(open_page, response, javascript=False)
    choice(page, "d0-p0", "3").check()
    page.locator("#d0-p0 summary", has_text="Add a note").click()
    page.locator("#d0-p0-evidence").fill("intranet")
    choice(page, "d0-p2", "not-applicable").check()
    choice(page, "d0-p1-recognition", "agreed").check()
    page.get_by_role("button", name="Save and go on").click()
    expect(page.locator(".error-summary a")).to_have_count(2)
    says(page, "d0-p0", "Enter an address that starts with https:// or http://.")
    says(page, "d0-p2", "Say in one sentence why it does not apply.")
    expect(page.locator("#d0-p0-evidence")).to_have_value("intranet")
    assert stored() == {"d0-p1-recognition": "agreed"}
    page.locator("#d0-p0-evidence").fill("https://intranet.example/")
    page.locator("#d0-p2-reason").fill("Batch only.")
    page.locator("#d0-p2-reason").press("Enter")
    expect(page).to_have_url(re.compile("/sections/views/$"))
    assert stored() == {"d0-p0": "3", "d0-p1-recognition": "agreed", "d0-p2": "not-applicable"}


# --- As a guest, on a phone ------------------------------------------------------------------------


def test_a_guest_answers_on_a_phone_and_comes_back_by_the_link(open_page: OpenPage) -> None:
    token = invite(Person(make_user()), make_assessment(version=make_mixed_version()))[1]
    page = open_page(viewport=PHONE)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"/join/{token}/")
    page.get_by_role("button", name="Start").click()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_text("Copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    page.get_by_role("link", name="Dimension 0").click()
    save(page, "d0-p0", "5")
    page.locator("#d0-p0-recognition").get_by_text("Habit of some people").click()
    says(page, "d0-p0-recognition", "Saved")
    assert not is_wider_than_its_window(page)

    laptop = open_page()
    laptop.goto(link)
    laptop.get_by_role("button", name="Go on").click()
    expect(laptop.get_by_role("heading", level=1)).to_have_text("Your answers")
    laptop.get_by_role("link", name="Get a new personal link").click()
    laptop.get_by_role("button", name="Make a new link").click()
    renewed = laptop.get_by_label("The link").input_value()
    assert Response.objects.get().guest_hash == hash_of(renewed.rstrip("/").rpartition("/")[2])
    laptop.get_by_role("link", name="Go on with your answers").click()
    expect(laptop.get_by_text("2 of 6 answered")).to_be_visible()
    page.reload()
    expect(page).to_have_url(re.compile("/accounts/login/"))


# --- For everybody ---------------------------------------------------------------------------------


def test_nothing_stands_in_anybodys_way(open_page: OpenPage, response: Response) -> None:
    make_answers(response, {"d0-p0": ("1", "habit"), "d0-p2": ("not-applicable", "")})
    token = invite(Person(make_user()), response.assessment)[1]
    page = open_section(open_page, response)
    save(page, "d0-p0", "3")
    for details in page.locator("main details").all():
        details.evaluate("element => { element.open = true }")
    assert axe_violations(page) == []
    addresses = [address_of(response, key) for key in ("about", "views")]
    addresses += [f"/responses/{response.uid}/", f"/responses/{response.uid}/check/"]
    found: dict[str, list[str]] = {}
    for address in addresses:
        page.goto(address)
        found[address] = axe_violations(page)
    visitor = open_page()
    visitor.goto(f"/join/{token}/")
    found["join"] = axe_violations(visitor)
    visitor.get_by_role("button", name="Start").click()
    found["started"] = axe_violations(visitor)
    assert found == {address: [] for address in found}
