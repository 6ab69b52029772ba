"""The practices of many organizations: what each has of them, and what all of them add up to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Case, Count, F, FloatField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest

from assessment.measurement.mix import Mix
from assessment.measurement.practices import PracticeState
from assessment.measurement.targets import Criticality, default_target
from assessment.models import Practice, PracticeResult, Result, Target, Version
from assessment.services.comparison_cores import Core
from assessment.services.comparison_rows import PARTS


@dataclass(frozen=True, slots=True)
class Compared:
    """A practice that is compared: its key and name, and the key of its dimension, as the newest version has them."""

    key: str
    name: str
    dimension: str


@dataclass(frozen=True, slots=True)
class Rated:
    """What one organization has of a practice: its state; unless it is rated `x` and `mix` are None.

    `target` is how far the organization wants to go with it, 0..1, as its round has it.
    """

    state: PracticeState
    x: float | None
    mix: Mix | None
    target: float


@dataclass(frozen=True, slots=True)
class Summed:
    """A practice over many organizations: how many rated it, don't know it, say that it does not apply.

    `x`, `mix` and `gap` (what is missing to the target, 0 where it is reached) are means over those that rated it.
    """

    practice: Compared
    rated: int = 0
    unknown: int = 0
    not_applicable: int = 0
    x: float | None = None
    mix: Mix | None = None
    gap: float | None = None


@dataclass(frozen=True)
class Practices:
    """The practices that these versions (from the oldest to the newest) ask about, those of the newest first."""

    all: tuple[Compared, ...]
    # By version, which are essential outside overlays: their target is higher.
    essential: Mapping[int, frozenset[str]]
    versions: tuple[Version, ...]

    def of(self, dimension: str) -> tuple[Compared, ...]:
        """Return those of a dimension."""
        return tuple(each for each in self.all if each.dimension == dimension)


def practices_of(versions: Sequence[Version], core: Core | None) -> Practices:
    """Return what these versions ask about, on a common core only what is in it; in one query."""
    found: dict[str, Compared] = {}
    essential: dict[int, set[str]] = {version.pk: set() for version in versions}
    newest = sorted(_rows(versions), key=lambda row: -[each.pk for each in versions].index(row.version_id))
    for row in newest:
        found.setdefault(row.key, Compared(row.key, row.name, row.section.key))
        if row.essential and not row.section.overlay:
            essential[row.version_id].add(row.key)
    kept = found.values() if core is None else [found[key] for key in _of_core(core) if key in found]
    return Practices(tuple(kept), {version: frozenset(keys) for version, keys in essential.items()}, tuple(versions))


def _rows(versions: Sequence[Version]) -> Sequence[Practice]:
    rows = Practice.objects.filter(version__in=[version.pk for version in versions]).select_related("section")
    few = rows.only("key", "name", "essential", "version_id", "section__key", "section__overlay")
    return list(few.order_by("section__position", "position", "pk"))


def _of_core(core: Core) -> Iterator[str]:
    return (practice.key for practice in core.whole.instrument.practices)


def rated_by(results: Sequence[int], practices: Practices, keys: Sequence[str]) -> dict[int, dict[str, Rated]]:
    """Return what these results have of the practices with these keys, by result and key; in one query."""
    found = PracticeResult.objects.filter(result__in=results, key__in=keys).order_by()
    rated: dict[int, dict[str, Rated]] = {result: {} for result in results}
    rows = found.annotate(target=_target(practices)).values_list("result", "key", "state", "x", "target", *PARTS)
    for result, key, state, x, target, *parts in rows:
        mix = None if x is None else Mix(*parts)
        rated[result][key] = Rated(PracticeState(state), x, mix, target)
    return rated


def summed_up(results: QuerySet[Result], practices: Practices) -> list[Summed]:
    """Return every practice over all these results, in the order of `practices`; the database adds up, in one query."""
    found = PracticeResult.objects.filter(result__in=results.values("pk")).order_by()
    gap = Greatest(_target(practices) - F("x"), Value(0.0))
    # Where x is not known the greatest of it and 0 is 0 in one database and nothing in the other.
    mean_gap = Avg(gap, filter=Q(x__isnull=False))
    means = {"mean_x": Avg("x"), "mean_gap": mean_gap, **{f"mean_{part}": Avg(part) for part in PARTS}}
    numbers = {f"of_{state.name.lower()}": Count("pk", filter=Q(state=state)) for state in PracticeState}
    sums = {row["key"]: row for row in found.values("key").annotate(**numbers, **means)}
    return [_summed(each, sums[each.key]) if each.key in sums else Summed(each) for each in practices.all]


def _summed(practice: Compared, sums: Mapping[str, Any]) -> Summed:
    return Summed(
        practice,
        sums["of_rated"],
        sums["of_unknown"],
        sums["of_not_applicable"],
        sums["mean_x"],
        Mix(*(sums[f"mean_{part}"] for part in PARTS)) if sums["of_rated"] else None,
        sums["mean_gap"],
    )


# --- Targets --------------------------------------------------------------------------------------


def _target(practices: Practices) -> Combinable:
    """The target of a practice, as the measurement sets it: its dimension's, for an essential one at least so much."""
    own = Target.objects.filter(assessment=OuterRef("result__assessment"), dimension_key=OuterRef("dimension_key"))
    of_dimension = Coalesce(Subquery(own.order_by().values("value")[:1]), _default(practices.versions))
    raised = [
        When(
            result__assessment__version=version.pk,
            key__in=practices.essential[version.pk],
            then=Greatest(of_dimension, Value(version.essential_target)),
        )
        for version in practices.versions
        if practices.essential[version.pk]
    ]
    return Case(*raised, default=of_dimension, output_field=FloatField())


def _default(versions: Iterable[Version]) -> Case:
    """The target that goes with how critical the models were when the round opened."""
    return Case(
        *(
            When(
                result__assessment__version=version.pk,
                result__assessment__criticality=criticality,
                then=Value(default_target(criticality, version.thresholds())),
            )
            for version in versions
            for criticality in Criticality
        ),
        output_field=FloatField(),
    )
