"""Organizations side by side: stored results of the latest closed rounds, filtered and ordered."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from assessment.measurement.comparison import settled
from assessment.measurement.dimensions import DimensionState
from assessment.measurement.mix import Mix
from assessment.measurement.stages import Stage
from assessment.models import DimensionResult, Organization, Person, Result, Section

LATEST, PREVIOUS = 1, 2


@dataclass(frozen=True, slots=True)
class Dimension:
    """A column of the comparison: key, title and whether it is an overlay, as the newest version has them."""

    key: str
    title: str
    overlay: bool = False


@dataclass(frozen=True, slots=True)
class Round:
    """The stored result of one closed assessment; scores 0..1, stages 0..4, None where not reportable."""

    uid: UUID
    title: str
    closed_at: datetime
    version: int
    result: int
    # The n shown: a workshop counts as everybody in it.
    people: int
    stage: int | None
    stage_lowest: int | None
    stage_highest: int | None
    contested: bool
    limiting_dimension: str
    coverage: float | None
    mix: Mix | None

    @property
    def score(self) -> float | None:
        """The practice score P."""
        return self.mix.practice if self.mix else None


@dataclass(frozen=True)
class Row:
    """One organization: its facts, its latest closed round and the one before, scores by dimension key."""

    uid: UUID
    name: str
    sector: str
    size: str
    criticality: str
    synthetic: bool
    latest: Round
    previous: Round | None
    dimensions: Mapping[str, float | None]

    @cached_property
    def before(self) -> Round | None:
        """The round before, where both have a score on the same version; others can't be compared as they are."""
        if self.previous is None or self.previous.mix is None or self.latest.mix is None:
            return None
        return self.previous if self.previous.version == self.latest.version else None

    @property
    def change(self) -> float | None:
        """The score minus that of the round before, -1..1."""
        if self.before is None or self.before.score is None or self.latest.score is None:
            return None
        return self.latest.score - self.before.score


@dataclass(frozen=True)
class Cohort:
    """Everything a person may compare: a row per organization with a closed round, and how many have none."""

    rows: tuple[Row, ...]
    dimensions: tuple[Dimension, ...]
    without_round: int

    @property
    def visible(self) -> int:
        """How many organizations the person may see."""
        return len(self.rows) + self.without_round

    @property
    def versions(self) -> int:
        """On how many versions of a questionnaire the rows stand."""
        return len({row.latest.version for row in self.rows})

    @cached_property
    def by_uid(self) -> dict[UUID, Row]:
        return {row.uid: row for row in self.rows}

    @cached_property
    def numbers(self) -> dict[UUID, int]:
        """The rows numbered from 1, always in the same order."""
        return {uid: number for number, uid in enumerate(sorted(self.by_uid), start=1)}


# --- Reading: four queries, whatever the number of organizations ----------------------------------


def cohort_of(person: Person) -> Cohort:
    """All organizations visible to the person, with the stored results of their last two closed rounds.

    Nothing is recomputed: what is read was stored when the rounds were closed.
    """
    # SECURITY: every query starts from visible_to(person): a revoked or expired grant is gone at the next request.
    facts = Organization.objects.visible_to(person).values_list("pk", *FACTS)
    rounds, scores = _rounds(person), _dimension_scores(person)
    rows = tuple(
        _row(dict(zip(FACTS, values, strict=True)), rounds[pk], scores)
        for pk, *values in facts
        if LATEST in rounds.get(pk, {})
    )
    return Cohort(rows, _dimensions(rows), len(facts) - len(rows))


def _row(
    facts: Mapping[str, Any], rounds: Mapping[int, Round], scores: Mapping[int, Mapping[str, float | None]]
) -> Row:
    latest = rounds[LATEST]
    return Row(**facts, latest=latest, previous=rounds.get(PREVIOUS), dimensions=scores.get(latest.result, {}))


FACTS = ("uid", "name", "sector", "size", "criticality", "synthetic")
COLUMNS = {
    "uid": "assessment__uid",
    "title": "assessment__title",
    "closed_at": "assessment__closed_at",
    "version": "assessment__version",
    "result": "pk",
    "people": "people",
    "stage": "stage",
    "stage_lowest": "stage_lowest",
    "stage_highest": "stage_highest",
    "contested": "contested",
    "limiting_dimension": "limiting_dimension",
    "coverage": "coverage",
}
PARTS = ("mix_explicit", "mix_implicit", "mix_declared", "mix_absent")
# Numbers the results of each organization from its latest round back.
PLACE = Window(
    RowNumber(),
    partition_by=F("assessment__organization"),
    order_by=[F("assessment__closed_at").desc(), F("assessment__pk").desc()],
)


def _rounds(person: Person) -> dict[int, dict[int, Round]]:
    """The last two rounds by organization and place."""
    numbered = Result.objects.visible_to(person).order_by().annotate(place=PLACE).filter(place__lte=PREVIOUS)
    found = numbered.values_list("place", "assessment__organization", "reportable", *PARTS, *COLUMNS.values())
    rounds: dict[int, dict[int, Round]] = {}
    for place, organization, reportable, explicit, implicit, declared, absent, *values in found:
        mix = Mix(explicit, implicit, declared, absent) if reportable else None
        rounds.setdefault(organization, {})[place] = Round(**dict(zip(COLUMNS, values, strict=True)), mix=mix)
    return rounds


def _dimension_scores(person: Person) -> dict[int, dict[str, float | None]]:
    """P by result and dimension for the latest rounds; None where too little is known to report it."""
    latest = Result.objects.visible_to(person).order_by().annotate(place=PLACE).filter(place=LATEST).values("pk")
    found = DimensionResult.objects.filter(result__in=latest).exclude(state=DimensionState.NOT_APPLICABLE)
    scores: dict[int, dict[str, float | None]] = {}
    for result, key, state, practice in found.order_by().values_list("result", "key", "state", "practice"):
        scores.setdefault(result, {})[key] = practice if state == DimensionState.REPORTABLE else None
    return scores


def _dimensions(rows: Iterable[Row]) -> tuple[Dimension, ...]:
    """The dimensions that apply to any row, ordered as in the newest version, then those it lacks, then overlays."""
    rows = list(rows)
    applying = {key for row in rows for key in row.dimensions}
    versions = {row.latest.version for row in rows}
    sections = Section.objects.filter(version__in=versions, kind=Section.Kind.DIMENSION)
    newest_first = sections.order_by("-version__published_at", "-version", "position", "pk")
    found: dict[str, Dimension] = {}
    for values in newest_first.values_list("key", "title", "overlay"):
        found.setdefault(values[0], Dimension(*values))
    # An overlay stands apart, after what makes up the overall result.
    return tuple(sorted((each for key, each in found.items() if key in applying), key=lambda each: each.overlay))


# --- Choosing -------------------------------------------------------------------------------------

NO_STAGE = "none"
DIMENSION_PREFIX = "dimension."
DEFAULT_ORDER = "-score"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person asked to see: filters ("" for all), order ("-" before it: highest first), highlights, page."""

    sector: str = ""
    size: str = ""
    criticality: str = ""
    stage: str = ""
    order: str = DEFAULT_ORDER
    highlighted: tuple[UUID, ...] = ()
    page: int = 1

    @property
    def descending(self) -> bool:
        return self.order.startswith("-")

    @property
    def column(self) -> str:
        """The column ordered by: name, score, change, coverage, or "dimension." and a key."""
        return self.order.removeprefix("-")

    def fits(self, row: Row) -> bool:
        """Whether a row passes the filters."""
        facts = ((self.sector, row.sector), (self.size, row.size), (self.criticality, row.criticality))
        stage = NO_STAGE if row.latest.stage is None else str(row.latest.stage)
        return all(wanted in ("", value) for wanted, value in (*facts, (self.stage, stage)))


VALUES: dict[str, Callable[[Row], float | None]] = {
    "score": lambda row: row.latest.score,
    "change": lambda row: row.change,
    "coverage": lambda row: row.latest.coverage,
}


def chosen(cohort: Cohort, choice: Choice) -> tuple[Row, ...]:
    """The rows that pass the filters: the highlighted first, as they were chosen, then the others in order."""
    fitting = ordered([row for row in cohort.rows if choice.fits(row)], choice)
    places = {uid: place for place, uid in enumerate(choice.highlighted)}
    return tuple(sorted(fitting, key=lambda row: places.get(row.uid, len(places))))


def stage_counts(cohort: Cohort, choice: Choice) -> list[int]:
    """How many rows have stage 0, 1, 2, 3, 4 and none, whatever stage was chosen; the other filters count."""
    stages = [row.latest.stage for row in cohort.rows if replace(choice, stage="").fits(row)]
    return [stages.count(stage) for stage in (*Stage, None)]


def ordered(rows: Sequence[Row], choice: Choice) -> list[Row]:
    """Ordered by one column; equal values by name, rows without a value last in either direction."""
    by_name = sorted(rows, key=lambda row: (row.name.casefold(), str(row.uid)))
    if choice.column == "name":
        return by_name[::-1] if choice.descending else by_name
    values = [(_value(row, choice.column), row) for row in by_name]
    known = sorted(
        ((settled(value), row) for value, row in values if value is not None),
        key=lambda pair: pair[0],
        reverse=choice.descending,
    )
    return [row for _, row in known] + [row for value, row in values if value is None]


def _value(row: Row, column: str) -> float | None:
    if column.startswith(DIMENSION_PREFIX):
        return row.dimensions.get(column.removeprefix(DIMENSION_PREFIX))
    return VALUES[column](row)


def mean_mix(rows: Sequence[Row]) -> Mix | None:
    """The mean mix of the rows that have one, each organization counted once; None where none has."""
    mixes = [(1.0, row.latest.mix) for row in rows if row.latest.mix is not None]
    return Mix.mean(mixes) if mixes else None
