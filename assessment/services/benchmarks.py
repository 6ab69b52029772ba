"""The published benchmark of a questionnaire: its latest snapshot, read in a constant number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.db.models import Exists, OuterRef

from assessment.measurement.benchmark import OVERALL, SECTOR, SIZE, WHOLE, CohortNumbers, Segment
from assessment.measurement.mix import Mix
from assessment.models import Practice, Snapshot, SnapshotValue
from assessment.models.benchmark import SnapshotQuerySet
from assessment.models.facts import Sector, Size
from assessment.services.frozen import FrozenSection, FrozenVersion
from assessment.services.versions import frozen

EVERYBODY = Segment()
# The keys of each family in the order in which they are shown.
KEYS: dict[str, Sequence[str]] = {WHOLE: [""], SECTOR: Sector.values, SIZE: Size.values}
HUNDRED = 100


@dataclass(frozen=True)
class PublishedCohort:
    """The published numbers of one segment and subject ("overall" or the key of a dimension).

    `made_in` is the key of the snapshot whose contributions they are, `made_at` when that was taken; `is_earlier`
    where it is not the snapshot shown, since too few organizations changed; `measured_otherwise` where that one
    stood on another version or left out other practices, so that scores of today may not stand beside them.
    """

    segment: Segment
    subject: str
    numbers: CohortNumbers
    made_in: int
    made_at: datetime
    batch: int
    is_earlier: bool
    measured_otherwise: bool = False

    @cached_property
    def mix(self) -> Mix:
        """The whole numbers of its four parts as shares."""
        explicit, implicit, declared, absent = (part / HUNDRED for part in self.numbers.parts)
        return Mix(explicit, implicit, declared, absent)


@dataclass(frozen=True)
class PublishedBenchmark:
    """Everything that one snapshot publishes; `left_out` are the names of practices that not all versions have."""

    snapshot: Snapshot
    version: FrozenVersion
    cohorts: Mapping[tuple[Segment, str], PublishedCohort]
    left_out: tuple[str, ...]

    def cohort(self, segment: Segment, subject: str = OVERALL) -> PublishedCohort | None:
        """The numbers of this segment and subject, None where none are published."""
        return self.cohorts.get((segment, subject))

    def segments(self, family: str) -> list[Segment]:
        """The segments of a family whose overall numbers are published, in the order of their keys' list."""
        shown = {segment for segment, subject in self.cohorts if subject == OVERALL}
        return [segment for key in KEYS[family] if (segment := Segment(family, key)) in shown]

    def dimensions(self, segment: Segment) -> list[tuple[FrozenSection, PublishedCohort]]:
        """The dimensions of the version that have numbers in this segment, overlays last."""
        found = [(section, self.cohort(segment, section.key)) for section in self.version.dimensions]
        known = [(section, cohort) for section, cohort in found if cohort is not None]
        return sorted(known, key=lambda pair: pair[0].overlay)


# --- Which snapshot -------------------------------------------------------------------------------


def snapshots_shown() -> list[Snapshot]:
    """Return the snapshots that everybody is shown: the latest of each questionnaire that publishes numbers.

    Of real organizations, or of invented ones on a demo and where there are no others; never both. One query.
    """
    newest = list(_newest())
    real, invented = ([each for each in newest if each.synthetic is kind] for kind in (False, True))
    chosen = (invented or real) if settings.DEMO else (real or invented)
    return _publishing(chosen)


def snapshots_of_kind(*, synthetic: bool) -> list[Snapshot]:
    """Return the latest snapshot of each questionnaire over organizations of this kind, where it publishes numbers."""
    return _publishing(_newest().of_kind(synthetic=synthetic))


def _publishing(snapshots: Iterable[Snapshot]) -> list[Snapshot]:
    return [each for each in snapshots if each.publishes]  # type: ignore[attr-defined]  # an annotation


def _newest() -> SnapshotQuerySet:
    published = SnapshotValue.objects.published().filter(snapshot=OuterRef("pk"))
    newest = Snapshot.objects.newest().annotate(publishes=Exists(published))
    return newest.select_related("questionnaire", "version__questionnaire").order_by("questionnaire__key", "pk")


# --- Its numbers ----------------------------------------------------------------------------------


def benchmark_of(snapshot: Snapshot) -> PublishedBenchmark:
    """Return what this snapshot publishes, in one query, and one more where practices were left out."""
    values = SnapshotValue.objects.published().filter(snapshot=snapshot).select_related("made_in")
    cohorts = (_cohort(value, snapshot) for value in values.order_by("pk"))
    return PublishedBenchmark(
        snapshot=snapshot,
        version=frozen(snapshot.version),
        cohorts={(cohort.segment, cohort.subject): cohort for cohort in cohorts},
        left_out=_names(snapshot) if snapshot.left_out else (),
    )


def _cohort(value: SnapshotValue, snapshot: Snapshot) -> PublishedCohort:
    return PublishedCohort(
        segment=Segment(value.family, value.segment),
        subject=value.subject,
        numbers=CohortNumbers(value.n, value.practice, value.explicitness, value.explicit, _quartiles(value)),
        made_in=value.made_in_id,
        made_at=value.made_in.taken_at,
        batch=value.made_in.batch,
        is_earlier=value.made_in_id != snapshot.pk,
        measured_otherwise=not measures_alike(value.made_in, snapshot),
    )


def measures_alike(one: Snapshot, other: Snapshot) -> bool:
    """Whether two snapshots stand on the same version and practices."""
    return one.version_id == other.version_id and one.left_out == other.left_out


def _quartiles(value: SnapshotValue) -> tuple[int, int, int] | None:
    if value.lower is None or value.median is None or value.upper is None:
        return None
    return value.lower, value.median, value.upper


def _names(snapshot: Snapshot) -> tuple[str, ...]:
    """The practices left out as the newest version that has them calls them."""
    practices = Practice.objects.filter(
        version__questionnaire=snapshot.questionnaire_id, version__number__isnull=False, key__in=snapshot.left_out
    )
    names = dict(practices.order_by("version__number").values_list("key", "name"))
    return tuple(sorted(names.values()))
