"""An organization beside the benchmark: its standing overall in three segments, and by dimension in one of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from django.utils.translation import gettext as _

from assessment.charts.cohorts import CohortRow, cohorts
from assessment.charts.rounding import whole_points
from assessment.forms.benchmarks import segment_name
from assessment.measurement.benchmark import Segment
from assessment.reports.csv_files import Cell
from assessment.services.frozen import FrozenSection
from assessment.services.own_benchmarks import OwnBenchmark, Standing
from assessment.views.benchmark_pages.findings import dimensions_finding, own_finding
from assessment.views.benchmark_pages.page import cohort_row, dimension_name
from assessment.views.benchmark_pages.tables import day_of
from assessment.views.charts import Chart, drawn
from assessment.wording import NO_VALUE, points, points_above


@dataclass(frozen=True)
class StandingLine:
    """One segment with what is to be said of it; `standing` is None where it is not published."""

    name: str
    standing: Standing | None
    above: str
    percentile: str
    note: str


@dataclass(frozen=True)
class OwnPage:
    """Everything the page of an organization beside the benchmark shows; `chart` None where nothing is published."""

    benchmark: OwnBenchmark
    finding: str
    lines: tuple[StandingLine, ...]
    chart: Chart | None
    name: str

    @property
    def has_percentiles(self) -> bool:
        return any(line.percentile != NO_VALUE for line in self.lines)

    @property
    def hides_some(self) -> bool:
        """Whether the sector or the size of the organization is not shown."""
        return any(line.standing is None for line in self.lines)


def own_page(name: str, benchmark: OwnBenchmark, segment: Segment) -> OwnPage:
    """Return everything the page shows of the organization of this name, by dimension in this segment."""
    return OwnPage(
        benchmark=benchmark,
        finding=own_finding(name, benchmark.standing(benchmark.segments[0])),
        lines=tuple(_line(benchmark, each) for each in benchmark.segments),
        chart=_chart(benchmark, segment),
        name=segment_name(segment),
    )


def _line(benchmark: OwnBenchmark, segment: Segment) -> StandingLine:
    standing = benchmark.standing(segment)
    return StandingLine(
        name=segment_name(segment),
        standing=standing,
        above=_above(standing),
        percentile=_percentile(standing),
        note=_note(standing),
    )


def _above(standing: Standing | None) -> str:
    if standing is None or standing.own is None:
        return NO_VALUE
    return points_above(standing.own, standing.cohort.mix.practice)


def _percentile(standing: Standing | None) -> str:
    return NO_VALUE if standing is None or standing.percentile is None else str(standing.percentile)


def _note(standing: Standing | None) -> str:
    """What the numbers are of, where it is not what the organization has now."""
    if standing is None or not standing.cohort.is_earlier:
        return ""
    words = {"day": day_of(standing.cohort), "score": points(standing.there)}
    if standing.cohort.measured_otherwise:
        return _("made on %(day)s, as the questionnaire measured then") % words
    if standing.there is None or standing.percentile is None:
        return _("made on %(day)s") % words
    return _("made on %(day)s, with your %(score)s of then") % words


# --- By dimension ---------------------------------------------------------------------------------


def _chart(benchmark: OwnBenchmark, segment: Segment) -> Chart | None:
    found = list(_standings(benchmark, segment))
    if not found:
        return None
    rows = [_row(section, each) for section, each in found]
    figure, narrow = drawn(partial(cohorts, rows))
    return Chart(
        id="own-dimensions",
        finding=dimensions_finding([(section.title, each) for section, each in found]),
        shows=_("Your practice score by dimension, 0 to 100, beside: %(segment)s") % {"segment": segment_name(segment)},
        figure=figure,
        narrow=narrow,
        columns=_columns(benchmark),
        rows=[_cells(benchmark, section, each) for section, each in found],
        csv_url="",
    )


def _row(section: FrozenSection, standing: Standing) -> CohortRow:
    """The dimension with the organization's own score and target, and its score at the end of the row."""
    row = cohort_row(section, standing.cohort)
    own = () if standing.own is None else (_("Your score %(score)d") % {"score": whole_points(standing.own)},)
    target = (
        () if standing.target is None else (_("Your target %(target)d") % {"target": whole_points(standing.target)},)
    )
    value, hover = str(points(standing.own)), (*own, *target, *row.hover)
    return replace(row, own=standing.own, target=standing.target, value=value, hover=hover)


def _standings(benchmark: OwnBenchmark, segment: Segment) -> Iterator[tuple[FrozenSection, Standing]]:
    for section, cohort in benchmark.published.dimensions(segment):
        standing = benchmark.standing(segment, cohort.subject)
        if standing is not None:
            yield section, standing


def _columns(benchmark: OwnBenchmark) -> tuple[str, ...]:
    columns = (_("Dimension"), _("n"), _("Your score"), _("Your target"), _("Mean"), _("Above the mean"))
    if not benchmark.contributes:
        return columns
    return (*columns, _("Lower quartile"), _("Median"), _("Upper quartile"), _("Percentile"))


def _cells(benchmark: OwnBenchmark, section: FrozenSection, standing: Standing) -> tuple[Cell, ...]:
    numbers = standing.cohort.numbers
    cells = (
        dimension_name(section),
        numbers.n,
        points(standing.own),
        NO_VALUE if standing.target is None else whole_points(standing.target),
        numbers.practice,
        _above(standing),
    )
    if not benchmark.contributes:
        return cells
    return (*cells, *(numbers.quartiles or (NO_VALUE,) * 3), _percentile(standing))
