"""The opinions of many organizations, as far as they may be shown: never what a single small one said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Avg,
    Case,
    CharField,
    Count,
    F,
    IntegerField,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast, Coalesce, Floor

from assessment.measurement.perception import HIGHEST, LOWEST
from assessment.models import ConstructResult, Question, Result, Version
from assessment.services.comparison_choices import Bars, By
from assessment.services.comparison_groups import TINY

Stages = Mapping[int, Sequence[int]]
VALUES = range(LOWEST, HIGHEST + 1)
THRESHOLDS = "result__assessment__version__"
TENTHS = 10  # of a mean, as it is shown
FACTS = {By.SECTOR: "sector", By.SIZE: "size"}


@dataclass(frozen=True, slots=True)
class Group:
    """One bar: a construct over the organizations of a group ("" for all; a sector, a size, a stage or "none").

    `counts` are how many organizations have a mean that rounds to 1..5, or how many answers are 1..5; `mean` is the
    mean of what is counted.
    """

    construct: str
    group: str
    organizations: int
    respondents: int
    counts: tuple[int, ...]
    mean: float


@dataclass(frozen=True, slots=True)
class Asked:
    """A construct that is asked about: its title as the newest version has it, and the keys of its statements."""

    title: str
    statements: list[str]


def constructs_of(versions: Sequence[Version]) -> dict[str, Asked]:
    """Return what these versions (from the oldest to the newest) ask about, in the newest's order; in one query."""
    asked = Question.objects.filter(version__in=[version.pk for version in versions]).exclude(construct="")
    rows = asked.order_by("section__position", "position", "pk").values_list("version", "construct", "key")
    constructs: dict[str, Asked] = {}
    for version in reversed(versions):
        for key, statement in [(key, statement) for pk, key, statement in rows if pk == version.pk]:
            title = version.constructs.get(key, {}).get("title", key)
            own = constructs.setdefault(key, Asked(title, [])).statements
            own += [] if statement in own else [statement]
    return constructs


def bars_of(
    results: QuerySet[Result], constructs: Mapping[str, Asked], bars: Bars, by: By, stages: Stages | None
) -> list[Group]:
    """Return every construct over these results by group; the database adds up, in one query.

    `stages` are the numbers of results by stage where these are not the stored ones.
    """
    found = ConstructResult.objects.filter(result__in=results.values("pk"), key__in=constructs, mean__isnull=False)
    grouped = found.order_by().annotate(group=_group(by, stages))
    return _organizations(grouped) if bars is Bars.ORGANIZATIONS else _answers(grouped, constructs)


def _group(by: By, stages: Stages | None) -> Combinable:
    if by in FACTS:
        return F(f"result__assessment__organization__{FACTS[by]}")
    if by is By.ALL:
        return Value("", output_field=CharField())
    if stages is None:
        return Coalesce(Cast("result__stage", CharField()), Value("none"))
    cases = [When(result__in=list(own), then=Value(str(stage))) for stage, own in stages.items()]
    return Case(*cases, default=Value("none"), output_field=CharField())


def _organizations(found: QuerySet[ConstructResult]) -> list[Group]:
    # SECURITY: a mean tells of single people below three. Each mean counted here is told beside its own result.
    told = found.filter(respondents__gte=F(f"{THRESHOLDS}spread_raters"))
    counts = {f"of_{value}": Count("pk", filter=_rounds_to(value)) for value in VALUES}
    return [_of(row, row["mean_of_all"]) for row in _summed(told, {**counts, "mean_of_all": Avg("mean")})]


def _rounds_to(value: int) -> Q:
    return Q(mean__gte=value - 0.5 if value > LOWEST else LOWEST, mean__lt=value + 0.5)


def _answers(found: QuerySet[ConstructResult], constructs: Mapping[str, Asked]) -> list[Group]:
    # SECURITY: only organizations whose own distribution may be shown. Pooled with others, what a smaller one said
    # could be worked out by leaving it out of the choice and subtracting.
    told = found.filter(respondents__gte=F(f"{THRESHOLDS}distribution_respondents"))
    counts = {f"of_{value}": Sum(_answered(constructs, value - LOWEST)) for value in VALUES}
    return [_of(row, _mean(row)) for row in _summed(told, counts) if any(row[f"of_{value}"] for value in VALUES)]


def _answered(constructs: Mapping[str, Asked], place: int) -> Case:
    """How many answers to all statements of a construct have the value at this place."""
    sums = {key: _total([_count(each, place) for each in asked.statements]) for key, asked in constructs.items()}
    return Case(
        *(When(key=key, then=total) for key, total in sums.items()), default=Value(0), output_field=IntegerField()
    )


def _count(statement: str, place: int) -> Combinable:
    counted = KeyTransform(str(place), KeyTransform(statement, "counts"))
    return Coalesce(Cast(counted, IntegerField()), Value(0))


def _total(counts: Sequence[Combinable]) -> Combinable:
    first, *others = counts
    total = first
    for each in others:
        total = total + each
    return total


def _summed(found: QuerySet[Any], sums: Mapping[str, Any]) -> list[dict[str, Any]]:
    more = {"organizations": Count("pk"), "people": Sum("respondents"), **sums}
    return list(found.values("key", "group").annotate(**more).order_by("key", "group"))


def _of(row: Mapping[str, Any], mean: float) -> Group:
    counts = tuple(row[f"of_{value}"] for value in VALUES)
    return Group(row["key"], row["group"], row["organizations"], row["people"], counts, mean)


def _mean(row: Mapping[str, Any]) -> float:
    answers: list[int] = [row[f"of_{value}"] for value in VALUES]
    total: int = sum(value * number for value, number in zip(VALUES, answers, strict=True))
    return total / sum(answers)


# --- Against explicitness --------------------------------------------------------------------------


def means_of(results: QuerySet[Result], construct: str) -> dict[int, float]:
    """Return the mean, 1..5, of a construct by the number of the result, of those that may be told; in one query."""
    return dict(_told(results, construct).values_list("result", "mean"))


def crowds_of(results: QuerySet[Result], construct: str) -> dict[tuple[int, int], int]:
    """Return how many organizations have which mean, in tenths, and which explicitness, in points; in one query."""
    known = _told(results, construct).filter(result__reportable=True)
    places = {
        "tenths": Cast(Floor(F("mean") * float(TENTHS) + (0.5 + TINY)), IntegerField()),
        "points": Cast(Floor(F("result__explicitness") * 100.0 + (0.5 + TINY)), IntegerField()),
    }
    rows = known.annotate(**places).values_list("tenths", "points").annotate(number=Count("pk")).order_by()
    return {(tenths, points): number for tenths, points, number in rows}


def _told(results: QuerySet[Result], construct: str) -> QuerySet[Any]:
    found = ConstructResult.objects.filter(result__in=results.values("pk"), key=construct, mean__isnull=False)
    # SECURITY: as beside each result, from three respondents on.
    return found.filter(respondents__gte=F(f"{THRESHOLDS}spread_raters")).order_by()
