"""What is in a downloaded sheet."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from assessment.models import Response
from assessment.services.answer_sheets import sheet_of
from assessment.services.answer_values import Values
from assessment.services.answers import save_answer
from tests.factories import make_assessment, make_mixed_version, make_organization, make_person, make_response

pytestmark = pytest.mark.django_db


@pytest.fixture
def response() -> Response:
    organization = make_organization("=cmd|' /C calc'!A0")
    response = make_response(make_assessment(organization, make_mixed_version(), title="Round"))
    person = make_person(response.user)
    save_answer(person, response, "d0-p0", number=0, values=Values("1", note="=1+1", evidence="https://example.org"))
    save_answer(person, response, "d0-p0-recognition", number=0, values=Values("habit"))
    save_answer(person, response, "parts", number=0, values=Values(text="data release"))
    return response


@pytest.fixture
def workbook(response: Response) -> Workbook:
    return load_workbook(BytesIO(sheet_of(response)))


def test_there_is_a_row_for_everything_asked(workbook: Workbook) -> None:
    rows = list(workbook["Answers"].iter_rows(min_row=2, values_only=True))
    steps = "\n".join([*(f"d0-p0 step {step}" for step in range(1, 6)), "I don't know"])
    assert [row[0] for row in rows] == [
        "role", "parts", "d0-p0", "d0-p0-recognition", "d0-p1", "d0-p1-recognition", "d0-p2", "d0-p2-recognition",
        "worth-it", "helped-most",
    ]  # fmt: skip
    assert rows[1][1:] == (
        "About you", "parts?", "Several are possible, one per line:\nparts data\nparts release\nparts purpose",
        "parts data\nparts release", None, None, None, "1",
    )  # fmt: skip
    assert rows[2][1:] == (
        "Dimension 0", "d0-p0?", steps, "d0-p0 step 1", None, "=1+1", "https://example.org", "1",
    )  # fmt: skip
    assert rows[3][2] == "d0-p0: how did this come about?"
    assert rows[3][4] == "Some people ask for it"
    assert rows[9][3:] == ("Any text", None, None, None, None, "0")


def test_no_cell_is_a_formula(workbook: Workbook) -> None:
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    risky = [cell for cell in cells if str(cell.value)[0] in "=+-@"]
    assert [(cell.value, bool(cell.quotePrefix)) for cell in risky] == [
        ("=cmd|' /C calc'!A0 · Round", True),
        ("=1+1", True),
    ]


def test_options_are_lists_on_a_hidden_sheet(workbook: Workbook) -> None:
    sheet = workbook["Answers"]
    lists = {}
    for validation in sheet.data_validations.dataValidation:
        name, span = validation.formula1, workbook.defined_names[validation.formula1].attr_text
        texts = [str(row[0].value) for row in workbook["Lists"][span.split("!")[1]]]
        lists[str(validation.sqref)] = (validation.type, name, texts)
    assert lists["E2"] == ("list", "Options_1", ["role data-science", "role operations"])
    recognitions = ["Nobody decided it", "Habit of some people", "Agreed", "Part of a guideline", "I don't know"]
    recognitions += ["Nobody asks for it", "We decided against it", "Some people ask for it", "Agreed but not done"]
    assert lists["E5 E7 E9"] == ("list", "Options_3", [*recognitions, "A guideline requires it"])
    # Neither several choices nor an open question can be a list.
    assert set(" ".join(lists).split()) == {"E2", "E4", "E5", "E6", "E7", "E8", "E9", "E10"}


def test_only_what_is_to_be_filled_in_is_unlocked(workbook: Workbook) -> None:
    sheet = workbook["Answers"]
    unlocked = [cell.coordinate for row in sheet.iter_rows(max_row=8) for cell in row if not cell.protection.locked]
    assert sheet.protection.sheet
    assert unlocked == ["E2", "E3", "E4", "G4", "H4", "E5", "E6", "G6", "H6", "E7", "E8", "F8", "G8", "H8"]


def test_it_says_whose_it_is_where_nobody_looks(response: Response, workbook: Workbook) -> None:
    version = response.assessment.version
    assert list(workbook["Origin"].values) == [("response", str(response.uid)), ("version", str(version.uid))]
    assert {sheet.title: sheet.sheet_state for sheet in workbook} == {
        "Instructions": "visible",
        "Answers": "visible",
        "Lists": "hidden",
        "Origin": "hidden",
    }
    assert workbook["Answers"].column_dimensions["I"].hidden


def test_it_reaches_out_to_nothing(response: Response) -> None:
    with ZipFile(BytesIO(sheet_of(response))) as archive:
        assert [name for name in archive.namelist() if "external" in name.lower() or "vba" in name.lower()] == []
        assert not any(b'TargetMode="External"' in archive.read(name) for name in archive.namelist())
