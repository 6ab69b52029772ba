"""What other installations published, beside one's own benchmark and never mixed with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from assessment.measurement.benchmark import OVERALL, CohortNumbers, Segment
from assessment.measurement.mix import Mix
from assessment.models import ForeignSnapshot
from assessment.services.signatures import Document

HUNDRED = 100


@dataclass(frozen=True)
class ForeignCohort:
    """The numbers that another installation published of one segment and subject."""

    numbers: CohortNumbers

    @cached_property
    def mix(self) -> Mix:
        """The whole numbers of its four parts as shares."""
        explicit, implicit, declared, absent = (part / HUNDRED for part in self.numbers.parts)
        return Mix(explicit, implicit, declared, absent)


@dataclass(frozen=True)
class ForeignBenchmark:
    """The latest snapshot of one source; `titles` are those of its dimensions by key, `left_out` counts practices.

    `content_hash` tells whether it was answered on the very version that one's own organizations answered.
    """

    source: str
    taken_at: datetime
    synthetic: bool
    version: int
    content_hash: str
    titles: Mapping[str, str]
    left_out: int
    cohorts: Mapping[tuple[Segment, str], ForeignCohort]

    def cohort(self, segment: Segment, subject: str = OVERALL) -> ForeignCohort | None:
        """The numbers of this segment and subject, None where none are published."""
        return self.cohorts.get((segment, subject))


def foreign_benchmarks(questionnaire_key: str) -> list[ForeignBenchmark]:
    """Return the latest snapshot of each source for a questionnaire, by name of the source; one query."""
    found = ForeignSnapshot.objects.filter(document__questionnaire=questionnaire_key)
    newest: dict[str, ForeignSnapshot] = {}
    for snapshot in found.order_by("source", "-taken_at", "-pk"):
        newest.setdefault(snapshot.source, snapshot)
    return [_benchmark(snapshot) for snapshot in newest.values()]


def foreign_sources(questionnaire_key: str) -> list[str]:
    """Return the names of the sources that have a snapshot of a questionnaire, in alphabetical order; one query."""
    found = ForeignSnapshot.objects.filter(document__questionnaire=questionnaire_key)
    return list(found.order_by("source").values_list("source", flat=True).distinct())


def _benchmark(snapshot: ForeignSnapshot) -> ForeignBenchmark:
    document = snapshot.document
    return ForeignBenchmark(
        source=snapshot.source,
        taken_at=snapshot.taken_at,
        synthetic=document["synthetic"],
        version=document["version"],
        content_hash=document["content_hash"],
        titles={each["key"]: each["title"] for each in document["dimensions"]},
        left_out=len(document["left_out"]),
        cohorts={
            (Segment(value["family"], value["segment"]), value["subject"]): ForeignCohort(_numbers(value))
            for value in document["values"]
        },
    )


def _numbers(value: Document) -> CohortNumbers:
    quartiles = value["quartiles"]
    return CohortNumbers(
        n=value["n"],
        practice=value["practice"],
        explicitness=value["explicitness"],
        explicit=value["explicit"],
        quartiles=(quartiles[0], quartiles[1], quartiles[2]) if quartiles else None,
    )
