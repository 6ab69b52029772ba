"""Which segments of a benchmark are withheld, so that no few organizations can be worked out from the others."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from operator import or_

# What each organization contributes, of any kind: it only has to be told from something else.
Members = Mapping[str, Hashable]
# A place in the table: the family, and the key within it.
Place = tuple[str, str]


@dataclass(frozen=True)
class Table:
    """What is published of one subject at a time: the members of the whole, and of each segment by its place.

    The segments of one family share no organization, except while one of them is older than the other.
    """

    whole: Members
    segments: Mapping[Place, Members]

    def without(self, place: Place) -> "Table":
        """Return the table without this segment."""
        return Table(self.whole, {other: members for other, members in self.segments.items() if other != place})

    def family(self, name: str) -> list[Place]:
        """Return the places of one family, in the order of their keys."""
        return sorted(place for place in self.segments if place[0] == name)

    @property
    def families(self) -> list[str]:
        """The names of the families, in alphabetical order."""
        return sorted({family for family, _ in self.segments})


def withheld(table: Table, least: int) -> frozenset[Place]:
    """Return the segments to withhold so that sums and differences leave no 1 to `least - 1` organizations.

    Afterwards, whichever segments of a family are added up, set against those of another family and
    against the whole, what is left over is nobody or at least `least` organizations: adding and
    subtracting published sums never isolates fewer. The smallest segment that takes part goes first,
    ties by key. Source: docs/measurement.md, "Benchmarks".
    """
    gone: set[Place] = set()
    while (place := _to_withhold(table, least)) is not None:
        gone.add(place)
        table = table.without(place)
    return frozenset(gone)


def _to_withhold(table: Table, least: int) -> Place | None:
    """The next segment to withhold, None where all is well."""
    taking_part = next(_twice(table), None) or next(_remainders(table, least), None) or next(_mixed(table, least), None)
    return min(taking_part, key=lambda place: (len(table.segments[place]), place)) if taking_part else None


def _twice(table: Table) -> Iterator[tuple[Place, ...]]:
    """Pairs of segments of one family that hold the same organization, since it moved and one of them is older."""
    for name in table.families:
        for one, other in combinations(table.family(name), 2):
            if table.segments[one].keys() & table.segments[other].keys():
                yield one, other


def _remainders(table: Table, least: int) -> Iterator[tuple[Place, ...]]:
    """Families whose segments leave a few organizations of the whole uncovered."""
    for name in table.families:
        places = table.family(name)
        covered = {pair for place in places for pair in table.segments[place].items()}
        uncovered = [organization for organization, mix in table.whole.items() if (organization, mix) not in covered]
        if 0 < len(uncovered) < least:
            yield tuple(places)


def _mixed(table: Table, least: int) -> Iterator[tuple[Place, ...]]:
    """Sums of segments that, set against another family or the whole, leave a few organizations over."""
    spelled = _Spelled(table)
    whole = spelled.bits(table.whole)
    firsts, seconds = (spelled.unions(places) for places in _two_families(table))
    for first, one in firsts.items():
        for second, other in seconds.items():
            either = one ^ other
            against_the_whole = (whole | one | other) & ~(whole & either)
            if (first or second) and (spelled.few(either, least) or spelled.few(against_the_whole, least)):
                yield (*first, *second)


def _two_families(table: Table) -> tuple[Sequence[Place], Sequence[Place]]:
    """The segments of the families; empty for one that is not there."""
    none: list[Place] = []
    families = [*(table.family(name) for name in table.families), none, none]
    return families[0], families[1]


class _Spelled:
    """Contributions as bits of whole numbers, so that thousands of unions are compared quickly.

    An organization that contributes differently to an older segment than to a newer one has two bits.
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        everything = (table.whole, *table.segments.values())
        pairs = dict.fromkeys(pair for members in everything for pair in members.items())
        self.bit = {pair: 1 << number for number, pair in enumerate(pairs)}
        self.owners = [organization for organization, _ in pairs]

    def bits(self, members: Members) -> int:
        """The bits of these contributions."""
        return sum(self.bit[pair] for pair in members.items())

    def unions(self, places: Sequence[Place]) -> dict[tuple[Place, ...], int]:
        """The bits of every set of segments, the empty one included."""
        alone = {place: self.bits(self.table.segments[place]) for place in places}
        sets = (chosen for size in range(len(places) + 1) for chosen in combinations(places, size))
        return {chosen: reduce(or_, (alone[place] for place in chosen), 0) for chosen in sets}

    def few(self, bits: int, least: int) -> bool:
        """Whether these contributions are those of 1 to `least - 1` organizations."""
        # Of each organization there are at most three bits: that of the whole, and one in each family.
        if not 0 < bits.bit_count() < 3 * least:
            return False
        places = (number for number, digit in enumerate(reversed(bin(bits)[2:])) if digit == "1")
        return len({self.owners[place] for place in places}) < least
