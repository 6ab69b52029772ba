"""The order of the organizations of a comparison, as the database sorts them."""

from django.db.models import Case, F, FloatField, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable, OrderBy
from django.db.models.functions import Floor, Lower

from assessment.measurement.comparison import DECIMALS
from assessment.measurement.dimensions import DimensionState
from assessment.models import DimensionResult, Result
from assessment.services.comparison_choices import Choice, Names
from assessment.services.comparison_rounds import rounds_that_count

ORGANIZATION = "assessment__organization"


def in_order(results: QuerySet[Result], choice: Choice) -> QuerySet[Result]:
    """Return them as asked for: by stage or with the highlighted first, then by one column, equal ones by name."""
    return results.order_by(*_first(choice), *_column(choice), *_by_name(choice))


def _first(choice: Choice) -> list[OrderBy]:
    if choice.grouped:
        return [F("stage").desc(nulls_last=True)]
    if not choice.highlighted or not choice.pinned:
        return []
    places = [When(**{f"{ORGANIZATION}__uid": uid}, then=place) for place, uid in enumerate(choice.highlighted)]
    return [Case(*places, default=len(places), output_field=IntegerField()).asc()]


def _by_name(choice: Choice) -> list[OrderBy]:
    # SECURITY: where names are not shown, the order does not tell of them either.
    uid = F(f"{ORGANIZATION}__uid").asc()
    return [Lower(f"{ORGANIZATION}__name").asc(), uid] if choice.names is Names.SHOWN else [uid]


def _column(choice: Choice) -> list[OrderBy]:
    if choice.column == "name":
        return [OrderBy(each.expression, descending=True) for each in _by_name(choice)] if choice.descending else []
    # Comparing is done on settled values, so that floating point decides nothing.
    value = Floor(_value(choice) * float(10**DECIMALS) + 0.5)
    return [value.desc(nulls_last=True) if choice.descending else value.asc(nulls_last=True)]


def _value(choice: Choice) -> Combinable:
    if choice.dimension:
        return _dimension(choice.dimension)
    if choice.column == "change":
        return _change(choice)
    return F("coverage") if choice.column == "coverage" else _reported(_stored(choice.column))


def _stored(column: str) -> str:
    return "practice" if column == "score" else f"mix_{column}"


def _reported(name: str) -> Case:
    return Case(When(reportable=True, then=F(name)), default=Value(None), output_field=FloatField())


def _dimension(key: str) -> Subquery:
    found = DimensionResult.objects.filter(result=OuterRef("pk"), key=key, state=DimensionState.REPORTABLE)
    return Subquery(found.order_by().values("practice")[:1])


def _change(choice: Choice) -> Case:
    """The score minus that of the round before, where both are on the same version."""
    before = _before(choice)
    version, practice = Subquery(before.values("assessment__version")[:1]), Subquery(before.values("practice")[:1])
    both = When(reportable=True, assessment__version=version, then=F("practice") - practice)
    return Case(both, default=Value(None), output_field=FloatField())


def _before(choice: Choice) -> QuerySet[Result]:
    """The results of the rounds before, the latest first."""
    at, number = OuterRef("assessment__closed_at"), OuterRef("assessment__pk")
    earlier = Q(assessment__closed_at__lt=at) | Q(assessment__closed_at=at, assessment__pk__lt=number)
    rounds = {f"assessment__{name}": value for name, value in rounds_that_count(choice).items()}
    found = Result.objects.filter(earlier, assessment__organization=OuterRef(ORGANIZATION), **rounds)
    return found.order_by("-assessment__closed_at", "-assessment__pk")
