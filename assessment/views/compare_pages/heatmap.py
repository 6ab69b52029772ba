"""The heatmap: organization by dimension."""

from collections.abc import Iterator
from typing import Any

from assessment.reports.csv_files import Cell
from assessment.services.comparisons import mean_mix
from assessment.views.compare_pages.comparison import Comparison
from assessment.views.compare_pages.files import heatmap_columns, heatmap_rows
from assessment.views.compare_pages.findings import weakest_finding
from assessment.views.compare_pages.lines import table_of


def context(comparison: Comparison) -> dict[str, Any]:
    """Return what the template of the heatmap takes."""
    cohort = comparison.cohort
    table = table_of(cohort, comparison.choice, comparison.rows, comparison.page)
    # An overlay is left out of the overall result, so it limits nobody.
    counted = [
        (each, found) for each, (_cell, found) in zip(cohort.dimensions, table.medians, strict=True) if not each.overlay
    ]
    spreads = [found for _each, found in counted]
    weakest = weakest_finding([each for each, _found in counted], spreads, comparison.rows)
    return {"table": table, "weakest": weakest, "mean": mean_mix(comparison.rows)}


def columns(comparison: Comparison) -> list[str]:
    """Return the headings of the file."""
    return heatmap_columns(comparison.dimensions)


def rows(comparison: Comparison) -> Iterator[list[Cell]]:
    """Return the lines of the file: all pages of the table."""
    return heatmap_rows(comparison.cohort, comparison.rows)
