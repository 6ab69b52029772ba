"""Tables as CSV files that a spreadsheet opens without running anything."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from django.http import HttpResponse

# SECURITY: a spreadsheet takes a cell that starts so for a formula; a leading apostrophe makes it text.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

Cell = str | int | float | None


def neutral(cell: Cell) -> str:
    """Return the cell as text that no spreadsheet runs; numbers as they are, None as nothing."""
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return f"'{cell}"
    return str(cell)


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return a table as CSV (RFC 4180), headings first."""
    file = StringIO()
    writer = csv.writer(file)
    writer.writerows([neutral(cell) for cell in row] for row in (columns, *rows))
    return file.getvalue()


def csv_response(filename: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """Return the table as a download; `filename` without its ending."""
    headers = {"Content-Disposition": f'attachment; filename="{filename}.csv"'}
    return HttpResponse(csv_text(columns, rows), content_type="text/csv; charset=utf-8", headers=headers)
