"""A comparison of few organizations: their rows are at hand, and everything is added up from them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from assessment.measurement.comparison import settled
from assessment.models import Result
from assessment.services.comparison_choices import Choice, Names
from assessment.services.comparison_groups import TINY, Totals, groups_of, totals_of
from assessment.services.comparison_names import renamed
from assessment.services.comparison_rows import Row
from assessment.services.spreads import Spread, spread


@dataclass(frozen=True)
class Few:
    """The rows of all organizations that pass the filters, whatever their stage; see `comparisons.Chosen`."""

    everything: Sequence[Row]
    choice: Choice

    @cached_property
    def totals(self) -> Totals:
        return totals_of(groups_of(self.everything), self.choice)

    @cached_property
    def _rows(self) -> list[Row]:
        numbers = {uid: number for number, uid in enumerate(sorted(row.uid for row in self.everything), start=1)}
        fitting = [row for row in self.everything if self.choice.at_stage(row.latest.stage)]
        return renamed(chosen(fitting, self.choice), numbers, self.choice.names)

    def rows(self, start: int, stop: int) -> Sequence[Row]:
        return self._rows[start:stop]

    def every(self) -> Iterator[Row]:
        return iter(self._rows)

    @cached_property
    def highlighted(self) -> Mapping[UUID, Row]:
        return {row.uid: row for row in self._rows if row.uid in self.choice.highlighted}

    @cached_property
    def results(self) -> QuerySet[Result]:
        return Result.objects.filter(pk__in=[row.latest.result for row in self._rows]).order_by()

    def dots(self) -> Sequence[Row]:
        return self._rows

    def density(self, bins: int) -> Mapping[tuple[int, int], int]:
        scored = [row.latest.mix for row in self._rows if row.latest.mix]
        return Counter((_bin(mix.explicitness, bins), _bin(mix.practice, bins)) for mix in scored)

    def limits(self) -> Mapping[str, int]:
        return Counter(row.latest.limiting_dimension for row in self._rows)

    def score(self) -> Spread:
        return spread(row.latest.score for row in self._rows)

    def spreads(self) -> Mapping[str, Spread]:
        return {key: spread(row.dimensions.get(key) for row in self._rows) for key in self.applying() or ()}

    def scores(self) -> Mapping[str, Sequence[tuple[float, str, int]]]:
        found: defaultdict[str, list[tuple[float, str, int]]] = defaultdict(list)
        for row in self._rows:
            for key, score in row.dimensions.items():
                if score is not None:
                    found[key].append((score, row.name, 1))
        return found

    def applying(self) -> frozenset[str] | None:
        return frozenset(key for row in self.everything for key in row.dimensions)


def _bin(share: float, bins: int) -> int:
    return min(int(share * bins + TINY), bins - 1)


# --- Ordering -------------------------------------------------------------------------------------

VALUES: dict[str, Callable[[Row], float | None]] = {
    "score": lambda row: row.latest.score,
    "change": lambda row: row.change,
    "coverage": lambda row: row.latest.coverage,
    "explicit": lambda row: row.latest.mix.explicit if row.latest.mix else None,
    "implicit": lambda row: row.latest.mix.implicit if row.latest.mix else None,
    "declared": lambda row: row.latest.mix.declared if row.latest.mix else None,
    "absent": lambda row: row.latest.mix.absent if row.latest.mix else None,
}


def chosen(rows: Iterable[Row], choice: Choice) -> list[Row]:
    """Return the rows in order, the highlighted first as they were chosen; by stage from the top where asked for."""
    in_order = ordered(rows, choice)
    if choice.grouped:
        return sorted(in_order, key=lambda row: -1 if row.latest.stage is None else row.latest.stage, reverse=True)
    places = {uid: place for place, uid in enumerate(choice.highlighted) if choice.pinned}
    return sorted(in_order, key=lambda row: places.get(row.uid, len(places)))


def ordered(rows: Iterable[Row], choice: Choice) -> list[Row]:
    """Return them ordered by one column; equal values by name, rows without a value last in either direction."""
    by_name = sorted(rows, key=lambda row: _name_key(row, choice))
    if choice.column == "name":
        return by_name[::-1] if choice.descending else by_name
    values = [(_value(row, choice), row) for row in by_name]
    known = sorted(
        ((settled(value), row) for value, row in values if value is not None),
        key=lambda pair: pair[0],
        reverse=choice.descending,
    )
    return [row for _, row in known] + [row for value, row in values if value is None]


def _name_key(row: Row, choice: Choice) -> tuple[Any, ...]:
    # SECURITY: where names are not shown, the order does not tell of them either.
    return (row.name.lower(), str(row.uid)) if choice.names is Names.SHOWN else (str(row.uid),)


def _value(row: Row, choice: Choice) -> float | None:
    return row.dimensions.get(choice.dimension) if choice.dimension else VALUES[choice.column](row)
