"""The page of findings: what the study says, and the charts of what is published here beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from assessment.charts.cohorts import CohortRow, cohorts
from assessment.charts.share_bars import ShareRow, share_bars
from assessment.forms.benchmarks import segment_name
from assessment.measurement.findings import ReadingNumbers, Run
from assessment.measurement.perception import HIGHEST, LOWEST
from assessment.reports.csv_files import Cell
from assessment.services.benchmarks import EVERYBODY
from assessment.services.findings import PublishedFindings, PublishedReading
from assessment.services.findings_readings import OPINION, STAGE, TENTHS
from assessment.views.charts import Chart, drawn
from assessment.views.finding_pages.words import FINDINGS, SENTENCES, SERVED, Finding, Measure
from assessment.wording import NO_VALUE, STAGE_NAMES

HUNDRED = 100
MIDDLE = 30  # neither agrees nor disagrees, in tenths
CLEAR = 5  # tenths from the middle that are called a leaning


@dataclass(frozen=True)
class FindingPanel:
    """One finding with its charts; none where too few contribute. `has_means`: a chart shows means of opinions."""

    finding: Finding
    charts: tuple[tuple[Chart, bool], ...]


def finding_panels(published: PublishedFindings | None) -> tuple[FindingPanel, ...]:
    """Return every finding, each chart with whether it shows means; `published` None where no batch was taken."""
    return tuple(FindingPanel(finding, tuple(_charts(published, finding)) if published else ()) for finding in FINDINGS)


def _charts(published: PublishedFindings, finding: Finding) -> Iterator[tuple[Chart, bool]]:
    for place, measure in enumerate(finding.measures):
        readings = readings_for(published, measure)
        if readings:
            is_opinion = measure.subjects[0].startswith(OPINION)
            draw = _opinion_chart if is_opinion else _stage_chart if STAGE in measure.subjects else _share_chart
            yield draw(f"{finding.key}-{place}", measure, readings), is_opinion


def readings_for(published: PublishedFindings, measure: Measure) -> list[PublishedReading]:
    """Return what is published for a measure: by segment, or for all organizations by subject where it has several."""
    return [reading for subject in measure.subjects for reading in published.by_segment(subject)]


# --- Shares of organizations ----------------------------------------------------------------------


def yes(numbers: ReadingNumbers) -> int:
    """Return how many are in the upper of two groups."""
    return numbers.runs[-1].count


def share_cells(count: int, n: int) -> tuple[Cell, ...]:
    """Return the cells of a share: n, how many, and per cent of n."""
    return n, count, round(HUNDRED * count / n)


def _share_chart(chart_id: str, measure: Measure, readings: Sequence[PublishedReading]) -> Chart:
    named = [(_with_n(reading), yes(reading.numbers), reading.numbers.n) for reading in readings]
    return _chart_of_shares(chart_id, share_finding(readings[0]), str(measure.shows), named)


def share_finding(reading: PublishedReading) -> str:
    """Return one sentence: in how many of how many organizations it is so."""
    count, n = yes(reading.numbers), reading.numbers.n
    return _about(reading, str(SENTENCES[reading.subject]) % {"count": count, "n": n})


def _about(reading: PublishedReading, sentence: str) -> str:
    """The sentence, with whom it is about where that is not everybody."""
    return sentence if reading.segment == EVERYBODY else f"{segment_name(reading.segment)}: {sentence}"


def _stage_chart(chart_id: str, measure: Measure, readings: Sequence[PublishedReading]) -> Chart:
    numbers = readings[0].numbers
    named = [(stage_names(run), run.count, numbers.n) for run in numbers.runs]
    name, count, n = max(named, key=lambda row: row[1])
    finding = _("Most frequent: %(stage)s, with %(count)d of %(n)d organizations") % {
        "stage": name,
        "count": count,
        "n": n,
    }
    return _chart_of_shares(chart_id, finding, str(measure.shows), named)


def stage_names(run: Run) -> str:
    """Return the names of the stages that are counted together."""
    names = [str(name) for name in STAGE_NAMES[run.first : run.last + 1]]
    if len(names) == 1:
        return names[0]
    # Translators: two neighbouring stages of the scale, or the first and the last of several.
    pattern = _("%(first)s or %(last)s") if run.last == run.first + 1 else _("%(first)s to %(last)s")
    return pattern % {"first": names[0], "last": names[-1]}


def _chart_of_shares(chart_id: str, finding: str, shows: str, named: Sequence[tuple[str, int, int]]) -> Chart:
    rows = [
        ShareRow(name, f"{round(HUNDRED * count / n)}\N{NO-BREAK SPACE}%", count / n, (said_count(count, n),))
        for name, count, n in named
    ]
    figure, narrow = drawn(partial(share_bars, rows))
    return Chart(
        id=chart_id,
        finding=finding,
        shows=shows,
        figure=figure,
        narrow=narrow,
        columns=(_("Organizations"), _("n"), _("So many of them"), _("Per cent")),
        rows=[(name, *share_cells(count, n)) for name, count, n in named],
        csv_url=reverse("findings-numbers"),
    )


def said_count(count: int, n: int) -> str:
    """Return how many of how many."""
    return _("%(count)d of %(n)d organizations") % {"count": count, "n": n}


def row_name(reading: PublishedReading) -> str:
    """Return what a row is called: how models serve, else the segment."""
    served = SERVED.get(reading.subject)
    return str(served) if served else segment_name(reading.segment)


def _with_n(reading: PublishedReading) -> str:
    # Translators: what a row is of, and how many organizations its number is of.
    pattern = _("%(title)s (n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}%(n)d)")
    return pattern % {"title": row_name(reading), "n": reading.numbers.n}


# --- Opinions -------------------------------------------------------------------------------------


def _opinion_chart(chart_id: str, measure: Measure, readings: Sequence[PublishedReading]) -> Chart:
    rows = [_opinion_row(reading) for reading in readings]
    figure, narrow = drawn(partial(cohorts, rows, ticks=[str(value) for value in range(LOWEST, HIGHEST + 1)]))
    return Chart(
        id=chart_id,
        finding=_about(readings[0], opinion_finding(readings[0].numbers)),
        shows=_("%(what)s, from 1, strongly disagree, to 5, strongly agree") % {"what": measure.shows},
        figure=figure,
        narrow=narrow,
        columns=(_("Organizations"), _("n"), _("Mean"), _("Lower quartile"), _("Median"), _("Upper quartile")),
        rows=[(row_name(reading), *opinion_cells(reading.numbers, NO_VALUE)) for reading in readings],
        csv_url=reverse("findings-numbers"),
    )


def _opinion_row(reading: PublishedReading) -> CohortRow:
    numbers = reading.numbers
    mean = numbers.mean or 0
    lower, middle, upper = (_placed(value) for value in numbers.quartiles or (0, 0, 0))
    return CohortRow(
        _with_n(reading), tenths(mean), _placed(mean), quartiles=(lower, middle, upper) if numbers.quartiles else None
    )


def _placed(value: int) -> float:
    """Where tenths of 1 to 5 are on an axis of 0..1."""
    return (value / TENTHS - LOWEST) / (HIGHEST - LOWEST)


def tenths(value: int) -> str:
    """Return tenths as a number with one decimal."""
    return number_format(value / TENTHS, 1)


def opinion_finding(numbers: ReadingNumbers) -> str:
    """Return one sentence: whether they rather agree, on average over organizations."""
    words = {"mean": tenths(numbers.mean or 0), "n": numbers.n}
    lean = (numbers.mean or 0) - MIDDLE
    if lean >= CLEAR:
        return _("Respondents rather agree: %(mean)s of 5, averaged over %(n)d organizations") % words
    if lean <= -CLEAR:
        return _("Respondents rather disagree: %(mean)s of 5, averaged over %(n)d organizations") % words
    return _("Respondents lean neither way clearly: %(mean)s of 5, averaged over %(n)d organizations") % words


def opinion_cells(numbers: ReadingNumbers, nothing: Cell = None) -> tuple[Cell, ...]:
    """Return the cells of an opinion: n, mean and quartiles of 1 to 5; `nothing` where there are no quartiles."""
    quartiles: list[Cell] = [value / TENTHS for value in numbers.quartiles or ()]
    return numbers.n, (numbers.mean or 0) / TENTHS, *(quartiles or [nothing] * 3)
