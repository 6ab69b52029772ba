"""The table: everything that is known of each organization, as text."""

from collections.abc import Iterator
from typing import Any

from assessment.reports.csv_files import Cell
from assessment.views.compare_pages.comparison import Comparison
from assessment.views.compare_pages.files import csv_columns, csv_rows
from assessment.views.compare_pages.lines import line_of


def context(comparison: Comparison) -> dict[str, Any]:
    """Return what the template of the table takes: each line with the organization that it is of."""
    page = list(comparison.page)
    values = csv_rows(comparison.dimensions, page)
    lines = [(line_of(row, comparison), own[1:]) for row, own in zip(page, values, strict=True)]
    return {"columns": columns(comparison), "lines": lines}


def columns(comparison: Comparison) -> list[str]:
    """Return the headings of the table and of the file."""
    return csv_columns(comparison.dimensions)


def rows(comparison: Comparison) -> Iterator[list[Cell]]:
    """Return the lines of the file: all pages of the table."""
    return csv_rows(comparison.dimensions, comparison.every())
