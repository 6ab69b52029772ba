"""The numbers of a benchmark as the cells of tables and files."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessment.forms.benchmarks import segment_name
from assessment.measurement.benchmark import OVERALL, SECTOR, SIZE, WHOLE, Segment
from assessment.reports.csv_files import Cell
from assessment.services.benchmarks import PublishedBenchmark, PublishedCohort
from assessment.wording import NO_VALUE, PART_NAMES

DAY = "Y-m-d"


def day_of(cohort: PublishedCohort) -> str:
    """Return the day on which the numbers were made."""
    return date_format(timezone.localtime(cohort.made_at))


def number_columns() -> tuple[str, ...]:
    """Return the headings of what is published of a cohort."""
    quartiles = (_("Lower quartile"), _("Median"), _("Upper quartile"))
    return (_("n"), _("Practice score"), _("Explicitness"), *map(str, PART_NAMES.values()), *quartiles, _("Made on"))


def number_cells(cohort: PublishedCohort, nothing: Cell = NO_VALUE) -> tuple[Cell, ...]:
    """Return what is published of a cohort, in whole points; `nothing` where there are no quartiles."""
    numbers = cohort.numbers
    quartiles = numbers.quartiles or (nothing,) * 3
    return (numbers.n, numbers.practice, numbers.explicitness, *numbers.parts, *quartiles, day_of(cohort))


# --- The file of a snapshot -----------------------------------------------------------------------


def file_columns() -> tuple[str, ...]:
    """Return the headings of the file of a whole snapshot."""
    kind = (_("Questionnaire"), _("Version"), _("Snapshot"), _("Invented"))
    return (*kind, _("Organizations"), _("Dimension"), *number_columns())


def file_rows(published: PublishedBenchmark) -> Iterator[tuple[Cell, ...]]:
    """Yield everything that a snapshot publishes, by segment and then by dimension."""
    snapshot = published.snapshot
    about = (
        snapshot.questionnaire.key,
        published.version.number,
        date_format(timezone.localtime(snapshot.taken_at), DAY),
        _("yes") if snapshot.synthetic else _("no"),
    )
    subjects = {OVERALL: _("Overall"), **{section.key: section.title for section in published.version.dimensions}}
    for segment in _segments(published):
        for subject, title in subjects.items():
            cohort = published.cohort(segment, subject)
            if cohort is not None:
                made = date_format(timezone.localtime(cohort.made_at), DAY)
                yield (*about, segment_name(segment), title, *number_cells(cohort, None)[:-1], made)


def _segments(published: PublishedBenchmark) -> Iterator[Segment]:
    """Every segment with any number, in the order of the page."""
    known = {segment for segment, _subject in published.cohorts}
    for family in (WHOLE, SECTOR, SIZE):
        yield from sorted(segment for segment in known if segment.family == family)
