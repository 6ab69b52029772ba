"""A server that dies in the middle of a section and comes back: no answer is lost, the unsaved ones are sent again."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Error, Page, Route, expect

from assessment.models import AnswerChange, Response
from tests.browser.conftest import OpenPage
from tests.browser.sections import (
    SAVES,
    address_of,
    choice,
    keeps_pending,
    make_own_response,
    open_section,
    save,
    says,
    stored,
)
from tests.server import Server, running_server

# The script tries again after 2, 5, 15 and 30 seconds.
PATIENCE_MS = 90_000
BEFORE = {"d0-p0": "4", "d0-p0-recognition": "habit"}


@pytest.fixture
def response(transactional_db: None) -> Response:
    return make_own_response()


@pytest.fixture
def server(response: Response) -> Iterator[Server]:
    with running_server() as server:
        yield server


def begin(open_page: OpenPage, response: Response, server: Server) -> Page:
    """In the middle of a section: a card and a row are saved."""
    page = open_section(open_page, response, home=server.url)
    for key, option in BEFORE.items():
        save(page, key, option)
    return page


def is_saved_at_last(page: Page, key: str) -> None:
    """Wait until an answer that had failed says that it is saved, without anybody doing anything."""
    expect(page.locator(f"#save-{key}")).to_contain_text("Saved", timeout=PATIENCE_MS)
    keeps_pending(page, 0)


def shows(page: Page, answers: dict[str, str]) -> None:
    for key, option in answers.items():
        expect(choice(page, key, option)).to_be_checked()


def test_a_killed_server_costs_no_answer(open_page: OpenPage, response: Response, server: Server) -> None:
    page = begin(open_page, response, server)
    server.kill()
    choice(page, "d0-p1", "2").check()
    says(page, "d0-p1", "Not saved")
    choice(page, "d0-p1-recognition", "agreed").check()
    says(page, "d0-p1-recognition", "Not saved")
    assert stored() == BEFORE
    server.start()
    for key in ("d0-p1", "d0-p1-recognition"):
        is_saved_at_last(page, key)
    after = {**BEFORE, "d0-p1": "2", "d0-p1-recognition": "agreed"}
    assert stored() == after
    page.reload()
    shows(page, after)
    assert set(AnswerChange.objects.values_list("number", flat=True)) == {1}


def test_an_answer_outlives_a_reload_while_there_is_no_server(
    open_page: OpenPage, response: Response, server: Server
) -> None:
    page = begin(open_page, response, server)
    server.kill()
    choice(page, "d0-p1", "2").check()
    says(page, "d0-p1", "Not saved")
    with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
        page.reload()
    # Chromium would load it again by itself, nobody knows when.
    page.close()
    server.start()
    tab = page.context.new_page()
    tab.goto(address_of(response))
    is_saved_at_last(tab, "d0-p1")
    after = {**BEFORE, "d0-p1": "2"}
    shows(tab, after)
    assert stored() == after


def test_an_answer_on_its_way_is_sent_again(open_page: OpenPage, response: Response, server: Server) -> None:
    page = begin(open_page, response, server)
    server.freeze()
    choice(page, "d0-p1", "2").check()
    says(page, "d0-p1", "Saving")
    server.kill()
    says(page, "d0-p1", "Not saved")
    server.start()
    is_saved_at_last(page, "d0-p1")
    assert stored() == {**BEFORE, "d0-p1": "2"}


def test_an_answer_whose_receipt_was_lost_does_not_conflict_with_itself(
    open_page: OpenPage, response: Response
) -> None:
    page = open_section(open_page, response)
    lost: list[int] = []

    def lose_the_first(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort()

    page.route(SAVES, lose_the_first)
    choice(page, "d0-p0", "4").check()
    says(page, "d0-p0", "Not saved")
    assert (lost, stored()) == ([200], {"d0-p0": "4"})
    is_saved_at_last(page, "d0-p0")
    assert list(AnswerChange.objects.values_list("number", flat=True)) == [1]
    save(page, "d0-p0", "5")
    assert stored() == {"d0-p0": "5"}
