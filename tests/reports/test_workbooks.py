"""Tables become sheets: numbers stay numbers, and no text becomes a formula."""

from io import BytesIO

from openpyxl import load_workbook

from assessment.reports.workbooks import DECIMALS, WHOLE, Column, Sheet, workbook_of

SHEETS = [
    Sheet(
        "Practices",
        (Column("Practice", 40), Column("Done", 9, WHOLE), Column("Gain", 9, DECIMALS)),
        [('=HYPERLINK("https://example.org")', 57.25, None), ("Bell \x07 and é", 3, 0.5)],
        frozen=1,
    ),
    Sheet(
        "Overview", (Column("What"), Column("Value")), [("Score", 55.1), ("Title", "+1")], formats=[WHOLE, "General"]
    ),
]


def test_sheets_have_heads_that_stay_widths_and_number_formats() -> None:
    workbook = load_workbook(BytesIO(workbook_of(SHEETS)))
    practices, overview = workbook.worksheets
    assert [sheet.title for sheet in workbook] == ["Practices", "Overview"]
    assert (practices.freeze_panes, practices.auto_filter.ref) == ("B2", "A1:C3")
    assert (practices.column_dimensions["A"].width, practices.column_dimensions["B"].width) == (40, 9)
    assert [cell.value for cell in practices[1]] == ["Practice", "Done", "Gain"]
    assert all(cell.font.bold for cell in practices[1])
    assert [cell.value for cell in practices["B"][1:]] == [57.25, 3]
    assert [cell.number_format for cell in practices[2]] == ["General", "0", "0.00"]
    assert [row[1].number_format for row in overview.iter_rows(min_row=2)] == ["0", "General"]


def test_no_text_is_run() -> None:
    """SECURITY: what begins like a formula is a text, and stays one when somebody edits its cell."""
    practices, overview = load_workbook(BytesIO(workbook_of(SHEETS))).worksheets
    cell = practices["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ('=HYPERLINK("https://example.org")', "s", True)
    assert (practices["A3"].value, practices["A3"].quotePrefix) == ("Bell  and é", False)
    assert (overview["B3"].value, overview["B3"].quotePrefix) == ("+1", True)


def test_a_sheet_without_rows_has_its_head() -> None:
    (sheet,) = load_workbook(BytesIO(workbook_of([Sheet("Empty", (Column("What"),), [])]))).worksheets
    assert [[cell.value for cell in row] for row in sheet] == [["What"]]
