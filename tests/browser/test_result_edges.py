"""Results at the edges of what can be answered: axe finds nothing, none scrolls sideways, each says where one is."""

import pytest

from tests.browser.conftest import NARROW, OpenPage, faults_of
from tests.browser.sections import sign_in_at_once
from tests.edges import ROUNDS
from tests.exports import lead_of

PAGES = ("", "what-if/", "plan/", "targets/", "crosswalks/", "opinions/", "agreement/", "why/")
LOOKED_AT = ("nobody submitted", "two respondents", "nothing applies", "below the limit", "imported")


@pytest.mark.usefixtures("transactional_db")
@pytest.mark.parametrize("kind", LOOKED_AT)
def test_no_page_of_it_has_a_fault(open_page: OpenPage, kind: str) -> None:
    assessment = ROUNDS[kind]()
    page = open_page()
    sign_in_at_once(page, lead_of(assessment))
    wrong = []
    for name in PAGES:
        page.goto(f"/results/{assessment.uid}/{name}")
        if page.locator("[data-chart]").count():
            page.locator(".js-plotly-plot .main-svg").first.wait_for()
        wrong += [f"{name}: {fault}" for fault in faults_of(page)]
        page.set_viewport_size(NARROW)
        here = page.locator(".tabs [aria-current]")
        if here.count() and not is_in_sight(here.bounding_box(), NARROW["width"]):
            wrong.append(f"{name}: its tab is out of sight")
    assert wrong == []


def is_in_sight(box: object, width: int) -> bool:
    """Whether something lies within the width of the window."""
    return isinstance(box, dict) and box["x"] >= 0 and box["x"] + box["width"] <= width
