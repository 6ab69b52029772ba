"""Answer sheets as people change them: downloaded, some cells written, saved again."""

from collections.abc import Mapping
from io import BytesIO

from openpyxl import load_workbook

from assessment.models import Response
from assessment.services.answer_sheet_lines import ANSWERS, letter_of
from assessment.services.answer_sheets import sheet_of

# Values by question and column.
Written = Mapping[str, Mapping[str, object]]


def rows_of(file: bytes) -> dict[str, int]:
    """The row of each question by its key."""
    return {str(row[0].value): row[0].row or 0 for row in load_workbook(BytesIO(file))[ANSWERS].iter_rows(min_row=2)}


def filled(response: Response, written: Written) -> BytesIO:
    """The sheet of a response with these cells written, by question and column."""
    return changed(sheet_of(response), written)


def changed(file: bytes, written: Written) -> BytesIO:
    """A sheet with these cells written, by question and column."""
    workbook, rows = load_workbook(BytesIO(file)), rows_of(file)
    for key, cells in written.items():
        for column, value in cells.items():
            workbook[ANSWERS][f"{letter_of(column)}{rows[key]}"] = value  # type: ignore[assignment]  # any value a cell takes
    saved = BytesIO()
    workbook.save(saved)
    saved.seek(0)
    return saved
