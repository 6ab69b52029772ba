"""The whole questionnaire by keyboard alone, from the task list to handing it in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from assessment.models import Answer, Response, Version
from tests.browser.conftest import OpenPage
from tests.browser.sections import keeps_pending, make_own_response, open_section, says, sign_in_at_once
from tests.factories import make_answers, make_assessment, make_organization, make_response, make_user

LIBRARY = Path(__file__).parents[2] / "assessment" / "library"
FARTHEST = 400
# By turns, what is pressed to answer a card and a row of the table.
CARD_KEYS = ("4", "2", "Space", "5", "ArrowDown", "1", "0", "3")
ROW_KEYS = (["Space"], ["ArrowRight"], ["ArrowRight", "ArrowRight"])
# Where the focus is: what it is on, whether it shows, whether it came after the one before, and what covers it.
STOP = """(direction) => {
  const here = document.activeElement, before = window.stopBefore;
  window.stopBefore = here;
  const owner = here.closest("label") ?? here;
  const shows = (element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
  };
  const box = here.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const order = direction === "Tab" ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
  const passes = (last) => (direction === "Tab" ? box.bottom <= last.top : box.top >= last.bottom);
  const form = document.getElementById("section-form");
  const question = (element) => element.closest("[data-question]");
  const together = form?.contains(before) && form.contains(here) && !question(before)?.contains(here);
  return {
    place: here.outerHTML.slice(0, 150),
    tag: here.tagName,
    type: here.type ?? "",
    name: here.name ?? "",
    text: here.textContent.trim(),
    keys: [...(here.closest(".practice")?.querySelectorAll("kbd") ?? [])].map((each) => each.textContent.trim()),
    faults: [
      [here, owner].some(shows) ? "" : "does not show its focus",
      before?.isConnected && !(before.compareDocumentPosition(here) & order) ? "is out of turn" : "",
      together && passes(before.getBoundingClientRect()) ? "is not where it is looked for" : "",
      top && (owner.contains(top) || top.contains(here)) ? "" : `is covered by ${top?.outerHTML.slice(0, 80)}`,
    ].filter(Boolean),
  };
}"""


@dataclass(frozen=True)
class Stop:
    """What the focus is on."""

    place: str
    tag: str
    type: str
    name: str
    text: str
    keys: list[str]
    faults: list[str]

    @property
    def key(self) -> tuple[str, str, str]:
        return self.tag, self.name, self.text


@dataclass
class Keyboard:
    """Somebody who has no mouse, and notes where the focus is lost from sight."""

    page: Page
    faults: list[str] = field(default_factory=list)
    cards: Iterator[str] = field(default_factory=lambda: cycle(CARD_KEYS))
    rows: Iterator[list[str]] = field(default_factory=lambda: cycle(ROW_KEYS))

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def stops(self, direction: str = "Tab") -> Iterator[Stop]:
        """One Tab (or Shift+Tab) after the other, until somebody has found what they looked for."""
        for _tab in range(FARTHEST):
            self.press(direction)
            stop = Stop(**self.page.evaluate(STOP, direction))
            self.faults += [f"{self.page.url}: {stop.place} {fault}" for fault in stop.faults]
            yield stop
        message = f"What was looked for is not among {FARTHEST} stops."
        raise AssertionError(message)

    def go_to(self, wanted: Callable[[Stop], bool]) -> Stop:
        return next(stop for stop in self.stops() if wanted(stop))

    def follow(self, words: str) -> None:
        """Press Enter on the link or button that begins with these words; returns on the next page."""
        self.go_to(lambda stop: stop.tag in ("A", "BUTTON") and stop.text.startswith(words))
        here = self.page.url
        self.press("Enter")
        expect(self.page).not_to_have_url(here)

    def skip_to_content(self) -> None:
        self.go_to(lambda stop: stop.text == "Skip to content")
        self.press("Enter")
        expect(self.page.locator("main")).to_be_focused()

    # --- A section -----------------------------------------------------------------------------

    def fill_in_section(self) -> None:
        """Answer at every stop that asks something, as far as the button."""
        for stop in self.stops():
            if stop.text == "Save and go on":
                return
            self.answer(stop)

    def answer(self, stop: Stop) -> None:
        if stop.type == "checkbox":
            self.press("Space")
        elif stop.type == "textarea":
            self.page.keyboard.type("In my own words.")
        elif stop.name.endswith("-reason"):
            self.page.keyboard.type("We have none.")
            # Then nobody asks any more how it came about.
            says(self.page, stop.name.removesuffix("-reason"), "Saved")
        elif stop.type == "radio":
            if stop.name == "finished":
                # What is still open is listed next, and gets shorter with every answer that arrives.
                keeps_pending(self.page, 0)
            self.press(*self.keys_for(stop))

    def keys_for(self, stop: Stop) -> list[str]:
        if stop.name == "finished":
            return ["Space"]
        if stop.name.endswith("-recognition"):
            return next(self.rows)
        if "X" in stop.keys:
            return ["x"]
        return [next(self.cards)]


@pytest.fixture
def response(transactional_db: None) -> Response:
    call_command("load_questionnaire", LIBRARY / "mlops-adoption.yaml", verbosity=0)
    user = make_user("Ana Ruiz")
    organization = make_organization("Halden Freight", practitioners=[user], uses_generative_models=True)
    return make_response(make_assessment(organization, Version.objects.get(), title="Q4 2026"), user)


def test_the_way_back_is_the_way_there(open_page: OpenPage, transactional_db: None) -> None:
    response = make_own_response()
    make_answers(response, {"d0-p0": ("1", "habit"), "d0-p1": ("2", "agreed"), "d0-p2": ("3", "nobody")})
    page = open_section(open_page, response)
    page.emulate_media(reduced_motion="reduce")
    keyboard = Keyboard(page)
    keyboard.skip_to_content()
    there = []
    for stop in keyboard.stops():
        if stop.name == "finished":
            keyboard.press("Space")
        there.append(stop.key)
        if stop.text == "Back to all sections":
            break
    back = [there[-1]]
    for stop in keyboard.stops("Shift+Tab"):
        back.append(stop.key)
        if len(back) == len(there):
            break
    assert back == there[::-1]
    assert keyboard.faults == []


def test_the_whole_questionnaire_is_filled_in_by_keyboard_alone(open_page: OpenPage, response: Response) -> None:
    page = open_page()
    # Smooth scrolling would still be on its way when the focus is looked at.
    page.emulate_media(reduced_motion="reduce")
    assert response.user is not None
    sign_in_at_once(page, response.user)
    page.goto(f"/responses/{response.uid}/")
    keyboard = Keyboard(page)
    keyboard.follow("Start with Your role and experience")
    while "/sections/" in page.url:
        here = page.url
        keyboard.skip_to_content()
        keyboard.fill_in_section()
        keyboard.press("Enter")
        expect(page).not_to_have_url(here)
    expect(page.locator(".lede")).to_have_text("Every question is answered.")
    keyboard.skip_to_content()
    keyboard.follow("Submit")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Your answers are submitted")
    assert keyboard.faults == []
    # Of five practices that do not apply nobody asks how they came about; 28 questions are about other things.
    assert Answer.objects.filter(response=response).count() == 50 + 45 + 28
    assert Answer.objects.filter(does_not_apply=True).count() == 5
