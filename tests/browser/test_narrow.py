"""Answering on the narrowest screen, 320 px: nothing scrolls sideways, and a finger hits whatever there is to hit."""

from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, ViewportSize, expect

from assessment.models import Person, Response, Version
from assessment.services.invitations import invite
from assessment.services.responses import submit_response
from tests.browser.conftest import OpenPage, is_wider_than_its_window
from tests.browser.sections import address_of, choice, open_section, save
from tests.factories import make_answers, make_assessment, make_organization, make_response, make_user

LIBRARY = Path(__file__).parents[2] / "assessment" / "library"
NARROW: ViewportSize = {"width": 320, "height": 740}
SECTIONS = ("about-you", "data", "generative", "views", "own-words")
# A practice that stopped, whose row is worded anew; two that happen; one that does not apply.
ANSWERS = {
    "repeatable-data": ("1", "habit"),
    "data-checks": ("3", "agreed"),
    "labels": ("not-applicable", ""),
}
# WCAG 2.5.8: at least 24 by 24 CSS pixels, but for links inside a sentence; a choice's label is part of its target.
SMALL_TARGETS = """() => {
  const CONTROLS = "a, button, input, select, textarea, summary, label.choice", LEAST = 24;
  const isInline = (element) => getComputedStyle(element).display === "inline";
  const blockOf = (element) => (isInline(element) ? blockOf(element.parentElement) : element);
  const isHidden = (element) => element.matches(".visually-hidden, [type=hidden]") || !element.checkVisibility();
  const textsIn = (block) => {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT), texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    return texts;
  };
  // Words beside it in the same lines, which no other target takes.
  const isInSentence = (link) => isInline(link) && textsIn(blockOf(link)).some(
    ({ data, parentElement: around }) =>
      /\\p{L}/u.test(data) && !around.closest(CONTROLS) && blockOf(around) === blockOf(link));
  // A link may be stretched over all of its row.
  const stretched = (element) =>
    getComputedStyle(element, "::after").position === "absolute" ? [element.offsetParent] : [];
  const boxes = (element) =>
    [element, ...(element.labels ?? []), ...stretched(element)].map((each) => each.getBoundingClientRect());
  const isLarge = (box) => box.width >= LEAST && box.height >= LEAST;
  return [...document.querySelectorAll("main :is(" + CONTROLS + ")")]
    .filter((element) => !isHidden(element) && !isInSentence(element) && !boxes(element).some(isLarge))
    .map((element) => {
      const { width, height } = element.getBoundingClientRect();
      return `${Math.round(width)} x ${Math.round(height)}: ${element.outerHTML.slice(0, 150)}`;
    });
}"""


@pytest.fixture
def response(transactional_db: None) -> Response:
    """A member's, in the bundled questionnaire, with an answer of each sort."""
    call_command("load_questionnaire", LIBRARY / "mlops-adoption.yaml", verbosity=0)
    user = make_user("Ana Ruiz")
    organization = make_organization("Halden Freight", practitioners=[user], uses_generative_models=True)
    response = make_response(make_assessment(organization, Version.objects.get(), title="Q4 2026"), user)
    make_answers(response, ANSWERS)
    return response


def faults(page: Page, address: str) -> list[str]:
    """What a narrow screen spoils on the page, everything that unfolds unfolded."""
    for details in page.locator("main details").all():
        details.evaluate("element => { element.open = true }")
    found: list[str] = page.evaluate(SMALL_TARGETS)
    if is_wider_than_its_window(page):
        found.append("scrolls sideways")
    return [f"{address}: {fault}" for fault in found]


def faults_at(page: Page, address: str) -> list[str]:
    page.goto(address)
    return faults(page, address)


def test_a_finger_hits_everything_before_and_after_submitting(open_page: OpenPage, response: Response) -> None:
    how = {"viewport": NARROW}
    page = open_section(open_page, response, "data", **how)
    save(page, "data-record", "2")
    save(page, "data-record", "4")
    save(page, "data-checks", "1")
    expect(page.locator("#data-checks-recognition").get_by_label("Still right?")).to_be_visible()
    found = faults(page, "just saved")
    own = f"/responses/{response.uid}/"
    addresses = [own, *(address_of(response, key) for key in SECTIONS)]
    addresses += [f"{own}{page}/" for page in ("check", "history", "questions", "withdraw")]
    for address in (*addresses, "/responses/"):
        found += faults_at(page, address)
    submit_response(Person(response.user), response)
    for address in (f"{own}submitted/", f"{own}check/", "/responses/"):
        found += faults_at(page, address)
    assert found == []


def test_a_finger_hits_everything_as_a_guest_without_a_script(open_page: OpenPage, response: Response) -> None:
    token = invite(Person(make_user()), response.assessment)[1]
    page = open_page(viewport=NARROW, javascript=False)
    found = faults_at(page, f"/join/{token}/")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_label("Your personal link")).to_be_visible()
    found += faults(page, "the task list, the first time")
    guests = Response.objects.exclude(guest_hash="").get()
    page.goto(address_of(guests, "data"))
    choice(page, "labels", "not-applicable").check()
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("alert")).to_be_visible()
    found += faults(page, "to correct")
    page.goto(address_of(guests, "data"))
    page.get_by_role("button", name="in this section").click()
    expect(page.get_by_role("button", name="Take that back")).to_be_visible()
    found += faults(page, "nothing known")
    for address in (f"/responses/{guests.uid}/", f"/responses/{guests.uid}/link/", "/responses/"):
        found += faults_at(page, address)
    assert found == []
