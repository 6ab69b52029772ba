"""A stored result read back together with its version: what pages, reports and exports show."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assessment.measurement.advice import DOING, Action
from assessment.measurement.dimensions import DimensionState
from assessment.measurement.instrument import Instrument
from assessment.measurement.practices import PracticeState
from assessment.measurement.roadmap import Placement
from assessment.measurement.targets import practice_target
from assessment.models import Assessment, DimensionResult, PracticeResult, Result
from assessment.services.frozen import FrozenPractice, FrozenSection, FrozenVersion
from assessment.services.result_rows import ResultRows
from assessment.services.result_views import Advised, Benchmark, DimensionView, Pairs, PracticeView, ResultView, Spread
from assessment.services.results import bounds_of, mix_of, targets_of
from assessment.services.versions import frozen

__all__ = [
    "Advised",
    "Benchmark",
    "DimensionView",
    "PracticeView",
    "ResultView",
    "Spread",
    "effort_of",
    "read_result",
    "view_of",
]


def read_result(assessment: Assessment) -> ResultView:
    """Return the stored result of the assessment with all it takes to show it, in at most five queries.

    (What is in the version comes from memory.) Raises Result.DoesNotExist before the first submission or closing.
    """
    result = Result.objects.select_related("assessment__version").get(assessment=assessment)
    assessment.version, result.assessment = result.assessment.version, assessment
    instrument = frozen(assessment.version).instrument(assessment.facts())
    dimensions = list(DimensionResult.objects.filter(result=result).order_by("position"))
    rows = ResultRows(result, dimensions, list(PracticeResult.objects.filter(result=result)))
    return view_of(rows, targets_of(assessment, instrument), _previous_rows(assessment))


def view_of(rows: ResultRows, targets: Mapping[str, float], previous: Sequence[DimensionResult] = ()) -> ResultView:
    """Return these rows, stored or not, with all it takes to show them; without a query.

    `targets` are those of the dimensions, 0..1; `previous` the dimensions of the round before.
    """
    assessment, result = rows.result.assessment, rows.result
    version = frozen(assessment.version)
    reader = _Reader(
        version=version,
        result=result,
        instrument=version.instrument(assessment.facts()),
        targets=targets,
        practices={row.key: row for row in rows.practices},
        previous={row.key: row.practice for row in previous if row.state == DimensionState.REPORTABLE},
    )
    return ResultView(
        assessment=assessment,
        version=version,
        result=result,
        mix=mix_of(result),
        bounds=bounds_of(result),
        dimensions=tuple(reader.dimensions(rows.dimensions)),
        previous_title=previous[0].result.assessment.title if previous else "",
        previous_uid=previous[0].result.assessment.uid if previous else None,
    )


def _previous_rows(assessment: Assessment) -> list[DimensionResult]:
    """The dimensions of the round closed before this one on the same version; none while it is open."""
    if assessment.closed_at is None:
        return []
    earlier = Assessment.objects.closed().filter(
        organization=assessment.organization_id,
        version=assessment.version_id,
        closed_at__lt=assessment.closed_at,
    )
    latest = earlier.order_by("-closed_at", "-pk").values("pk")[:1]
    rows = DimensionResult.objects.filter(result__assessment__in=latest)
    return list(rows.select_related("result__assessment").order_by("position"))


@dataclass(frozen=True)
class _Reader:
    """Puts rows and version together."""

    version: FrozenVersion
    result: Result
    instrument: Instrument
    targets: Mapping[str, float]
    practices: Mapping[str, PracticeResult]
    previous: Mapping[str, float | None]

    def dimensions(self, rows: Iterable[DimensionResult]) -> Iterator[DimensionView]:
        """The dimensions that apply; one where nothing applies disappears."""
        for row in rows:
            section, bounds = self.version.section(row.key), bounds_of(row)
            if section is not None and bounds is not None and row.coverage is not None:
                yield DimensionView(
                    section=section,
                    state=DimensionState(row.state),
                    coverage=row.coverage,
                    bounds=bounds,
                    mix=mix_of(row),
                    target=self.targets[row.key],
                    previous=self.previous.get(row.key),
                    practices=tuple(self.practice(practice, section) for practice in section.practices),
                )

    def practice(self, practice: FrozenPractice, section: FrozenSection) -> PracticeView:
        row = self.practices[practice.key]
        return PracticeView(
            practice=practice,
            state=PracticeState(row.state),
            respondents=self.result.respondents,
            raters=row.raters,
            not_applicable=self.not_applicable(row),
            pairs=self.pairs(row),
            x=row.x,
            e=row.e,
            mix=mix_of(row),
            target=self.target(practice, section),
            discuss=row.discuss,
            spread=self.spread(row),
            advised=_advised(row, practice),
            holds_back=practice.key in self.result.held_back_by,
            gates=practice.essential and not section.overlay,
        )

    def target(self, practice: FrozenPractice, section: FrozenSection) -> float:
        """The target of a practice as the measurement sets it."""
        dimension = next(found for found in self.instrument.dimensions if found.key == section.key)
        measured = next(found for found in dimension.practices if found.key == practice.key)
        return practice_target(measured, dimension, self.targets, self.instrument.thresholds)

    def spread(self, row: PracticeResult) -> Spread | None:
        """The spread of the answers, from three raters."""
        # SECURITY: with two raters the spread tells one of them what the other answered.
        if row.raters < self.instrument.thresholds.spread_raters:
            return None
        if row.minimum is None or row.median is None or row.maximum is None:
            return None
        return Spread(row.minimum, row.median, row.maximum)

    def pairs(self, row: PracticeResult) -> Pairs | None:
        """How many gave each pair of answers, from three raters."""
        # SECURITY: with two raters the pairs tell one of them what the other answered.
        if row.raters < self.instrument.thresholds.spread_raters:
            return None
        return tuple((float(x), float(e), int(people)) for x, e, people in row.tally)

    def not_applicable(self, row: PracticeResult) -> int | None:
        """How many said that it does not apply, from three respondents."""
        # SECURITY: of two respondents, one would know what the other said.
        enough = self.result.respondents >= self.instrument.thresholds.spread_raters
        return row.not_applicable if enough else None


def _advised(row: PracticeResult, practice: FrozenPractice) -> Advised | None:
    if not row.action:
        return None
    action = Action(row.action)
    return Advised(
        action,
        row.gain_explicit or 0.0,
        row.gain_practice or 0.0,
        effort_of(action, practice),
        row.place,
        Placement(row.placement) if row.placement else None,
    )


def effort_of(action: Action, practice: FrozenPractice) -> int:
    """The effort of an action, 1..3: the practice's own where it has to be done first."""
    return practice.effort if action in DOING else 1
