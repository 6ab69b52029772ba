"""The respondent's pages in the states that the demo does not have: axe finds nothing, and none scrolls sideways."""

import re
from collections.abc import Iterable

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessment.models import Assessment, Invitation, Person, Response, Trial
from assessment.services.answer_values import Values
from assessment.services.answers import save_answer
from assessment.services.entries import start_entry
from assessment.services.invitations import invite
from assessment.services.mail_opt_outs import unsubscribe_link
from tests.browser.conftest import OpenPage, faults_of
from tests.browser.sections import address_of, choice, make_own_response, open_section, save, sign_in_at_once
from tests.browser.steps import sign_in_as
from tests.factories import (
    make_answers,
    make_assessment,
    make_mixed_version,
    make_organization,
    make_person,
    make_response,
    make_trial,
    make_user,
    make_version,
)

pytestmark = pytest.mark.usefixtures("transactional_db")

LONG = "Nobody-in-the-team-of-release-engineering-" * 6


@pytest.fixture
def response(transactional_db: None) -> Response:
    return make_own_response()


def open_as_author(open_page: OpenPage, response: Response) -> Page:
    page = open_page()
    assert response.user is not None
    sign_in_at_once(page, response.user)
    return page


def faults_at(page: Page, shown: Iterable[tuple[str, str]]) -> list[str]:
    """What is wrong with these pages, each an address and words that its main part has to show."""
    found = []
    for address, words in shown:
        page.goto(address)
        expect(page.locator("main")).to_contain_text(words)
        found += [f"{words}: {fault}" for fault in faults_of(page)]
    return found


def submit(response: Response) -> None:
    Response.objects.filter(pk=response.pk).update(state=Response.State.SUBMITTED, submitted_at=timezone.now())


def close(assessment: Assessment) -> None:
    Assessment.objects.filter(pk=assessment.pk).update(state=Assessment.State.CLOSED, closed_at=timezone.now())


def test_the_history(open_page: OpenPage, response: Response) -> None:
    page = open_as_author(open_page, response)
    history = f"/responses/{response.uid}/history/"
    wrong = faults_at(page, [(history, "Nothing has been saved yet.")])
    person = make_person(response.user)
    for number, note in enumerate(["", LONG, "Since May"]):
        save_answer(person, response, "d0-p0", number=number, values=Values("3", note=note))
    save_answer(person, response, "d0-p2", number=0, values=Values("not-applicable", reason="Batch only."))
    wrong += faults_at(page, [(history, LONG), (f"{history}?question=d0-p0", "Only the changes of")])
    wrong += faults_at(page, [(f"/responses/{response.uid}/check/", "Check your answers")])
    assert wrong == []


def test_conflicts(open_page: OpenPage, response: Response) -> None:
    page = open_section(open_page, response)
    other = page.context.new_page()
    other.goto(page.url)
    for key, elsewhere, here in (("d0-p0", "2", "5"), ("d0-p1-recognition", "habit", "guideline")):
        save(other, key, elsewhere)
        choice(page, key, here).check()
        expect(page.locator(f"#conflict-{key}")).to_contain_text("You also answered this somewhere else.")
    assert faults_of(page) == []


def test_what_has_to_be_corrected(open_page: OpenPage, response: Response) -> None:
    page = open_section(open_page, response)
    page.locator("#d0-p0 summary", has_text="Add a note").click()
    page.locator("#d0-p0-evidence").fill(f"intranet {LONG}")
    choice(page, "d0-p2", "not-applicable").check()
    page.get_by_role("button", name="Save and go on").click()
    expect(page.locator(".error-summary a")).to_have_count(2)
    wrong = faults_of(page)
    wrong += faults_at(page, [(f"/responses/{response.uid}/questions/d0-p0/unclear/", "What is unclear?")])
    field = page.get_by_label("What is unclear?")
    # Not every browser keeps to it.
    field.evaluate("element => element.removeAttribute('maxlength')")
    field.fill("x" * 1001)
    page.get_by_role("button", name="Say that it is unclear").click()
    expect(page.locator(".error-summary")).to_be_visible()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("1000"))
    assert wrong + faults_of(page) == []


def test_doubts_and_what_nobody_knows(open_page: OpenPage, response: Response) -> None:
    make_answers(response, {"d0-p0": ("5", "guideline"), "d0-p1": ("1", "habit")})
    page = open_as_author(open_page, response)
    wrong = faults_at(
        page, [(f"/responses/{response.uid}/check/", "Are these right?"), (address_of(response), "d0-p2")]
    )
    page.get_by_role("button", name="I don’t know the rest of this section").click()
    expect(page.get_by_role("button", name="Take that back")).to_be_visible()
    assert wrong + faults_of(page) == []


def test_what_a_member_has_submitted(open_page: OpenPage, response: Response) -> None:
    submit(response)
    page = open_as_author(open_page, response)
    own = f"/responses/{response.uid}/"
    wrong = faults_at(page, [(f"{own}submitted/", "Ask to change your answers"), (f"{own}withdraw/", "Withdraw")])
    wrong += faults_at(page, [(f"{own}check/", "They can no longer be changed.")])
    page.goto(f"{own}submitted/")
    page.get_by_role("button", name="Ask to change your answers").click()
    expect(page.locator("main")).to_contain_text("You asked on")
    wrong += faults_of(page)
    close(response.assessment)
    wrong += faults_at(page, [(f"{own}submitted/", "See the result"), (f"{own}questions/", "d0-p0?")])
    assert wrong == []


def test_the_list_of_responses(open_page: OpenPage, response: Response) -> None:
    organization, user = response.assessment.organization, response.user
    make_answers(response, {"d0-p0": ("5", "guideline")})
    past = make_assessment(organization, response.assessment.version, title=LONG[:80])
    submit(make_response(past, user))
    close(past)
    close(make_response(make_assessment(), user).assessment)
    start_entry(
        make_person(organization.memberships.get(role="lead").user), response.assessment, label="Team", people=4
    )
    page = open_as_author(open_page, response)
    wrong = faults_at(page, [("/responses/", "not before it closed")])
    somebody = open_page()
    sign_in_at_once(somebody, make_user())
    assert wrong + faults_at(somebody, [("/responses/", "You have answered nothing yet")]) == []


def test_what_a_guest_sees(open_page: OpenPage) -> None:
    assessment = make_assessment(version=make_mixed_version())
    page = open_page()
    token = invite(Person(make_user()), assessment)[1]
    wrong = faults_at(page, [(f"/join/{token}/questions/", "d0-p0?")])
    page.goto(f"/join/{token}/")
    page.get_by_role("button", name="Start").click()
    shown = page.get_by_label("Your personal link")
    expect(shown).to_be_visible()
    link = shown.input_value()
    wrong += faults_of(page)
    own = f"/responses/{Response.objects.get().uid}/"
    wrong += faults_at(page, [(f"/join/{token}/", assessment.title)])
    wrong += faults_at(page, [("/responses/", assessment.title), (f"{own}link/", "Make a new link")])
    page.get_by_label("E-mail").fill("nobody")
    page.get_by_role("button", name="Make a new link").click()
    expect(page.locator(".error-summary")).to_be_visible()
    wrong += faults_of(page)
    page.get_by_label("E-mail").fill("guest@example.org")
    page.get_by_role("button", name="Make a new link").click()
    expect(page.get_by_label("The link")).to_be_visible()
    wrong += faults_of(page)
    wrong += faults_at(page, [(link, "There is nothing behind this link.")])
    link = _renewed(page, own)
    visitor = open_page()
    wrong += faults_at(visitor, [(link, "Go on")])
    submit(Response.objects.get())
    wrong += faults_at(page, [(f"{own}submitted/", "Ask to change your answers")])
    close(assessment)
    wrong += faults_at(page, [(f"{own}submitted/", "Your answers can no longer be changed.")])
    Invitation.objects.update(revoked_at=timezone.now())
    wrong += faults_at(visitor, [(f"/join/{token}/", "")])
    assert wrong == []


def _renewed(page: Page, own: str) -> str:
    page.goto(f"{own}link/")
    page.get_by_role("button", name="Make a new link").click()
    return page.get_by_label("The link").input_value()


def test_a_guest_who_signs_in(open_page: OpenPage, response: Response) -> None:
    token = invite(Person(make_user()), response.assessment)[1]
    wrong = []
    for user, words in ((response.user, "You answer this round twice"), (make_user(), "Add them to my account")):
        assert user is not None
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        page = open_page()
        page.goto(f"/join/{token}/")
        page.get_by_role("button", name="Start").click()
        expect(page.get_by_label("Your personal link")).to_be_visible()
        guest = Response.objects.exclude(guest_hash="").latest("pk")
        sign_in_as(page, user)
        wrong += faults_at(page, [(f"/responses/{guest.uid}/", words)])
        submit(guest)
        wrong += faults_at(page, [(f"/responses/{guest.uid}/submitted/", words)])
    assert wrong == []


def test_workshops_and_sheets_of_paper(open_page: OpenPage) -> None:
    lead = make_user("Lena")
    organization = make_organization("Halden Freight", lead=lead)
    open_round = make_assessment(organization, make_mixed_version(), title="Q4 2026")
    on_paper = make_assessment(
        organization, open_round.version, title="Spring", kind="paper", held_on=timezone.localdate()
    )
    entries = [
        start_entry(make_person(lead), open_round, label=LONG[:60], people=6),
        start_entry(make_person(lead), on_paper, label="Sheet 1"),
    ]
    page = open_page()
    sign_in_at_once(page, lead)
    wrong = []
    for entry in entries:
        name = entry.label[:20]
        wrong += faults_at(page, [(f"/assessments/{entry.assessment.uid}/entries/new/", "")])
        wrong += faults_at(page, [(f"/responses/{entry.uid}/", name), (address_of(entry), name)])
        wrong += faults_at(page, [(f"/responses/{entry.uid}/{each}/", name) for each in ("check", "sheet/upload")])
        submit(entry)
        wrong += faults_at(page, [(f"/responses/{entry.uid}/submitted/", name)])
        wrong += faults_at(page, [(f"/entries/{entry.uid}/{each}/", name) for each in ("remove",)])
        wrong += faults_at(page, [(f"/assessments/{entry.assessment.uid}/", name)])
    page.goto(f"/assessments/{open_round.uid}/entries/new/")
    page.get_by_label("people").fill("0")
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator(".error-summary")).to_be_visible()
    assert wrong + faults_of(page) == []


def test_kept_quick_checks(open_page: OpenPage) -> None:
    user = make_user()
    page = open_page()
    sign_in_at_once(page, user)
    wrong = faults_at(page, [("/try/kept/", "quick check")])
    version = make_version(key="quick-check")
    for token in ("one", "two"):
        make_trial(token, user, version=version)
    kept = f"/try/kept/{Trial.objects.all()[0].uid}/"
    wrong += faults_at(page, [("/try/kept/", "Questionnaire of"), (kept, ""), (f"{kept}delete/", "Delete")])
    assert wrong == []


def test_ending_mail_and_having_it_again(open_page: OpenPage) -> None:
    page = open_page()
    wrong = faults_at(page, [(unsubscribe_link("ana@example.org", str), "")])
    for _press in ("ended", "again"):
        before = page.locator("main").inner_text()
        page.locator("main").get_by_role("button").click()
        expect(page.locator("main")).not_to_have_text(before)
        wrong += faults_of(page)
    wrong += faults_at(page, [("/unsubscribe/nonsense/", "copied completely")])
    assert wrong == []
