"""Filling in when something goes wrong: no answer is lost, and none overwritten unasked."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from assessment.models import Assessment, Response, hash_of
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
from tests.factories import PASSWORD, make_answers

pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture
def response(transactional_db: None) -> Response:
    return make_own_response()


def second_tab(page: Page) -> Page:
    other = page.context.new_page()
    other.goto(page.url)
    return other


def break_the_server(page: Page) -> None:
    page.route(SAVES, lambda route: route.fulfill(status=500))


def mend_the_server(page: Page) -> None:
    page.unroute(SAVES)


# --- Two tabs --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("keep", "kept"), [("mine", "5"), ("theirs", "2")])
@pytest.mark.parametrize("reload", [False, True])
def test_of_two_answers_the_person_chooses(
    open_page: OpenPage, response: Response, keep: str, kept: str, reload: bool
) -> None:
    page = open_section(open_page, response)
    save(second_tab(page), "d0-p0", "2")
    choice(page, "d0-p0", "5").check()
    conflict = page.locator("#conflict-d0-p0")
    expect(conflict).to_contain_text("d0-p0 step 5")
    expect(conflict).to_contain_text("d0-p0 step 2")
    assert stored() == {"d0-p0": "2"}
    if reload:
        # The stored answer is shown first, then the one that waited in the browser is offered again.
        page.reload()
        expect(conflict).to_contain_text("d0-p0 step 5")
    conflict.locator(f"[data-keep={keep}]").click()
    expect(conflict).to_be_empty()
    says(page, "d0-p0", "Saved")
    expect(choice(page, "d0-p0", kept)).to_be_checked()
    expect(page.locator("input[name=d0-p0-number]")).to_have_value("2" if keep == "mine" else "1")
    keeps_pending(page, 0)
    assert stored() == {"d0-p0": kept}


@pytest.mark.parametrize("viewport", [{"width": 1440, "height": 900}, PHONE])
def test_a_conflict_in_the_table_has_room(open_page: OpenPage, response: Response, viewport: dict[str, int]) -> None:
    page = open_section(open_page, response, viewport=viewport)
    save(second_tab(page), "d0-p1-recognition", "habit")
    choice(page, "d0-p1-recognition", "guideline").check()
    conflict = page.locator("#conflict-d0-p1-recognition")
    expect(conflict).to_contain_text("Part of a guideline")
    table, box = page.locator("table.recognition").bounding_box(), conflict.bounding_box()
    assert table is not None
    assert box is not None
    assert box["width"] > 0.9 * table["width"]
    assert (axe_violations(page), is_wider_than_its_window(page)) == ([], False)
    conflict.get_by_role("button", name=re.compile("Keep this one.*Habit")).click()
    expect(choice(page, "d0-p1-recognition", "habit")).to_be_checked()
    expect(conflict).not_to_be_visible()
    save(page, "d0-p1-recognition", "agreed")
    assert stored() == {"d0-p1-recognition": "agreed"}


@pytest.mark.parametrize(("keep", "kept"), [("mine", "5"), ("theirs", "2")])
def test_a_conflict_is_settled_without_a_script(open_page: OpenPage, response: Response, keep: str, kept: str) -> None:
    page = open_section(open_page, response, javascript=False)
    make_answers(response, {"d0-p0": ("2", "")})
    choice(page, "d0-p0", "5").check()
    page.get_by_role("button", name="Save and go on").click()
    expect(page.locator(".error-summary")).to_contain_text("You also answered this somewhere else.")
    page.locator(f"#conflict-d0-p0 [value={keep}]").click()
    expect(page).to_have_url(re.compile("/sections/views/$"))
    assert stored() == {"d0-p0": kept}


def test_a_conflict_of_the_whole_section_goes_on_being_saved_as_it_changes(
    open_page: OpenPage, response: Response
) -> None:
    page = open_section(open_page, response)
    break_the_server(page)
    make_answers(response, {"d0-p0": ("2", "")})
    choice(page, "d0-p0", "5").check()
    page.get_by_role("button", name="Save and go on").click()
    expect(page.locator("#conflict-d0-p0")).to_contain_text("d0-p0 step 2")
    mend_the_server(page)
    choice(page, "d0-p0", "4").check()
    expect(page.locator("#conflict-d0-p0")).to_contain_text("d0-p0 step 4")
    page.locator("#conflict-d0-p0 [data-keep=mine]").click()
    says(page, "d0-p0", "Saved")
    assert (stored(), number_on(page, "d0-p0")) == ({"d0-p0": "4"}, "2")


# --- No server, no network ---------------------------------------------------------------------------


def test_a_failing_server_is_tried_again_by_hand_and_by_itself(open_page: OpenPage, response: Response) -> None:
    page = open_section(open_page, response)
    break_the_server(page)
    for key in ("d0-p0", "d0-p1"):
        choice(page, key, "4").check()
        says(page, key, "Not saved")
    keeps_pending(page, 2)
    mend_the_server(page)
    page.locator("#save-d0-p0").get_by_role("button", name="Retry").click()
    says(page, "d0-p0", "Saved")
    says(page, "d0-p1", "Saved")
    keeps_pending(page, 0)
    assert stored() == {"d0-p0": "4", "d0-p1": "4"}


def test_a_retry_by_itself_does_not_take_the_focus_away(open_page: OpenPage, response: Response) -> None:
    page = open_section(open_page, response)
    break_the_server(page)
    choice(page, "d0-p0", "4").check()
    says(page, "d0-p0", "Not saved")
    page.locator("#save-d0-p0").get_by_role("button", name="Retry").focus()
    mend_the_server(page)
    says(page, "d0-p0", "Saved")
    expect(choice(page, "d0-p0", "4")).to_be_focused()


def test_an_answer_given_offline_is_saved_when_the_network_is_back(open_page: OpenPage, response: Response) -> None:
    page = open_section(open_page, response)
    page.context.set_offline(True)
    choice(page, "d0-p0", "4").check()
    says(page, "d0-p0", "Not saved")
    page.context.set_offline(False)
    says(page, "d0-p0", "Saved")
    assert stored() == {"d0-p0": "4"}


def test_an_unsaved_answer_outlives_its_page(open_page: OpenPage, response: Response) -> None:
    page = open_section(open_page, response)
    break_the_server(page)
    choice(page, "d0-p0", "4").check()
    says(page, "d0-p0", "Not saved")
    with page.expect_event("dialog") as asked:
        page.goto(f"/responses/{response.uid}/")
    assert asked.value.type == "beforeunload"
    mend_the_server(page)
    page.goto(address_of(response))
    says(page, "d0-p0", "Saved")
    expect(choice(page, "d0-p0", "4")).to_be_checked()
    keeps_pending(page, 0)
    assert stored() == {"d0-p0": "4"}


def test_a_row_that_is_no_longer_asked_waits_for_nothing(open_page: OpenPage, response: Response) -> None:
    page = open_section(open_page, response)
    choice(page, "d0-p2", "not-applicable").check()
    held: list[Route] = []
    page.route(SAVES, lambda route: held.append(route))
    with page.expect_request(SAVES):
        page.get_by_label("Why does it not apply?").fill("Batch only.")
    # Answered, because the page still asks it.
    with page.expect_request(SAVES):
        choice(page, "d0-p2-recognition", "habit").check()
    held[0].continue_()
    expect(page.locator("#d0-p2-recognition")).to_contain_text("Not asked: does not apply to you.")
    held[1].continue_()
    says(page, "d0-p2-recognition", "Saved")
    keeps_pending(page, 0)
    asked: list[str] = []
    page.on("dialog", lambda dialog: asked.append(dialog.type))
    page.goto(f"/responses/{response.uid}/")
    assert asked == []


@pytest.mark.parametrize("waits", [False, True])
def test_an_answer_given_before_the_script_is_there_counts(
    open_page: OpenPage, response: Response, waits: bool
) -> None:
    page = open_section(open_page, response)
    if waits:
        break_the_server(page)
        choice(page, "d0-p0", "5").check()
        says(page, "d0-p0", "Not saved")
        mend_the_server(page)
    held: list[Route] = []
    page.route("**/answers.js", lambda route: held.append(route))
    with page.expect_request("**/answers.js"):
        page.goto(address_of(response), wait_until="commit")
    choice(page, "d0-p0", "4").check()
    held[0].continue_()
    says(page, "d0-p0", "Saved")
    expect(choice(page, "d0-p0", "4")).to_be_checked()
    assert stored() == {"d0-p0": "4"}


# --- No longer allowed -------------------------------------------------------------------------------


def test_who_was_signed_out_signs_in_and_the_answer_is_saved(open_page: OpenPage, response: Response) -> None:
    user = response.user
    assert user is not None
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    page = open_section(open_page, response)
    Session.objects.all().delete()
    choice(page, "d0-p0", "4").check()
    page.get_by_role("link", name="Sign in again to save").click()
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(re.compile("/sections/d0/$"))
    says(page, "d0-p0", "Saved")
    assert stored() == {"d0-p0": "4"}


def test_a_guest_whose_session_ended_comes_back_by_the_link(open_page: OpenPage, response: Response) -> None:
    Response.objects.update(user=None, guest_hash=hash_of("the-guests-own-secret"))
    page = open_page()
    page.goto("/return/the-guests-own-secret/")
    page.get_by_role("button", name="Go on").click()
    page.goto(address_of(response))
    Session.objects.all().delete()
    choice(page, "d0-p0", "4").check()
    says(page, "d0-p0", "Not saved. Open your personal link again; your answer is kept here.")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/return/the-guests-own-secret/")
    page.get_by_role("button", name="Go on").click()
    page.goto(address_of(response))
    says(page, "d0-p0", "Saved")
    assert stored() == {"d0-p0": "4"}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ("submitted", "You have submitted your answers. They can no longer be changed."),
        ("closed", "This assessment has been closed. Answers can no longer be changed."),
    ],
)
def test_what_can_no_longer_be_changed_says_so(
    open_page: OpenPage, response: Response, changed: str, sentence: str
) -> None:
    page = open_section(open_page, response)
    if changed == "closed":
        Assessment.objects.update(state="closed", closed_at=timezone.now())
    else:
        Response.objects.update(state="submitted", submitted_at=timezone.now())
    choice(page, "d0-p0", "4").check()
    says(page, "d0-p0", sentence)
    keeps_pending(page, 0)
    assert stored() == {}


def test_signing_out_forgets_what_was_not_sent(open_page: OpenPage, response: Response) -> None:
    page = open_section(open_page, response)
    break_the_server(page)
    choice(page, "d0-p0", "4").check()
    says(page, "d0-p0", "Not saved")
    keeps_pending(page, 1)
    page.locator(".account > summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    keeps_pending(page, 0)
