"""The rounds of many organizations over time: by quarter what they add up to, and each round of the highlighted."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber, TruncQuarter
from django.utils.timezone import localdate

from assessment.measurement.mix import Mix
from assessment.measurement.stages import Stage
from assessment.models import Assessment, Person, Result
from assessment.services.comparison_choices import Choice
from assessment.services.comparison_rounds import organizations_of, rounds_that_count
from assessment.services.comparison_spreads import Group, spreads_by
from assessment.services.frozen import Condition, holds
from assessment.services.results import mix_of
from assessment.services.spreads import Spread

Conditions = Mapping[int, Sequence[Condition]]
QUARTER, VERSION = "quarter", "assessment__version"
LAST = Window(
    RowNumber(),
    partition_by=[F("assessment__organization"), F(VERSION), F(QUARTER)],
    order_by=[F("assessment__closed_at").desc(), F("assessment__pk").desc()],
)


@dataclass(frozen=True, slots=True)
class Period:
    """The organizations that closed a round on a version in a quarter, each with its last one.

    `stages`: how many have stage 0 to 4 and none; `score` and `explicit`: how those with an overall result are spread.
    """

    start: date
    version: int
    stages: tuple[int, ...]
    score: Spread
    explicit: Spread

    @property
    def number(self) -> int:
        """How many organizations they are."""
        return sum(self.stages)


@dataclass(frozen=True, slots=True)
class Moment:
    """One round of one organization; `joined` where it was measured like the one before it."""

    title: str
    closed_at: datetime
    version: int
    stage: int | None
    mix: Mix | None
    joined: bool


def periods_of(person: Person, choice: Choice, latest: QuerySet[Result]) -> list[Period]:
    """Return all closed rounds that count of the organizations of these results, by quarter and version.

    From the oldest quarter to the newest; in three queries, of which only what is added up comes out.
    """
    quarter = TruncQuarter("assessment__closed_at")
    last = _all(person, choice, latest).annotate(quarter=quarter).annotate(place=LAST).filter(place=1)
    # SECURITY: no others than those of `_all`; asked for by their numbers alone, which is a tenth of the work.
    rounds = Result.objects.filter(pk__in=last.values("pk")).annotate(quarter=quarter).order_by()
    known, groups = rounds.filter(reportable=True), (QUARTER, VERSION)
    scores, explicit = spreads_by(known, "practice", *groups), spreads_by(known, "mix_explicit", *groups)
    return [
        Period(localdate(group[0]), group[1], stages, scores.get(group, Spread()), explicit.get(group, Spread()))
        for group, stages in sorted(_stages(rounds).items())
    ]


def _all(person: Person, choice: Choice, latest: QuerySet[Result]) -> QuerySet[Result]:
    rounds = {f"assessment__{name}": value for name, value in rounds_that_count(choice).items()}
    # Where no stage is asked for they are all that were chosen: found far faster than by their latest results.
    of: QuerySet[Any, Any] = organizations_of(person, choice).values("pk")
    if choice.stage:
        of = latest.values("assessment__organization")
    # SECURITY: starts from visible_to(person), as the results do that the organizations come from.
    return Result.objects.visible_to(person).filter(assessment__organization__in=of, **rounds).order_by()


def _stages(rounds: QuerySet[Result]) -> dict[Group, tuple[int, ...]]:
    counted: defaultdict[Group, dict[int | None, int]] = defaultdict(dict)
    rows = rounds.values_list(QUARTER, VERSION, "stage").annotate(of_stage=Count("pk"))
    for quarter, version, stage, number in rows:
        counted[quarter, version][stage] = number
    return {group: tuple(own.get(stage, 0) for stage in (*Stage, None)) for group, own in counted.items()}


# --- The highlighted ------------------------------------------------------------------------------


def moments_of(
    person: Person, choice: Choice, organizations: Sequence[UUID], conditions: Conditions
) -> dict[UUID, list[Moment]]:
    """Return all closed rounds that count of these few organizations in the order in which they were closed; one query.

    `conditions` are those on which sections of the score depend, by version.
    """
    if not organizations:
        return {}
    rounds = {f"assessment__{name}": value for name, value in rounds_that_count(choice).items()}
    found = Result.objects.visible_to(person).filter(assessment__organization__uid__in=organizations, **rounds)
    own: dict[UUID, list[Result]] = {uid: [] for uid in organizations}
    few = found.select_related("assessment__organization").order_by("assessment__closed_at", "assessment__pk")
    for result in few:
        own[result.assessment.organization.uid].append(result)
    return {uid: list(_moments(results, conditions)) for uid, results in own.items()}


def _moments(results: Sequence[Result], conditions: Conditions) -> Iterator[Moment]:
    before: object = None
    for result in results:
        assessment = result.assessment
        measured = (assessment.version_id, _asked(assessment, conditions))
        if assessment.closed_at is not None:
            mix = mix_of(result) if result.reportable else None
            joined = measured == before
            yield Moment(assessment.title, assessment.closed_at, assessment.version_id, result.stage, mix, joined)
        before = measured


def _asked(assessment: Assessment, conditions: Conditions) -> tuple[bool, ...]:
    """Which sections that depend on a fact of the organization were asked."""
    facts = assessment.facts()
    return tuple(holds(condition, facts) for condition in conditions.get(assessment.version_id, ()))
