"""What every view of the comparison shows: how much is shown, what is highlighted, what the numbers stand on."""

from dataclasses import dataclass
from typing import Any

from assessment.forms.comparisons import address_of
from assessment.services.comparisons import Row
from assessment.views.compare_pages.comparison import Comparison
from assessment.views.compare_pages.findings import missing_finding
from assessment.views.compare_pages.lines import toggled


@dataclass(frozen=True)
class Chip:
    """A highlighted organization, its place 0..3, the address without it, whether the filters hide it."""

    row: Row
    place: int
    removed: str
    hidden: bool


def shared_context(comparison: Comparison) -> dict[str, Any]:
    """Return what the head, the filters and the notes of every view take."""
    rows, cohort = comparison.rows, comparison.cohort
    return {
        "cohort": cohort,
        "choice": comparison.choice,
        "path": comparison.path,
        "rows": rows,
        "page": comparison.page,
        "csv_url": comparison.csv_url,
        "chips": _chips(comparison),
        "missing": missing_finding(cohort.without_round, sum(row.latest.mix is None for row in rows)),
        "synthetic": sum(row.synthetic for row in rows),
    }


def _chips(comparison: Comparison) -> list[Chip]:
    shown = {row.uid for row in comparison.rows}
    choice = comparison.choice
    return [
        Chip(
            row=comparison.cohort.by_uid[uid],
            place=place,
            removed=address_of(choice, highlight=toggled(choice.highlighted, uid)),
            hidden=uid not in shown,
        )
        for place, uid in enumerate(choice.highlighted)
    ]
