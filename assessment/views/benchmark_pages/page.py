"""The page of a published benchmark: the segment asked for, all sectors and sizes, and the dimensions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from assessment.charts.cohorts import CohortRow, cohorts
from assessment.forms.benchmarks import FAMILIES, address_of, segment_name
from assessment.measurement.benchmark import Segment
from assessment.measurement.instrument import Thresholds
from assessment.services.benchmarks import EVERYBODY, HUNDRED, KEYS, PublishedBenchmark, PublishedCohort
from assessment.services.frozen import FrozenSection
from assessment.views.benchmark_pages.findings import overall_finding, spread_finding
from assessment.views.benchmark_pages.tables import day_of, number_cells, number_columns
from assessment.views.charts import Chart, drawn


@dataclass(frozen=True)
class SegmentRow:
    """One line of a table of segments: its name, where to look at it alone, and its overall numbers."""

    name: str
    href: str
    cohort: PublishedCohort
    is_chosen: bool


@dataclass(frozen=True)
class FamilyPanel:
    """The sectors, or the sizes, that are shown; `hides_some` where not all are. `finding` is empty without rows."""

    key: str
    title: str
    finding: str
    rows: tuple[SegmentRow, ...]
    hides_some: bool


@dataclass(frozen=True)
class BenchmarkPage:
    """Everything the page of one snapshot shows; `overall` and `chart` are None where nothing is published."""

    published: PublishedBenchmark
    name: str
    is_everybody: bool
    overall: PublishedCohort | None
    finding: str
    chart: Chart | None
    families: tuple[FamilyPanel, ...]
    csv_url: str

    @property
    def thresholds(self) -> Thresholds:
        return self.published.version.thresholds

    @property
    def everybody(self) -> PublishedCohort | None:
        """The overall numbers of all organizations."""
        return self.published.cohort(EVERYBODY)

    @property
    def has_earlier(self) -> bool:
        """Whether any number of the segment was made for an earlier snapshot."""
        return any(cohort.is_earlier for cohort in self.published.cohorts.values())


def benchmark_page(published: PublishedBenchmark, segment: Segment) -> BenchmarkPage:
    """Return everything the page of this snapshot shows of this segment."""
    overall = published.cohort(segment)
    csv_url = reverse("benchmark-table") + _asking(published)
    return BenchmarkPage(
        published=published,
        name=segment_name(segment),
        is_everybody=segment == EVERYBODY,
        overall=overall,
        finding=overall_finding(overall) if overall else "",
        chart=_chart(published, segment, csv_url),
        families=tuple(_panel(published, family, segment) for family in FAMILIES),
        csv_url=csv_url,
    )


def _asking(published: PublishedBenchmark, segment: Segment = EVERYBODY) -> str:
    """The query string that asks for this questionnaire and segment."""
    asked = {"questionnaire": published.snapshot.questionnaire.key, "segment": address_of(segment)}
    return "?" + urlencode({name: value for name, value in asked.items() if value})


def _panel(published: PublishedBenchmark, family: str, chosen: Segment) -> FamilyPanel:
    segments = published.segments(family)
    rows = tuple(_rows(published, [EVERYBODY, *segments], chosen))
    named = [(row.name, row.cohort) for row in rows if row.cohort.segment != EVERYBODY]
    return FamilyPanel(
        key=family,
        title=str(FAMILIES[family]),
        finding=spread_finding(named) if named else "",
        rows=rows if named else (),
        hides_some=len(segments) < len(KEYS[family]),
    )


def _rows(published: PublishedBenchmark, segments: Iterable[Segment], chosen: Segment) -> Iterator[SegmentRow]:
    for segment in segments:
        cohort = published.cohort(segment)
        if cohort is not None:
            href = reverse("benchmark") + _asking(published, segment)
            yield SegmentRow(segment_name(segment), href, cohort, segment == chosen)


# --- The dimensions -------------------------------------------------------------------------------


def _chart(published: PublishedBenchmark, segment: Segment, csv_url: str) -> Chart | None:
    found = published.dimensions(segment)
    if not found:
        return None
    rows = [cohort_row(section, cohort) for section, cohort in found]
    figure, narrow = drawn(partial(cohorts, rows))
    return Chart(
        id="benchmark-dimensions",
        finding=spread_finding([(section.title, cohort) for section, cohort in found]),
        shows=_("Mean practice score by dimension, 0 to 100: %(segment)s") % {"segment": segment_name(segment)},
        figure=figure,
        narrow=narrow,
        columns=(_("Dimension"), *number_columns()),
        rows=[(dimension_name(section), *number_cells(cohort)) for section, cohort in found],
        csv_url=csv_url,
    )


def dimension_name(section: FrozenSection) -> str:
    """Return the title of a dimension; of an overlay with the words that it is beside the overall numbers."""
    return _("%(title)s, beside the overall") % {"title": section.title} if section.overlay else section.title


def cohort_row(section: FrozenSection, cohort: PublishedCohort) -> CohortRow:
    """Return a dimension as a row of the chart."""
    numbers = cohort.numbers
    lower, median, upper = numbers.quartiles or (0, 0, 0)
    return CohortRow(
        # Translators: the title of a dimension, and how many organizations its numbers are of.
        label=_("%(title)s (n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}%(n)d)") % {"title": section.title, "n": numbers.n},
        value=str(numbers.practice),
        mean=numbers.practice / HUNDRED,
        quartiles=(lower / HUNDRED, median / HUNDRED, upper / HUNDRED) if numbers.quartiles else None,
        hover=tuple(_hover(cohort)),
    )


def _hover(cohort: PublishedCohort) -> Iterator[str]:
    numbers = cohort.numbers
    yield _("Mean %(mean)d, of %(n)d organizations") % {"mean": numbers.practice, "n": numbers.n}
    if numbers.quartiles:
        lower, median, upper = numbers.quartiles
        words = {"lower": lower, "median": median, "upper": upper}
        yield _("Middle half %(lower)d to %(upper)d, median %(median)d") % words
    if cohort.is_earlier:
        yield _("Made on %(day)s") % {"day": day_of(cohort)}
