"""What people do in a browser, as steps that read like sentences."""

import re

from django.core import mail
from playwright.sync_api import Page, expect

from assessment.models import User
from tests.factories import PASSWORD

# The place of an option in a practice card, and the column of how it came about, by turns.
PATTERN = ((4, 3), (3, 1), (5, 3), (4, 2), (3, 2))


def sign_up(page: Page, name: str, email: str) -> None:
    """From the home page to a confirmed account, by the link in the mail."""
    page.goto("/")
    page.get_by_role("link", name="Create an account").click()
    create_account(page, name, email)


def create_account(page: Page, name: str, email: str) -> None:
    """From the form to a confirmed account, by the link in the mail."""
    page.get_by_label("Your name").fill(name)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create the account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm your e-mail address")
    link = re.search(r"http\S+/confirm-email/\S+", str(mail.outbox[-1].body))
    assert link is not None
    page.goto(link[0])
    page.get_by_role("button", name="Confirm").click()
    expect(page).not_to_have_url(re.compile("/confirm-email/"))
    if "/login/" in page.url:
        sign_in(page, email, PASSWORD)


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(re.compile("/organizations/$"))


def sign_in_as(page: Page, user: User) -> None:
    sign_in(page, user.email, PASSWORD)


def answer_everything(page: Page) -> None:
    """Every practice of every section, beginning on the task list; ends on checking the answers."""
    sections = page.locator("main a[href*='/sections/']").evaluate_all(
        "links => [...new Set(links.map(a => a.pathname))]"
    )
    for address in sections:
        page.goto(address)
        answer_section(page)


def answer_section(page: Page) -> None:
    """Each card and each row, waiting for nothing but what the page shows."""
    for place, card in enumerate(page.locator("fieldset.practice[data-question]").all()):
        choices = card.locator("label.choice input")
        choices.nth(min(PATTERN[place % 5][0], choices.count()) - 1).check()
    for place, row in enumerate(page.locator("table.recognition tr[data-question]").all()):
        row.locator("input[type=radio]").nth(PATTERN[place % 5][1]).check()
    page.get_by_label("Yes", exact=True).check()
    here = page.url
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url(lambda address: address != here)


def submit(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Your answers are submitted")
