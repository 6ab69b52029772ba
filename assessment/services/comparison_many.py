"""A comparison of many organizations: the database adds up, and only the rows of a page leave it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from uuid import UUID

from django.db.models import Count, F, IntegerField, Q, QuerySet, Sum, Value, Window
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Floor, Least, RowNumber

from assessment.measurement.dimensions import DimensionState
from assessment.models import DimensionResult, Person, Result
from assessment.services.comparison_choices import ROWS_PER_PAGE, Choice, Names
from assessment.services.comparison_groups import NOTHING, TINY, Group, Totals, totals_of
from assessment.services.comparison_names import renamed
from assessment.services.comparison_order import in_order
from assessment.services.comparison_rounds import latest_results
from assessment.services.comparison_rows import PARTS, Row, read_dots, read_rows
from assessment.services.comparison_spreads import spreads_by
from assessment.services.spreads import Spread

CHUNK = 1000  # rows of a file that are read at once


def groups_in(person: Person, choice: Choice) -> list[Group]:
    """Return the organizations chosen, whatever their stage, by stage and version; in one query."""
    sums = {name: Sum(name, default=0.0) for name in PARTS}
    synthetic = Count("pk", filter=Q(assessment__organization__synthetic=True))
    found = latest_results(person, replace(choice, stage="")).values_list("stage", "assessment__version")
    rows = found.annotate(number=Count("pk"), synthetic=synthetic, **sums)
    return [
        Group(stage, version, number, synthetic, NOTHING if stage is None else (parts[0], parts[1], parts[2], parts[3]))
        for stage, version, number, synthetic, *parts in rows
    ]


@dataclass(frozen=True)
class Many:
    """The results of the organizations chosen, as a query; see `comparisons.Chosen`."""

    person: Person
    choice: Choice
    groups: Sequence[Group]

    @cached_property
    def results(self) -> QuerySet[Result]:
        return latest_results(self.person, self.choice)

    @cached_property
    def totals(self) -> Totals:
        return totals_of(self.groups, self.choice)

    # Rows that were read already, by where they begin and end.
    _read: dict[tuple[int, int], list[Row]] = field(default_factory=dict, compare=False, repr=False)

    def rows(self, start: int, stop: int) -> Sequence[Row]:
        if (start, stop) not in self._read:
            found = read_rows(self.person, self.choice, in_order(self.results, self.choice)[start:stop])
            self._read[start, stop] = self._named(found)
        return self._read[start, stop]

    def every(self) -> Iterator[Row]:
        for start in range(0, self.totals.number, CHUNK):
            found = in_order(self.results, self.choice)[start : start + CHUNK]
            yield from self._named(read_rows(self.person, self.choice, found))

    @cached_property
    def highlighted(self) -> Mapping[UUID, Row]:
        if not self.choice.highlighted:
            return {}
        if self.choice.pinned and not self.choice.grouped:
            # They are the first of the first page.
            first = self.rows(0, min(ROWS_PER_PAGE, self.totals.number))
            return {row.uid: row for row in first if row.uid in self.choice.highlighted}
        found = self.results.filter(assessment__organization__uid__in=self.choice.highlighted)
        return {row.uid: row for row in self._named(read_rows(self.person, self.choice, found))}

    def dots(self) -> Sequence[Row]:
        return self._named(read_dots(in_order(self.results, self.choice)))

    def density(self, bins: int) -> Mapping[tuple[int, int], int]:
        places = {"across": _bin("explicitness", bins), "up": _bin("practice", bins)}
        scored = self.results.filter(reportable=True)
        found = scored.values_list(places["across"], places["up"]).annotate(number=Count("pk"))
        return {(int(across), int(up)): number for across, up, number in found}

    def limits(self) -> Mapping[str, int]:
        return dict(self.results.values_list("limiting_dimension").annotate(number=Count("pk")))

    def score(self) -> Spread:
        known = self.results.filter(reportable=True)
        return spreads_by(known.annotate(group=Value("")), "practice", "group").get(("",), Spread())

    def spreads(self) -> Mapping[str, Spread]:
        return {key: found for (key,), found in spreads_by(self._scores(), "practice", "key").items()}

    def scores(self) -> Mapping[str, Sequence[tuple[float, str, int]]]:
        points = Cast(Floor(F("practice") * 100.0 + (0.5 + TINY)), IntegerField())
        found: defaultdict[str, list[tuple[float, str, int]]] = defaultdict(list)
        rows = self._scores().annotate(points=points).values_list("key", "points").annotate(number=Count("pk"))
        for key, at, number in rows:
            found[key].append((at / 100, "", number))
        return found

    def applying(self) -> frozenset[str] | None:
        return None

    def _scores(self) -> QuerySet[DimensionResult]:
        found = DimensionResult.objects.filter(result__in=self.results.values("pk"))
        return found.filter(state=DimensionState.REPORTABLE).order_by()

    def _named(self, rows: Sequence[Row]) -> list[Row]:
        numbers = self._numbers([row.uid for row in rows]) if self.choice.names is Names.LETTERS else {}
        return renamed(rows, numbers, self.choice.names)

    def _numbers(self, uids: Sequence[UUID]) -> dict[UUID, int]:
        """The numbers of these organizations among all chosen, whatever their stage, by their uids."""
        everything = latest_results(self.person, replace(self.choice, stage=""))
        uid = "assessment__organization__uid"
        numbered = everything.annotate(number=Window(RowNumber(), order_by=F(uid).asc()))
        # Both in one condition, so that it is asked of the numbered rows: the others count, too.
        wanted = numbered.filter(Q(**{f"{uid}__in": uids}, number__gte=1) | Q(number__lt=1))
        return dict(wanted.values_list(uid, "number"))


def _bin(name: str, bins: int) -> Combinable:
    return Least(Cast(Floor(F(name) * float(bins) + TINY), IntegerField()), Value(bins - 1))
