"""The organizations of a comparison as rows: what is stored of their latest round and of the one before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from assessment.measurement.dimensions import DimensionState
from assessment.measurement.mix import Mix
from assessment.models import DimensionResult, Person, Result
from assessment.services.comparison_choices import Choice
from assessment.services.comparison_rounds import rounds_back


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
    # On what its scores stand, where that is not its own version: they can be compared with others on the same.
    core: bool = False

    @property
    def score(self) -> float | None:
        """The practice score P."""
        return self.mix.practice if self.mix else None


@dataclass(frozen=True)
class Row:
    """One organization: its facts, its latest closed round and the one before, scores and mixes by dimension key.

    `named` unless it is called otherwise than by its name.
    """

    uid: UUID
    name: str
    sector: str
    size: str
    criticality: str
    synthetic: bool
    latest: Round
    previous: Round | None
    dimensions: Mapping[str, float | None]
    country: str = ""
    mixes: Mapping[str, Mix | None] = field(default_factory=dict)
    named: bool = True

    @cached_property
    def before(self) -> Round | None:
        """The round before, where both have a score on the same practices; others can't be compared as they are."""
        if self.previous is None or self.previous.mix is None or self.latest.mix is None:
            return None
        same = self.previous.version == self.latest.version or (self.previous.core and self.latest.core)
        return self.previous if same else None

    @property
    def change(self) -> float | None:
        """The score minus that of the round before, -1..1."""
        if self.before is None or self.before.score is None or self.latest.score is None:
            return None
        return self.latest.score - self.before.score


FACTS = ("uid", "name", "sector", "size", "criticality", "synthetic", "country")
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
STORED = ("reportable", *PARTS, *COLUMNS.values())


@dataclass(frozen=True, slots=True)
class Score:
    """A reportable score of a dimension with its mix."""

    practice: float
    mix: Mix


Scores = dict[str, Score | None]


def read_rows(person: Person, choice: Choice, results: QuerySet[Result]) -> list[Row]:
    """Return a row for each of these results of visible organizations, in their order, in three queries."""
    facts = [f"assessment__organization__{name}" for name in FACTS]
    found = list(results.values_list("assessment__organization", *facts, *STORED))
    previous = dict(_previous(person, choice, [pk for pk, *_values in found]))
    scores = _dimension_scores([_round(values[len(FACTS) :]).result for _pk, *values in found])
    return [_row(values, previous.get(pk), scores) for pk, *values in found]


def read_dots(results: QuerySet[Result]) -> list[Row]:
    """Return a row for each of these results without its round before and its dimensions, in one query."""
    facts = [f"assessment__organization__{name}" for name in FACTS]
    return [_row(values, None, {}) for values in results.values_list(*facts, *STORED)]


def _row(values: Sequence[Any], previous: Round | None, scores: Mapping[int, Scores]) -> Row:
    facts, latest = dict(zip(FACTS, values, strict=False)), _round(values[len(FACTS) :])
    return with_scores(Row(**facts, latest=latest, previous=previous, dimensions={}), scores.get(latest.result, {}))


def with_scores(row: Row, scores: Scores) -> Row:
    """Return the row with these scores by dimension; None for one of which too little is known."""
    return replace(
        row,
        dimensions={key: None if score is None else score.practice for key, score in scores.items()},
        mixes={key: None if score is None else score.mix for key, score in scores.items()},
    )


def _round(values: Sequence[Any]) -> Round:
    reportable, explicit, implicit, declared, absent, *others = values
    mix = Mix(explicit, implicit, declared, absent) if reportable else None
    return Round(**dict(zip(COLUMNS, others, strict=True)), mix=mix)


def _previous(person: Person, choice: Choice, organizations: list[int]) -> Iterable[tuple[int, Round]]:
    found = rounds_back(person, choice, organizations, 2).values_list("assessment__organization", *STORED)
    return ((pk, _round(values)) for pk, *values in found)


def _dimension_scores(results: Sequence[int]) -> dict[int, Scores]:
    """The scores by result and dimension; None where too little is known to report it."""
    found = DimensionResult.objects.filter(result__in=results).exclude(state=DimensionState.NOT_APPLICABLE)
    scores: dict[int, Scores] = {}
    for result, key, state, practice, *parts in found.order_by().values_list(
        "result", "key", "state", "practice", *PARTS
    ):
        score = Score(practice, Mix(*parts)) if state == DimensionState.REPORTABLE else None
        scores.setdefault(result, {})[key] = score
    return scores
