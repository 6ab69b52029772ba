"""A consultant reviews a result in a real browser, with and without JavaScript, and its lead reads it."""

import re

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import expect

from assessment.models import Assessment, User
from tests.browser.conftest import OpenPage
from tests.browser.steps import sign_in_as
from tests.reviews import make_closed, make_consultant, seen_of
from tests.views.test_results import everywhere, lead_of


@pytest.fixture
def assessment(transactional_db: None) -> Assessment:
    return make_closed(everywhere("4", "habit"))


def may_sign_in(user: User) -> User:
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.mark.parametrize("javascript", [True, False])
def test_a_practice_is_verified_and_its_dimension_commented_on(
    assessment: Assessment, open_page: OpenPage, javascript: bool
) -> None:
    page = open_page(javascript=javascript)
    sign_in_as(page, may_sign_in(make_consultant(assessment.organization)))
    page.goto(f"/results/{assessment.uid}/review/")
    page.get_by_role("link", name=re.compile("^Comment and verify.*Dimension 0")).click()
    page.get_by_label("Comment").fill("Well done.\n\nGo on.")
    practice = page.get_by_role("group", name=re.compile("Practice d0-p0"))
    practice.get_by_label("d0-p0 step 2").check()
    practice.get_by_label("How it came about").select_option("Agreed")
    practice.get_by_label("What was seen").fill("A list.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="1 of 9 practices is verified")).to_be_visible()
    row = page.locator("#practice-d0-p0")
    expect(row).to_contain_text("25, lower")
    expect(row).to_contain_text("A list.")
    expect(page.locator("#dimension-d0 .comment")).to_contain_text("Go on.")


def test_what_was_typed_outlives_somebody_elses_change(assessment: Assessment, open_page: OpenPage) -> None:
    page = open_page()
    sign_in_as(page, may_sign_in(make_consultant(assessment.organization)))
    page.goto(f"/results/{assessment.uid}/review/dimensions/d0/")
    assessment.comments.create(dimension_key="d0", text="Theirs.")
    assert seen_of(assessment) != page.locator("[name=seen]").input_value()
    page.get_by_label("Comment").fill("Mine.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Somebody has changed this review in the meantime.")
    expect(page.locator(".stored-beside")).to_contain_text("Theirs.")
    expect(page.get_by_label("Comment")).to_have_value("Mine.")
    page.get_by_role("button", name="Save mine").click()
    expect(page.locator("#dimension-d0 .comment")).to_contain_text("Mine.")


def test_a_lead_removes_a_comment_in_two_steps(assessment: Assessment, open_page: OpenPage) -> None:
    assessment.comments.create(dimension_key="d0", text="Too much.")
    page = open_page()
    sign_in_as(page, may_sign_in(lead_of(assessment)))
    page.goto(f"/results/{assessment.uid}/review/")
    button = page.get_by_role("button", name=re.compile("^Remove for good.*comment on Dimension 0"))
    expect(button).to_be_hidden()
    page.locator("#dimension-d0 .remove summary").click()
    button.click()
    expect(page.locator("#dimension-d0")).not_to_contain_text("Too much.")
