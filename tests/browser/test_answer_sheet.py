"""Filling in offline, in a browser: downloaded, filled in with a spreadsheet program, uploaded, confirmed."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from assessment.models import Answer, Response
from assessment.services.answer_sheets import sheet_of
from assessment.services.answer_values import Values
from assessment.services.answers import save_answer
from tests.browser.conftest import OpenPage, faults_of
from tests.browser.sections import address_of, choice, make_own_response, sign_in_at_once, stored
from tests.factories import make_person
from tests.services.sheets import Written, changed, filled, rows_of
from tests.views.test_answer_sheets import XLSX

pytestmark = pytest.mark.usefixtures("transactional_db")

RIGHT: Written = {
    "parts": {"answer": "parts data\nparts purpose"},
    "d0-p0": {"answer": "d0-p0 step 5", "note": "Since May", "evidence": "https://example.org/a"},
    "d0-p0-recognition": {"answer": "Part of a guideline"},
    "d0-p1": {"answer": "d0-p1 step 4"},
    "d0-p2": {"answer": "Does not apply", "reason": "Batch only."},
    "helped-most": {"answer": "Patience."},
}
WRONG: Written = {
    "role": {"answer": "role operations"},
    "d0-p0": {"answer": "d0-p0 step 9"},
    "d0-p1": {"answer": "=1+1"},
    "d0-p2": {"answer": "d0-p2 step 3", "reason": "Batch only."},
}
NO_SPREADSHEET = "This file is not a spreadsheet in the format XLSX."


@pytest.fixture
def response(transactional_db: None) -> Response:
    """With one practice answered on the pages."""
    response = make_own_response()
    answer(response, "d0-p1", "2")
    return response


def answer(response: Response, key: str, option: str) -> None:
    number = Answer.objects.filter(response=response, question__key=key).count()
    save_answer(make_person(response.user), response, key, number=number, values=Values(option))


def open_upload(open_page: OpenPage, response: Response, **how: object) -> Page:
    """From the task list to the page of the answer sheet."""
    page = open_page(**how)
    assert response.user is not None
    sign_in_at_once(page, response.user)
    page.goto(f"/responses/{response.uid}/")
    page.get_by_role("link", name="Fill in offline").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fill in offline")
    return page


def download(page: Page) -> bytes:
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Download the sheet").click()
    assert downloading.value.suggested_filename == "answers-q4-2026.xlsx"
    return Path(downloading.value.path()).read_bytes()


def upload(page: Page, content: bytes, leads_to: str = "What would change") -> None:
    file: FilePayload = {"name": "answers.xlsx", "mimeType": XLSX, "buffer": content}
    page.get_by_label("The filled-in sheet").set_input_files(file)
    page.get_by_role("button", name="See what would change").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(leads_to)


def shown_changes(page: Page) -> Locator:
    """The cells of the table of changes: the question with its section, what is stored, what the sheet says."""
    return page.locator("table[aria-labelledby=changes] tbody").locator("th, td")


def whole_answers() -> dict[str, Values]:
    """Everything stored, by the key of the question."""
    return {
        each.question.key: Values(
            each.option.key if each.option else "", each.text, each.reason, each.note, each.evidence
        )
        for each in Answer.objects.select_related("question", "option")
    }


@pytest.mark.parametrize("javascript", [True, False])
def test_a_sheet_goes_out_and_comes_back_filled_in(open_page: OpenPage, response: Response, javascript: bool) -> None:
    page = open_upload(open_page, response, javascript=javascript)
    upload(page, changed(download(page), RIGHT).getvalue())
    expect(page.locator("main")).to_contain_text("6 answers would change. Nothing is saved yet.")
    expect(shown_changes(page)).to_have_text(
        [
            *("parts?About you", "No answer", "parts data, parts purpose"),
            *("d0-p0?Dimension 0", "No answer", "d0-p0 step 5 · Since May · https://example.org/a"),
            *("d0-p0: how did this come about?Dimension 0", "No answer", "Part of a guideline"),
            *("d0-p1?Dimension 0", "d0-p1 step 2", "d0-p1 step 4"),
            *("d0-p2?Dimension 0", "No answer", "Does not apply · Batch only."),
            *("What helped most?Your view", "No answer", "Patience."),
        ]
    )
    assert whole_answers() == {"d0-p1": Values("2")}
    page.get_by_role("button", name="Save these answers").click()
    expect(page.get_by_text("6 answers were saved.")).to_be_visible()
    assert whole_answers() == {
        "parts": Values(text="data purpose"),
        "d0-p0": Values("5", note="Since May", evidence="https://example.org/a"),
        "d0-p0-recognition": Values("guideline"),
        "d0-p1": Values("4"),
        "d0-p2": Values("not-applicable", reason="Batch only."),
        "helped-most": Values(text="Patience."),
    }
    page.goto(address_of(response))
    for key, option in stored().items():
        expect(choice(page, key, option)).to_be_checked()
    expect(page.locator("#d0-p0-note")).to_have_value("Since May")
    expect(page.locator("#d0-p0-evidence")).to_have_value("https://example.org/a")
    expect(page.locator("#d0-p2-reason")).to_have_value("Batch only.")


def test_wrong_cells_are_listed_and_nothing_is_stored(open_page: OpenPage, response: Response) -> None:
    page = open_upload(open_page, response)
    file = download(page)
    rows = rows_of(file)
    upload(page, changed(file, WRONG).getvalue())
    expect(page.locator("main")).to_contain_text("Nothing was saved. Correct the sheet, and upload it again.")
    expect(page.get_by_role("alert").get_by_role("listitem")).to_have_text(
        [
            f"Answers!E{rows['d0-p0']}: This is none of the allowed answers.",
            f"Answers!E{rows['d0-p1']}: This cell holds a formula or an error. Write the text itself.",
            f"Answers!F{rows['d0-p2']}: A reason goes only with the answer that it does not apply.",
        ]
    )
    expect(page.get_by_role("button", name="Save these answers")).to_have_count(0)
    assert whole_answers() == {"d0-p1": Values("2")}
    page.get_by_role("link", name="Upload another sheet").click()
    upload(page, changed(file, {"role": WRONG["role"]}).getvalue())
    expect(shown_changes(page)).to_have_text(["role?About you", "No answer", "role operations"])


def test_what_is_no_spreadsheet_is_refused_at_the_field(open_page: OpenPage, response: Response) -> None:
    page = open_upload(open_page, response)
    upload(page, b"role,operations\n", leads_to="Fill in offline")
    field = page.get_by_label("The filled-in sheet")
    expect(page.locator("#div_id_sheet")).to_contain_text(NO_SPREADSHEET)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile(re.escape(NO_SPREADSHEET)))
    page.locator(".error-summary").get_by_role("link", name=NO_SPREADSHEET).click()
    expect(field).to_be_focused()
    assert whole_answers() == {"d0-p1": Values("2")}
    upload(page, filled(response, {"role": WRONG["role"]}).getvalue())
    expect(page.get_by_role("button", name="Save these answers")).to_be_visible()


def test_its_pages_stand_in_nobodys_way(open_page: OpenPage, response: Response) -> None:
    long = "x" * 400
    file = sheet_of(response)
    sheets = {
        "changes": changed(file, {**RIGHT, "helped-most": {"answer": long}}).getvalue(),
        "errors": changed(file, WRONG).getvalue(),
        "nothing": file,
    }
    page = open_upload(open_page, response)
    found = {"upload": faults_of(page)}
    for name, content in sheets.items():
        page.goto(f"/responses/{response.uid}/sheet/upload/")
        upload(page, content)
        found[name] = faults_of(page)
    page.get_by_role("link", name="Upload another sheet").click()
    upload(page, b"none", leads_to="Fill in offline")
    expect(page.locator(".error-summary")).to_be_visible()
    found["refused"] = faults_of(page)
    answer(response, "d0-p1", "3")
    upload(page, sheets["changes"])
    expect(page.get_by_role("heading", name="Also answered on the pages")).to_be_visible()
    found["conflict"] = faults_of(page)
    assert found == {name: [] for name in found}
