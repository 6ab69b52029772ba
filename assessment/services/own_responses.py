"""Everything a person has answered, in every round: what is still to do first, then what is past."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, DateField, F, IntegerField, Q, QuerySet, Value, When, prefetch_related_objects
from django.db.models.functions import Coalesce

from assessment.models import Assessment, Person, Response
from assessment.services.responses import Outline, outline

IS_TO_DO = Q(state=Response.State.IN_PROGRESS, assessment__state=Assessment.State.OPEN)


@dataclass(frozen=True)
class OwnResponse:
    """One response in the list; how far it is where it can still be answered, and whether its result can be seen."""

    response: Response
    outline: Outline | None
    sees_result: bool


def own_responses(person: Person) -> QuerySet[Response]:
    """The person's responses, to be paged, then listed: those to do by their due date, then the latest first."""
    rows = Response.objects.visible_to(person).select_related("assessment__organization", "assessment__version")
    is_past = Case(When(IS_TO_DO, then=Value(0)), default=Value(1), output_field=IntegerField())
    due = Case(When(IS_TO_DO, then=F("assessment__due_on")), default=None, output_field=DateField())
    ended = Coalesce("submitted_at", "assessment__closed_at")
    return rows.annotate(is_past=is_past, due=due, ended=ended).order_by(
        "is_past", F("due").asc(nulls_last=True), F("ended").desc(nulls_last=True), "-started_at", "-pk"
    )


def listed(person: Person, rows: Iterable[Response]) -> list[OwnResponse]:
    """These responses with what the list says of them, in two queries."""
    rows = list(rows)
    prefetch_related_objects([row for row in rows if _is_to_do(row)], "answers")
    closed = Assessment.objects.visible_to(person).closed().filter(pk__in=[row.assessment_id for row in rows])
    visible = set(closed.values_list("pk", flat=True))
    return [OwnResponse(row, outline(row) if _is_to_do(row) else None, row.assessment_id in visible) for row in rows]


def _is_to_do(row: Response) -> bool:
    return not row.is_submitted and row.assessment.is_open
