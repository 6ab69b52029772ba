"""A real browser before a real server; whatever it complains of fails the test."""

import os
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    ViewportSize,
    expect,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

# Playwright's own loop runs in this thread, which Django takes for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# A busy machine is slow, not wrong.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS / 2)

DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 375, "height": 740}
NARROW: ViewportSize = {"width": 320, "height": 740}
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PAGES = pytest.StashKey[list[Page]]()

PICTURES = settings.BASE_DIR / "var" / "pictures"
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # What is in order is not listed, which takes half of the time.
    "resultTypes": ["violations"],
}

COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"], "resultTypes": ["violations"]}
# Two frames, in which charts are drawn again and style sheets apply; and no transition half-way.
SETTLED = """async () => {
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
    document.getAnimations().forEach((animation) => animation.finish());
}"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright, pytestconfig: pytest.Config) -> Iterator[Browser]:
    running = playwright.chromium.launch(executable_path=pytestconfig.getoption("chromium"), args=QUIET)
    yield running
    running.close()


@dataclass
class Complaints:
    """What the browser's console said, and which addresses elsewhere it asked for."""

    said: list[str] = field(default_factory=list)

    def listen_to(self, page: Page, home: str) -> None:
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.said.append(f"{page.url}: {error}"))
        page.on("request", lambda request: None if self._own(request.url, home) else self.said.append(request.url))

    def _note(self, message: ConsoleMessage) -> None:
        # A status the page itself shows and handles is logged by the browser as an error too.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.said.append(f"{message.location.get('url', '')}: {message.text}")

    def _own(self, address: str, home: str) -> bool:
        return address.startswith((home, "data:", "blob:"))


OpenPage = Callable[..., Page]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keeps a picture of every page a failed test had open."""
    report = yield
    if report.failed and call.when == "call":
        pages: list[Page] = item.stash.get(PAGES, [])
        for number, page in enumerate(page for page in pages if not page.is_closed()):
            page.screenshot(path=PICTURES / f"{item.name}-{number}.png", full_page=True)
    return report


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """Makes a page of a new visitor: `open_page(viewport=PHONE, javascript=False)`.

    `home` is the server to visit, where it is not the one that all tests share.
    """
    complaints = Complaints()
    contexts: list[BrowserContext] = []
    pages: list[Page] = request.node.stash.setdefault(PAGES, [])

    def watch(page: Page, home: str) -> None:
        pages.append(page)
        complaints.listen_to(page, home)

    def make(viewport: ViewportSize = DESKTOP, *, javascript: bool = True, home: str = "") -> Page:
        home = home or live_server.url
        context = browser.new_context(
            base_url=home,
            viewport=viewport,
            color_scheme="light",
            java_script_enabled=javascript,
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        # Tabs that a test opens later included.
        context.on("page", lambda page: watch(page, home))
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
    assert complaints.said == []


def axe_violations(page: Page) -> list[str]:
    """What axe finds on the page, in light and in dark, one line each: rule, and the first place."""
    found = _found(page, RULES)
    # Only colours depend on the scheme: dark is looked at for these alone, which takes half of the time.
    _show(page, "dark")
    found += [f"{fault} (in dark)" for fault in _lasting(page, COLOURS)]
    _show(page, "light")
    return found


def _found(page: Page, options: dict[str, list[str]]) -> list[str]:
    violations = Axe().run(page, options=options).response["violations"]
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:120]}" for rule in violations]


def _lasting(page: Page, options: dict[str, list[str]]) -> list[str]:
    """What axe finds and still finds a while later: on a busy machine a chart is drawn anew after the page is."""
    for _ in range(20):
        found = _found(page, options)
        if not found:
            break
        page.wait_for_timeout(250)
    return found


def _show(page: Page, color_scheme: Literal["light", "dark"]) -> None:
    """Switch the scheme as the system does, and wait until nothing is on its way to another colour."""
    page.emulate_media(color_scheme=color_scheme)
    page.evaluate(SETTLED)


def is_wider_than_its_window(page: Page) -> bool:
    """Whether the page scrolls sideways, and still does after its charts had time to fit."""
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    # Asked again and again from here: the page's own policy lets nobody wait inside it.
    for _pause in range(10):
        if not page.evaluate(wide):
            return False
        page.wait_for_timeout(PATIENCE_MS / 30)
    return True


def faults_of(page: Page) -> list[str]:
    """What is wrong with the page as it stands there: axe finds something, or it scrolls sideways on a narrow phone."""
    page.set_viewport_size(DESKTOP)
    found = axe_violations(page)
    page.set_viewport_size(NARROW)
    found += ["scrolls sideways"] if is_wider_than_its_window(page) else []
    page.set_viewport_size(DESKTOP)
    return found
