"""Answering from the first page to the last with JavaScript off: as a guest on a phone, and as a member."""

import re

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Page, expect

from assessment.models import Answer, Person, Response
from assessment.services.invitations import invite
from tests.browser.conftest import PHONE, OpenPage, is_wider_than_its_window
from tests.browser.sections import address_of, choice, says
from tests.browser.steps import sign_in_as
from tests.factories import make_assessment, make_mixed_version, make_organization, make_user

pytestmark = pytest.mark.usefixtures("transactional_db")

NOTE = "Since spring.\nBefore that on request."
EVIDENCE = "https://intranet.example/goal"


def answers() -> dict[str, tuple[str, ...]]:
    """By key of the question what is stored: option, text, reason, note and link, as far as there is any."""
    rows = Answer.objects.values_list("question__key", "option__key", "text", "reason", "note", "evidence")
    return {key: tuple(value for value in values if value) for key, *values in rows}


def heading(page: Page, words: str) -> None:
    """Wait until the page has this heading."""
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def go_on(page: Page, words: str) -> None:
    """Save the section, and wait for the page with this heading."""
    page.get_by_role("button", name="Save and go on").click()
    heading(page, words)


# --- As a guest, on a phone ------------------------------------------------------------------------


def test_a_guest_answers_everything(open_page: OpenPage) -> None:
    page = open_page(viewport=PHONE, javascript=False)
    begin(page)
    answer_the_profile(page)
    answer_what_has_to_be_corrected(page)
    answer_the_overlay(page)
    answer_the_views(page)
    know_nothing_more(page)
    check_and_change(page)
    page.get_by_role("button", name="Submit").click()
    heading(page, "Thank you. Your answers are submitted.")
    unknown = dict.fromkeys(("d0-p0-recognition", "d0-p1-recognition"), ("unknown",))
    assert answers() == unknown | {
        "role": ("operations",),
        "parts": ("data release",),
        "d0-p0": ("4", NOTE, EVIDENCE),
        "d0-p1": ("5",),
        "d0-p2": ("not-applicable", "Batch only."),
        "generative-p0": ("1",),
        "generative-p0-recognition": ("decided-against",),
        "worth-it": ("5",),
        "helped-most": ("Patience.",),
    }
    read_only_from_now_on(page)


def begin(page: Page) -> None:
    round_ = make_assessment(version=make_mixed_version(), uses_generative_models=True)
    token = invite(Person(make_user()), round_)[1]
    page.goto(f"/join/{token}/")
    page.get_by_role("button", name="Start").click()
    heading(page, "Your answers")
    expect(page.get_by_label("Your personal link")).to_have_value(re.compile("/return/"))
    assert not is_wider_than_its_window(page)
    page.get_by_role("link", name="Start with About you").click()


def answer_the_profile(page: Page) -> None:
    heading(page, "About you")
    page.get_by_role("group", name="role?").get_by_label("role operations").check()
    parts = page.get_by_role("group", name="parts?")
    parts.get_by_label("parts data").check()
    parts.get_by_label("parts release").check()
    go_on(page, "Dimension 0")


def answer_what_has_to_be_corrected(page: Page) -> None:
    """A practice that does not apply, without its reason: refused, and nothing typed is lost."""
    first = page.locator("#d0-p0")
    first.get_by_label("d0-p0 step 4").check()
    first.get_by_text("Add a note or a link to evidence").click()
    first.get_by_label("Note").fill(NOTE)
    first.get_by_label("Link to evidence").fill("intranet")
    expect(page.get_by_label("Why does it not apply?")).to_be_hidden()
    page.locator("#d0-p2").get_by_label("Does not apply").check()
    page.get_by_role("button", name="Save and go on").click()

    summary = page.get_by_role("alert")
    expect(summary.get_by_role("link")).to_have_count(2)
    expect(page).to_have_title(re.compile("^To correct: Dimension 0"))
    expect(first.get_by_label("d0-p0 step 4")).to_be_checked()
    expect(first.get_by_label("Note")).to_have_value(NOTE)
    expect(first.get_by_label("Link to evidence")).to_have_value("intranet")
    assert answers() == {"role": ("operations",), "parts": ("data release",)}
    summary.get_by_role("link", name="Say in one sentence why it does not apply.").click()
    reason = page.get_by_label("Why does it not apply?")
    expect(reason).to_be_in_viewport()
    says(page, "d0-p2", "Say in one sentence why it does not apply.")
    reason.fill("Batch only.")
    first.get_by_label("Link to evidence").fill(EVIDENCE)
    go_on(page, "Generative models")


def answer_the_overlay(page: Page) -> None:
    choice(page, "generative-p0", "1").check()
    go_on(page, "Your view")
    page.go_back()
    # How it came about is worded after what was just said.
    page.reload()
    expect(page.locator("#generative-p0-recognition")).to_contain_text("You said that this does not happen.")
    choice(page, "generative-p0-recognition", "decided-against").check()
    go_on(page, "Your view")


def answer_the_views(page: Page) -> None:
    page.get_by_role("group", name="worth-it?").get_by_label("worth-it 5").check()
    page.get_by_label("helped most?").fill("Patience.")
    page.get_by_text("No, I’ll come back").click()
    go_on(page, "Your answers")
    expect(page.locator(".lede")).to_contain_text("2 of 4 sections done.")
    page.get_by_role("link", name="Your view").click()
    expect(page.get_by_label("helped most?")).to_have_value("Patience.")
    page.get_by_label("Yes", exact=True).check()
    go_on(page, "Dimension 0")


def know_nothing_more(page: Page) -> None:
    page.get_by_role("button", name="I don’t know the rest of this section").click()
    done = page.get_by_role("status").filter(has_text="3 questions are answered with “I don’t know”")
    done.get_by_role("link", name="Check your answers and submit").click()


def check_and_change(page: Page) -> None:
    heading(page, "Check your answers")
    expect(page.locator(".lede")).to_have_text("Every question is answered.")
    page.get_by_role("link", name=re.compile(r"^Change ?: d0-p1\?$")).click()
    expect(page).to_have_url(re.compile("/sections/d0/#d0-p1$"))
    expect(choice(page, "d0-p1", "unknown")).to_be_checked()
    choice(page, "d0-p1", "5").check()
    go_on(page, "Check your answers")
    expect(page.get_by_role("row", name="d0-p1? d0-p1 step 5")).to_be_visible()


def read_only_from_now_on(page: Page) -> None:
    response, before = Response.objects.get(), answers()
    for key in ("about", "d0", "generative", "views"):
        page.goto(address_of(response, key))
        expect(page).to_have_url(re.compile(f"/check/#section-{key}$"))
        heading(page, "Your answers")
    expect(page.locator("main").get_by_role("link", name=re.compile("^(Change|Answer) ?:"))).to_have_count(0)
    expect(page.locator("main").locator("input, textarea, button")).to_have_count(0)
    expect(page.locator("#section-d0")).to_contain_text(EVIDENCE)
    assert answers() == before


# --- As a member -----------------------------------------------------------------------------------


def test_a_member_answers_one_section_and_submits(open_page: OpenPage) -> None:
    user = make_user("Ana Ruiz")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    organization = make_organization("Halden Freight", practitioners=[user])
    make_assessment(organization, make_mixed_version(), title="Q4 2026")
    page = open_page(javascript=False)
    sign_in_as(page, user)
    page.get_by_role("link", name="Halden Freight").click()
    page.get_by_role("link", name="Q4 2026").first.click()
    page.get_by_role("button", name="Answer").click()
    heading(page, "Your answers")
    page.locator("main").get_by_role("link", name="Dimension 0").click()
    heading(page, "Dimension 0")
    for place in range(3):
        choice(page, f"d0-p{place}", "3").check()
        choice(page, f"d0-p{place}-recognition", "habit").check()
    page.get_by_label("Yes", exact=True).check()
    go_on(page, "Your view")
    page.get_by_role("link", name="Back to all sections").click()
    expect(page.locator(".lede")).to_contain_text("1 of 3 sections done.")
    page.locator("main").get_by_role("link", name="Check your answers").click()
    expect(page.locator(".lede")).to_contain_text("3 questions are not answered.")
    page.get_by_role("button", name="Submit").click()
    heading(page, "Thank you. Your answers are submitted.")
    expected = {f"d0-p{place}": ("3",) for place in range(3)}
    assert answers() == expected | {f"{key}-recognition": ("habit",) for key in expected}
    response = Response.objects.get()
    assert (response.user, response.guest_hash, response.is_submitted) == (user, "", True)
    page.goto(f"/responses/{response.uid}/")
    expect(page).to_have_url(re.compile("/submitted/$"))
