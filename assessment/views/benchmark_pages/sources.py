"""The page that sets the benchmarks of other installations beside one's own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from assessment.forms.benchmarks import segment_name
from assessment.measurement.benchmark import OVERALL, CohortNumbers, Segment
from assessment.services.benchmarks import PublishedBenchmark, PublishedCohort
from assessment.services.foreign_benchmarks import ForeignBenchmark, ForeignCohort
from assessment.wording import NO_VALUE


@dataclass(frozen=True)
class SourcePanel:
    """One source with its overall numbers, None where it publishes none; `remarks` say what does not compare."""

    name: str
    taken_at: datetime
    version: int | None
    synthetic: bool
    cohort: PublishedCohort | ForeignCohort | None
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class SubjectRow:
    """The overall score or a dimension: the mean of each source with its n, in the order of the sources."""

    title: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class SourcesPage:
    """One's own benchmark and those of others, side by side, for one segment."""

    name: str
    sources: tuple[SourcePanel, ...]
    rows: tuple[SubjectRow, ...]


def sources_page(own: PublishedBenchmark, others: Sequence[ForeignBenchmark], segment: Segment) -> SourcesPage:
    """Return everything the page shows of this segment; one's own comes first."""
    return SourcesPage(
        name=segment_name(segment),
        sources=(_own_panel(own, segment), *(_panel(own, other, segment) for other in others)),
        rows=tuple(_rows(own, others, segment)),
    )


def _own_panel(own: PublishedBenchmark, segment: Segment) -> SourcePanel:
    snapshot = own.snapshot
    here = _("This installation")
    return SourcePanel(here, snapshot.taken_at, own.version.number, snapshot.synthetic, own.cohort(segment), ())


def _panel(own: PublishedBenchmark, other: ForeignBenchmark, segment: Segment) -> SourcePanel:
    return SourcePanel(
        name=other.source,
        taken_at=other.taken_at,
        version=other.version,
        synthetic=other.synthetic,
        cohort=other.cohort(segment),
        remarks=tuple(_remarks(own, other)),
    )


def _remarks(own: PublishedBenchmark, other: ForeignBenchmark) -> Iterator[str]:
    if other.content_hash != own.version.content_hash:
        yield _("Another version of the questionnaire: its numbers measure something a little different.")
    if other.left_out:
        yield _("On several versions: %(number)d practices are left out.") % {"number": other.left_out}
    if other.synthetic != own.snapshot.synthetic:
        yield _("Invented organizations beside real ones.")


def _rows(own: PublishedBenchmark, others: Sequence[ForeignBenchmark], segment: Segment) -> Iterator[SubjectRow]:
    titles = {OVERALL: _("Overall"), **{section.key: section.title for section in own.version.dimensions}}
    for other in others:
        titles |= {key: title for key, title in other.titles.items() if key not in titles}
    for subject, title in titles.items():
        found = (own.cohort(segment, subject), *(other.cohort(segment, subject) for other in others))
        if any(cohort is not None for cohort in found):
            yield SubjectRow(title, tuple(_cell(cohort.numbers if cohort else None) for cohort in found))


def _cell(numbers: CohortNumbers | None) -> str:
    if numbers is None:
        return NO_VALUE
    return _("%(score)d (n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}%(n)d)") % {"score": numbers.practice, "n": numbers.n}
