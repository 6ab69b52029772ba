"""The table: everything that is known of each organization, as text."""

from collections.abc import Iterator
from typing import Any

from assessment.reports.csv_files import Cell
from assessment.views.compare_pages.comparison import Comparison
from assessment.views.compare_pages.files import csv_columns, csv_rows


def context(comparison: Comparison) -> dict[str, Any]:
    """Return what the template of the table takes."""
    return {
        "columns": columns(comparison),
        "lines": list(csv_rows(comparison.cohort, list(comparison.page))),
    }


def columns(comparison: Comparison) -> list[str]:
    """Return the headings of the table and of the file."""
    return csv_columns(comparison.dimensions)


def rows(comparison: Comparison) -> Iterator[list[Cell]]:
    """Return the lines of the file: all pages of the table."""
    return csv_rows(comparison.cohort, comparison.rows)
