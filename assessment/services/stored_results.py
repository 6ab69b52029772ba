"""A stored result read back together with its version: what pages, reports and exports show."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assessment.measurement.advice import DOING, Action
from assessment.measurement.dimensions import Bounds, DimensionState
from assessment.measurement.instrument import Instrument
from assessment.measurement.mix import Mix
from assessment.measurement.overall import OverallScore
from assessment.measurement.practices import PracticeState
from assessment.measurement.roadmap import Placement
from assessment.measurement.targets import practice_target
from assessment.models import Assessment, DimensionResult, PracticeResult, Result
from assessment.services.frozen import FrozenPractice, FrozenSection, FrozenVersion
from assessment.services.result_rows import ResultRows
from assessment.services.results import bounds_of, mix_of, targets_of
from assessment.services.versions import frozen


@dataclass(frozen=True)
class Spread:
    """Lowest, middle and highest answer to a practice question, each 0..1."""

    minimum: float
    median: float
    maximum: float


@dataclass(frozen=True)
class Advised:
    """What to do about a practice: gains in points of 100, effort 1..3; place and placement off the roadmap None."""

    action: Action
    gain_explicit: float
    gain_practice: float
    effort: int
    place: int | None
    placement: Placement | None


@dataclass(frozen=True)
class PracticeView:
    """One practice with its result; x, e, target and gap are 0..1 (the gap -1..1), None unless rated.

    `spread` is None where it may not be shown, whoever asks.
    """

    practice: FrozenPractice
    state: PracticeState
    raters: int
    x: float | None
    e: float | None
    mix: Mix | None
    target: float
    discuss: bool
    spread: Spread | None
    advised: Advised | None
    holds_back: bool
    gates: bool

    @property
    def key(self) -> str:
        return self.practice.key

    @property
    def gap(self) -> float | None:
        """How far above (or, negative, below) its target the practice is."""
        return None if self.x is None else self.x - self.target


@dataclass(frozen=True)
class DimensionView:
    """One dimension that applies, with its practices; `previous` is P in the previous round, 0..1."""

    section: FrozenSection
    state: DimensionState
    coverage: float
    bounds: Bounds
    mix: Mix | None
    target: float
    previous: float | None
    practices: tuple[PracticeView, ...]

    @property
    def is_reportable(self) -> bool:
        return self.state is DimensionState.REPORTABLE

    @property
    def reported_mix(self) -> Mix | None:
        """The mix where there is enough to show it."""
        return self.mix if self.is_reportable else None

    @property
    def score(self) -> float | None:
        """P where there is enough to show it."""
        return self.reported_mix.practice if self.reported_mix else None

    def count(self, *states: PracticeState) -> int:
        """How many of its practices are in one of these states."""
        return sum(practice.state in states for practice in self.practices)

    @property
    def rated(self) -> int:
        return self.count(PracticeState.RATED)

    @property
    def applicable(self) -> int:
        return self.count(PracticeState.RATED, PracticeState.UNKNOWN)


@dataclass(frozen=True)
class ResultView:
    """A whole result; dimensions and practices in the order of the questionnaire."""

    assessment: Assessment
    version: FrozenVersion
    result: Result
    mix: Mix | None
    bounds: Bounds | None
    dimensions: tuple[DimensionView, ...]
    previous_title: str

    @cached_property
    def core(self) -> tuple[DimensionView, ...]:
        """The dimensions of the overall result."""
        return tuple(dimension for dimension in self.dimensions if not dimension.section.overlay)

    @cached_property
    def overlays(self) -> tuple[DimensionView, ...]:
        return tuple(dimension for dimension in self.dimensions if dimension.section.overlay)

    @cached_property
    def practices(self) -> tuple[PracticeView, ...]:
        """The practices of the overall result, without those of overlays."""
        return tuple(practice for dimension in self.core for practice in dimension.practices)

    @cached_property
    def essentials(self) -> tuple[PracticeView, ...]:
        """The essential practices that apply and can hold back."""
        return tuple(
            practice
            for practice in self.practices
            if practice.gates and practice.state is not PracticeState.NOT_APPLICABLE
        )

    @cached_property
    def holding(self) -> tuple[PracticeView, ...]:
        return tuple(practice for practice in self.practices if practice.holds_back)

    @property
    def outside_bounds(self) -> bool:
        """Whether the mix, of the reportable dimensions, lies outside the bounds, of all that apply."""
        return OverallScore(
            self.result.respondents, self.result.reportable, self.result.unknown, (), bounds=self.bounds, mix=self.mix
        ).mix_outside_bounds

    @cached_property
    def limiting(self) -> DimensionView | None:
        """The limiting dimension, where one is reportable."""
        return next((d for d in self.core if d.section.key == self.result.limiting_dimension), None)


def read_result(assessment: Assessment) -> ResultView:
    """Return the stored result of the assessment with all it takes to show it, in at most six queries.

    (The version comes from memory.) Raises Result.DoesNotExist before the first submission or closing.
    """
    result = Result.objects.get(assessment=assessment)
    result.assessment = assessment
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
            raters=row.raters,
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
