"""Every published number of the findings as the rows of one file."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessment.reports.csv_files import Cell
from assessment.services.findings import PublishedFindings, PublishedReading
from assessment.services.findings_readings import OPINION, STAGE
from assessment.views.finding_pages.page import opinion_cells, readings_for, row_name, share_cells, stage_names, yes
from assessment.views.finding_pages.words import FINDINGS, Measure


def numbers_columns() -> tuple[str, ...]:
    """Return the headings of the file."""
    counted = (_("n"), _("So many of them"), _("Per cent"))
    means = (_("Mean"), _("Lower quartile"), _("Median"), _("Upper quartile"))
    return (_("Finding"), _("Measure"), _("Organizations"), *counted, *means, _("Made on"), _("Invented"))


def numbers_rows(published: PublishedFindings) -> Iterator[tuple[Cell, ...]]:
    """Yield one row for each number, in the order of the page."""
    invented = _("yes") if published.snapshot.synthetic else _("no")
    for finding in FINDINGS:
        for measure in finding.measures:
            for reading in readings_for(published, measure):
                day = date_format(timezone.localtime(reading.made_at), "Y-m-d")
                for cells in _cells(reading):
                    yield str(finding.title), _name(measure), *cells, day, invented


def _name(measure: Measure) -> str:
    return str(measure.shows)


def _cells(reading: PublishedReading) -> Iterator[tuple[Cell, ...]]:
    """From whom the number is to the upper quartile."""
    numbers = reading.numbers
    if reading.subject.startswith(OPINION):
        n, *means = opinion_cells(numbers)
        yield row_name(reading), n, None, None, *means
    elif reading.subject == STAGE:
        for run in numbers.runs:
            yield stage_names(run), *share_cells(run.count, numbers.n), *(None,) * 4
    else:
        yield row_name(reading), *share_cells(yes(numbers), numbers.n), *(None,) * 4
