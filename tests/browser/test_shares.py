"""A result passed on by a link, in a real browser: made and revoked by a lead, read by somebody else on a phone."""

import re

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import expect

from assessment.models import Assessment
from tests.browser.conftest import NARROW, OpenPage
from tests.browser.steps import sign_in_as
from tests.browser.test_narrow import faults, faults_at
from tests.views.test_results import everywhere, lead_of, make_closed


@pytest.fixture
def assessment(transactional_db: None) -> Assessment:
    assessment = make_closed(*[everywhere("4", "habit", d1_p0=("1", "nobody"))] * 3)
    lead = lead_of(assessment)
    EmailAddress.objects.create(user=lead, email=lead.email, verified=True, primary=True)
    return assessment


@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_result_to_a_reader_and_to_the_end(
    assessment: Assessment, open_page: OpenPage, *, javascript: bool
) -> None:
    lead, reader = open_page(javascript=javascript), open_page(javascript=javascript)
    sign_in_as(lead, lead_of(assessment))
    lead.goto(f"/results/{assessment.uid}/")
    lead.get_by_role("link", name="Share", exact=True).click()
    lead.get_by_label("For whom").fill("The auditor")
    lead.get_by_label("For how many days").fill("400")
    lead.get_by_role("button", name="Make the link").click()
    expect(lead.get_by_role("alert")).to_contain_text("Enter a whole number of days, from 1 to 365.")
    lead.get_by_label("For how many days").fill("7")
    lead.get_by_label(re.compile(r"^\s*The whole result")).check()
    lead.get_by_role("button", name="Make the link").click()
    link = lead.get_by_label("The link").input_value()
    reader.goto(link)
    expect(reader.get_by_role("heading", level=1)).to_have_text(f"Result of {assessment.title}")
    reader.get_by_role("link", name="Why this number").first.click()
    if javascript:
        expect(reader.locator("#why[open]")).to_contain_text("Score = explicit + implicit")
        expect(reader).to_have_url(link)
    else:
        expect(reader).to_have_url(f"{link}why/#score")
        reader.get_by_role("link", name=f"Result of {assessment.title}").click()
    lead.get_by_role("link", name="Back to the links").click()
    lead.get_by_role("link", name="Revoke").click()
    lead.get_by_role("button", name="Revoke it").click()
    expect(lead.get_by_role("row", name="The auditor")).to_contain_text("revoked")
    reader.goto(link)
    expect(reader.get_by_role("main")).to_contain_text("It has been revoked. Ask whoever gave it to you.")


def test_a_finger_hits_everything_on_the_narrowest_screen(assessment: Assessment, open_page: OpenPage) -> None:
    lead = open_page(viewport=NARROW)
    reader = open_page(viewport=NARROW)
    sign_in_as(lead, lead_of(assessment))
    found = faults_at(lead, f"/results/{assessment.uid}/shares/")
    lead.get_by_label("For whom").fill("W" * 120)
    lead.get_by_role("button", name="Make the link").click()
    link = lead.get_by_label("The link").input_value()
    found += faults(lead, "the link")
    found += faults_at(lead, f"/results/{assessment.uid}/shares/")
    lead.get_by_role("link", name="Revoke").click()
    found += faults(lead, "revoking")
    found += faults_at(reader, link)
    assert found == []
