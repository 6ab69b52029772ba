"""A section of a response in a browser: opened, answered, looked at."""

from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from assessment.models import Answer, Response, User
from tests.browser.conftest import OpenPage
from tests.factories import make_assessment, make_mixed_version, make_organization, make_response, make_user

SAVES = "**/answers/**"
# Looks again inside the page: its policy lets nothing be evaluated anew, as `wait_for_function` would.
KEEPS_PENDING = """async (count) => {
  const kept = () => Object.keys(localStorage).filter((key) => key.startsWith("tacit:pending:")).length;
  const end = Date.now() + 30000;
  while (kept() !== count) {
    if (Date.now() > end) throw new Error(`${kept()} answers wait, not ${count}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}"""


def make_own_response() -> Response:
    """That of a member, with every kind of section to answer."""
    user = make_user("Ana Ruiz")
    organization = make_organization("Halden Freight", practitioners=[user])
    return make_response(make_assessment(organization, make_mixed_version(), title="Q4 2026"), user)


def sign_in_at_once(page: Page, user: User) -> None:
    """Give the browser a session, without the pages that lead to one."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": _home(page)}])


def _home(page: Page) -> str:
    page.goto("/health/live")
    return page.url.removesuffix("health/live")


def open_section(open_page: OpenPage, response: Response, key: str = "d0", **how: Any) -> Page:  # noqa: ANN401 as open_page takes them
    """The section on a new page of its author; `how` as `open_page` takes it."""
    page = open_page(**how)
    assert response.user is not None
    sign_in_at_once(page, response.user)
    # Leaving with an unsaved answer asks first; these people always leave.
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(address_of(response, key))
    return page


def address_of(response: Response, key: str = "d0") -> str:
    return f"/responses/{response.uid}/sections/{key}/"


def choice(page: Page, key: str, option: str) -> Locator:
    return page.locator(f"input[name='{key}'][value='{option}']")


def says(page: Page, key: str, words: str) -> None:
    """Wait until the save indicator of a question says this."""
    expect(page.locator(f"#save-{key}")).to_contain_text(words)


def save(page: Page, key: str, option: str) -> None:
    """Choose an option, and wait until it is saved."""
    with page.expect_response(SAVES):
        choice(page, key, option).check()
    says(page, key, "Saved")


def keeps_pending(page: Page, count: int) -> None:
    """Wait until so many unsent answers wait in the browser."""
    page.evaluate(KEEPS_PENDING, count)


def number_on(page: Page, key: str) -> str:
    return page.locator(f"input[name='{key}-number']").input_value()


def stored() -> dict[str, str]:
    """The options in the database by the key of their question."""
    return dict(Answer.objects.exclude(option=None).values_list("question__key", "option__key"))
