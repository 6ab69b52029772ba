"""Tables as one XLSX file: numbers as numbers, texts as texts that no spreadsheet runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from assessment.reports.csv_files import FORMULA_STARTS, Cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLAIN = "General"
WHOLE, DECIMALS, SHARE, SIGNED = "0", "0.00", '0" %"', "+0;-0;0"
HEAD = PatternFill("solid", start_color="FFEDEFF2")
TOP = Alignment(vertical="top", wrap_text=True)


@dataclass(frozen=True)
class Column:
    """A heading with the width of its column, in characters, and how its numbers are shown."""

    heading: str
    width: int = 12
    format: str = PLAIN


@dataclass(frozen=True)
class Sheet:
    """A table; `frozen` columns stay in sight beside its headings, `formats` stand for those of the columns by row."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    frozen: int = 1
    formats: Sequence[str] = ()


def workbook_of(sheets: Sequence[Sheet]) -> bytes:
    """Return the tables as an XLSX file, one sheet each; there is at least one."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for sheet in sheets:
        _write(workbook.create_sheet(sheet.name), sheet)
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def _write(page: Worksheet, sheet: Sheet) -> None:
    for place, column in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(place)].width = column.width
        _put(page, 1, place, column.heading)
        page.cell(1, place).font, page.cell(1, place).fill = Font(bold=True), HEAD
    for number, row in enumerate(sheet.rows, start=2):
        for place, (column, value) in enumerate(zip(sheet.columns, row, strict=True), start=1):
            _put(page, number, place, value)
            # Each of these takes as long as writing the cell: there may be hundreds of thousands.
            if (shown := _format(sheet, number - 2, column)) != PLAIN:
                page.cell(number, place).number_format = shown
    page.freeze_panes = page.cell(2, sheet.frozen + 1).coordinate
    if sheet.rows:
        page.auto_filter.ref = page.dimensions


def _format(sheet: Sheet, row: int, column: Column) -> str:
    return sheet.formats[row] if sheet.formats else column.format


def _put(page: Worksheet, row: int, column: int, value: Cell) -> None:
    cell = page.cell(row, column)
    if value is None or not isinstance(cell, SheetCell):
        return
    cell.alignment = TOP
    if not isinstance(value, str):
        cell.value = value
        return
    # SECURITY: said to be a text, whatever it begins with; with the quote it stays one when somebody edits the cell.
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell.data_type = "s"
    if value.startswith(FORMULA_STARTS):
        cell.quotePrefix = True
