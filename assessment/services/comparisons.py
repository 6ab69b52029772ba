"""Organizations side by side: what may be asked of those visible to a person, and those that were chosen."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Protocol
from uuid import UUID

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from assessment.models import Assessment, Organization, Person, Result, Section, Tag, Version
from assessment.services.comparison_choices import Choice
from assessment.services.comparison_cores import Core, core_of, on_core
from assessment.services.comparison_few import Few
from assessment.services.comparison_groups import Totals
from assessment.services.comparison_many import Many, groups_in
from assessment.services.comparison_rounds import latest_results
from assessment.services.comparison_rows import Row, read_rows
from assessment.services.frozen import Condition
from assessment.services.spreads import Spread

MOST_AT_HAND = 300  # up to so many organizations are read as rows; of more the database adds up
MOST_FOUND = 20  # so many names a search offers


@dataclass(frozen=True, slots=True)
class Dimension:
    """A column of the comparison: key, title and whether it is an overlay, as the newest version has them."""

    key: str
    title: str
    overlay: bool = False


class Chosen(Protocol):
    """The organizations that pass the filters and what they add up to; `comparison_few` and `_many` both do it.

    `scores` are by dimension: a score 0..1, a name ("" where it is one for many) and how many have it.
    `density` is how many lie in each of bins × bins fields of the map. `applying` are the dimensions that
    apply to any of them, None where all are to be shown. `results` are their stored results, one each, for the
    database to go on from: with the numbers of each result's own version.
    """

    @property
    def totals(self) -> Totals: ...
    @property
    def highlighted(self) -> Mapping[UUID, Row]: ...
    @property
    def results(self) -> QuerySet[Result]: ...
    def rows(self, start: int, stop: int) -> Sequence[Row]: ...
    def every(self) -> Iterator[Row]: ...
    def dots(self) -> Sequence[Row]: ...
    def density(self, bins: int) -> Mapping[tuple[int, int], int]: ...
    def limits(self) -> Mapping[str, int]: ...
    def score(self) -> Spread: ...
    def spreads(self) -> Mapping[str, Spread]: ...
    def scores(self) -> Mapping[str, Sequence[tuple[float, str, int]]]: ...
    def applying(self) -> frozenset[str] | None: ...


# --- What may be asked ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Named:
    """The names of organizations asked for by their uids, and those that were found by a part of their names."""

    asked: dict[UUID, str]
    found: list[tuple[UUID, str]]


@dataclass(frozen=True)
class Cohort:
    """Everything a person may compare: how many organizations, with and without a closed round, and on which versions.

    `versions` are those with a closed round that is visible to the person, from the oldest to the newest.
    """

    person: Person
    visible: int
    with_round: int
    versions: tuple[Version, ...]
    dimensions: tuple[Dimension, ...]
    # On what facts of an organization sections of the score depend, by version.
    conditions: Mapping[int, Sequence[Condition]] = field(default_factory=dict)

    @property
    def without_round(self) -> int:
        return self.visible - self.with_round

    @cached_property
    def constructs(self) -> dict[str, str]:
        """The titles of the constructs that any version asks about, by key."""
        found: dict[str, str] = {}
        for version in reversed(self.versions):
            for key, said in version.constructs.items():
                found.setdefault(key, said.get("title", key))
        return found

    @cached_property
    def offered(self) -> tuple[list[str], list[str]]:
        """The countries of visible organizations, and the person's own tags on them."""
        visible = Organization.objects.visible_to(self.person).order_by()
        countries = visible.exclude(country="").values_list(Value("country"), "country").distinct()
        tags = Tag.objects.filter(user=self.person.user, organization__in=visible).order_by()
        found = sorted(countries.union(tags.values_list(Value("tag"), "word").distinct()))
        return [code for kind, code in found if kind == "country"], [word for kind, word in found if kind == "tag"]

    def named(self, uids: Iterable[UUID], text: str = "") -> Named:
        """Return which of these organizations are visible and have a closed round, and whose names hold the text."""
        wanted = list(uids)
        if not wanted and not text:
            return Named({}, [])
        # SECURITY: what the person may not see is as if it did not exist.
        seen = Organization.objects.visible_to(self.person).filter(_has_round())
        asked = [Case(When(uid__in=wanted, then=0), default=1, output_field=IntegerField())] if wanted else []
        matching = Q(uid__in=wanted) | (Q(name__icontains=text) if text else Q(pk__in=[]))
        found = seen.filter(matching).order_by(*asked, "name", "pk").values_list("uid", "name")
        pairs = list(found[: len(wanted) + MOST_FOUND + 1])
        holds = [(uid, name) for uid, name in pairs if text and text.lower() in name.lower()]
        return Named({uid: name for uid, name in pairs if uid in wanted}, holds)


def cohort_of(person: Person) -> Cohort:
    """Return what the person may compare, in two queries."""
    # SECURITY: every query starts from visible_to(person): a revoked or expired grant is gone at the next request.
    counts = Organization.objects.visible_to(person).order_by()
    counted = counts.aggregate(visible=Count("pk"), with_round=Count("pk", filter=Q(_has_round())))
    seen = Assessment.objects.visible_to(person).closed().filter(version=OuterRef("version"))
    sections = Section.objects.filter(Exists(seen), kind=Section.Kind.DIMENSION)
    found = list(sections.select_related("version__questionnaire").order_by(*NEWEST_FIRST))
    versions = {section.version_id: section.version for section in reversed(found)}
    return Cohort(
        person,
        **counted,
        versions=tuple(versions.values()),
        dimensions=_dimensions(found),
        conditions=_conditions(found),
    )


def _conditions(sections: Iterable[Section]) -> dict[int, list[Condition]]:
    conditions: dict[int, list[Condition]] = {}
    for section in sections:
        if section.condition is not None and not section.overlay:
            conditions.setdefault(section.version_id, []).append(section.condition)
    return conditions


NEWEST_FIRST = ("-version__published_at", "-version", "position", "pk")


def _has_round() -> Exists:
    rounds = Assessment.objects.closed().filter(organization=OuterRef("pk"), result__isnull=False)
    return Exists(rounds)


def _dimensions(sections: Iterable[Section]) -> tuple[Dimension, ...]:
    """The dimensions in the newest version's order, then those it lacks, then overlays."""
    found: dict[str, Dimension] = {}
    for section in sections:
        found.setdefault(section.key, Dimension(section.key, section.title, section.overlay))
    # An overlay stands apart, after what makes up the overall result.
    return tuple(sorted(found.values(), key=lambda each: each.overlay))


# --- What was chosen ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Selection:
    """The organizations chosen, the versions they stand on, and the common core where they were scored on it."""

    chosen: Chosen
    versions: tuple[Version, ...]
    core: Core | None

    @property
    def mixed(self) -> bool:
        """Whether they stand on several versions, and on no common core."""
        return len(self.versions) > 1 and self.core is None


def selection_of(cohort: Cohort, choice: Choice) -> Selection:
    """Return the organizations chosen among those that the person may compare."""
    groups = groups_in(cohort.person, choice)
    used = {group.version for group in groups}
    versions = tuple(version for version in cohort.versions if version.pk in used)
    if sum(group.number for group in groups) > MOST_AT_HAND:
        return Selection(Many(cohort.person, choice, groups), versions, None)
    rows = read_rows(cohort.person, choice, latest_results(cohort.person, replace(choice, stage="")))
    core = core_of(versions) if len(versions) > 1 else None
    if core is None or core.is_empty:
        return Selection(Few(rows, choice), versions, None)
    return Selection(Few(on_core(rows, core), choice), versions, core)
