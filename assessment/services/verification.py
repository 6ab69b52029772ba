"""Whether the stored results are what the answers give today."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q

from assessment.measurement.scores import SCALE_VERSION
from assessment.models import Assessment, ConstructResult, DimensionResult, PracticeResult, Response, Result
from assessment.services.results import computed_rows, inputs_of

TOLERANCE = 1e-9
NOT_COMPARED = frozenset({"id", "result", "assessment", "computed_at"})


class Outcome(StrEnum):
    """What checking one result said."""

    AGREES = "agrees"
    DRIFTED = "drifted"
    MISSING = "missing"
    OTHER_SCALE = "other scale"


@dataclass(frozen=True)
class Drift:
    """A stored value that is not the computed one: where, in which field."""

    where: str
    field: str
    stored: object
    computed: object


@dataclass(frozen=True)
class Verdict:
    """The outcome for one assessment, with every difference where it drifted."""

    assessment: str
    outcome: Outcome
    drifts: tuple[Drift, ...] = ()


def verdicts() -> Iterator[Verdict]:
    """Recompute every result there is or should be and yield what was found, one at a time.

    Changes nothing. Each assessment is locked while it is looked at, so that a submission in between
    is no drift. A result of another version of the scale can't be recomputed and is said to be one.
    """
    submitted = Response.objects.submitted().filter(assessment=OuterRef("pk"))
    due = Assessment.objects.filter(Q(result__isnull=False) | Exists(submitted)).order_by("pk")
    for pk in due.values_list("pk", flat=True).iterator():
        yield verdict(pk)


@transaction.atomic
def verdict(pk: int) -> Verdict:
    """Return the verdict on the assessment with this primary key."""
    assessment = Assessment.objects.select_for_update(of=("self",)).select_related("version").get(pk=pk)
    stored = Result.objects.filter(assessment=assessment).first()
    name = str(assessment.uid)
    if stored is None:
        return Verdict(name, Outcome.MISSING)
    if stored.scale_version != SCALE_VERSION:
        return Verdict(name, Outcome.OTHER_SCALE)
    drifts = drifts_of(assessment, stored)
    return Verdict(name, Outcome.DRIFTED if drifts else Outcome.AGREES, drifts)


def drifts_of(assessment: Assessment, stored: Result) -> tuple[Drift, ...]:
    """Return every field of the stored result that is not what the answers give."""
    computed = computed_rows(assessment, inputs_of(assessment))
    dimensions = list(DimensionResult.objects.filter(result=stored))
    practices = list(PracticeResult.objects.filter(result=stored))
    return (
        *_row_drifts("overall", stored, computed.result),
        *_list_drifts("dimension", dimensions, computed.dimensions),
        *_list_drifts("practice", practices, computed.practices),
        *_list_drifts("construct", list(ConstructResult.objects.filter(result=stored)), computed.constructs),
    )


Rows = Sequence[DimensionResult] | Sequence[PracticeResult] | Sequence[ConstructResult]


def _list_drifts(kind: str, stored: Rows, computed: Rows) -> Iterator[Drift]:
    """The differences of rows that belong together by their key, and the rows without a partner."""
    before, after = {row.key: row for row in stored}, {row.key: row for row in computed}
    for key in sorted(before.keys() | after.keys()):
        where, old, new = f"{kind} {key}", before.get(key), after.get(key)
        if old is None or new is None:
            yield Drift(where, "row", old and str(old), new and str(new))
        else:
            yield from _row_drifts(where, old, new)


def _row_drifts(where: str, stored: models.Model, computed: models.Model) -> Iterator[Drift]:
    for field in stored._meta.concrete_fields:
        if field.name not in NOT_COMPARED:
            old, new = getattr(stored, field.name), getattr(computed, field.name)
            if not same(old, new):
                yield Drift(where, field.name, old, new)


def same(stored: object, computed: object) -> bool:
    """Say whether two values of a column are the same, numbers to within `TOLERANCE`."""
    if isinstance(stored, list) and isinstance(computed, list):
        return len(stored) == len(computed) and all(map(same, stored, computed))
    if isinstance(stored, int | float) and isinstance(computed, int | float):
        return abs(stored - computed) <= TOLERANCE
    return stored == computed
