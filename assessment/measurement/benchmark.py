"""Benchmarks: what is published of a cohort of organizations, and when it is replaced."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import floor
from statistics import quantiles

from .comparison import settled
from .instrument import Thresholds
from .mix import Mix
from .withholding import Members, Place, Table, withheld

WHOLE, SECTOR, SIZE = "all", "sector", "size"
OVERALL = "overall"
# Means are published in whole points of 100, quartiles and percentiles in steps of five.
STEP = 5


@dataclass(frozen=True, order=True)
class Segment:
    """A part of all contributing organizations: the whole, one sector or one size."""

    family: str = WHOLE
    key: str = ""

    @property
    def place(self) -> Place:
        """The segment as a place in a table."""
        return self.family, self.key


@dataclass(frozen=True)
class Contribution:
    """What one organization contributes: its facts, and its mix for every subject it can report.

    Subjects are "overall" and the keys of dimensions; one that is not reportable is left out.
    """

    organization: str
    sector: str
    size: str
    mixes: Mapping[str, Mix]

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The segments that the organization belongs to."""
        return Segment(), Segment(SECTOR, self.sector), Segment(SIZE, self.size)


@dataclass(frozen=True)
class Publication:
    """The cohort behind one published number: a segment's organizations that report a subject.

    `batch` numbers the snapshot whose contributions they are, which may be an earlier one. `shown`: the
    numbers are published; `has_quartiles`: quartiles and percentiles, too. One that was shown and then
    withdrawn at somebody's wish is no longer `shown`, and stays what later batches are held against.
    """

    segment: Segment
    subject: str
    batch: int
    members: Members
    shown: bool = True
    has_quartiles: bool = False


@dataclass(frozen=True)
class CohortNumbers:
    """The numbers published of a cohort of n organizations, in points of 0..100; quartiles None where they are few.

    `explicit` lies within what `practice` and `explicitness` leave possible, so that the four parts that
    follow from the three are whole, too, and sum to 100.
    """

    n: int
    practice: int
    explicitness: int
    explicit: int
    quartiles: tuple[int, int, int] | None

    @property
    def parts(self) -> tuple[int, int, int, int]:
        """Explicit, implicit, declared and absent, in points that sum to 100."""
        done, known, explicit = self.practice, self.explicitness, self.explicit
        return explicit, done - explicit, known - explicit, 100 - done - known + explicit


# --- What is published ----------------------------------------------------------------------------


def publish(
    batch: int, contributions: Iterable[Contribution], earlier: Iterable[Publication], limits: Thresholds
) -> list[Publication]:
    """Return the publications of a batch, in order of subject and segment; those that are not `shown` included.

    `earlier` are all publications that were ever shown, in any order. A number is replaced only where, against
    each of them, none or at least `benchmark_changes` of its organizations joined, left or changed; until
    then it stays that of its last publication, or is not shown where that one was withdrawn. A cohort
    that is now below `benchmark_mean` is not shown in any case, and quartiles not below
    `benchmark_quartiles`; `withheld` takes out what could be subtracted. Source: docs/measurement.md, "Benchmarks".
    """
    return publish_cohorts(batch, _cohorts(contributions), earlier, limits)


def publish_cohorts(
    batch: int,
    cohorts: Mapping[tuple[str, Segment], Members],
    earlier: Iterable[Publication],
    limits: Thresholds,
) -> list[Publication]:
    """Return the publications of these cohorts, by subject and segment, whatever their members contribute.

    The rules are those of `publish`: contributions need only be equal where they are the same.
    """
    history: dict[tuple[str, Segment], list[Publication]] = {}
    for publication in sorted(earlier, key=lambda each: each.batch):
        history.setdefault((publication.subject, publication.segment), []).append(publication)
    current = {
        place: _current(batch, place, members, history.get(place, []), limits)
        for place, members in sorted(cohorts.items())
        if len(members) >= limits.benchmark_mean
    }
    subjects = sorted({subject for subject, _ in current})
    return [
        publication
        for subject in subjects
        for publication in _concealed([each for each in current.values() if each.subject == subject], limits)
    ]


def _cohorts(contributions: Iterable[Contribution]) -> Mapping[tuple[str, Segment], Members]:
    """The members of every segment, by subject."""
    cohorts: dict[tuple[str, Segment], dict[str, Mix]] = {}
    for contribution in contributions:
        for subject, mix in contribution.mixes.items():
            for segment in contribution.segments:
                cohorts.setdefault((subject, segment), {})[contribution.organization] = mix
    return cohorts


def _current(
    batch: int, place: tuple[str, Segment], members: Members, history: Sequence[Publication], limits: Thresholds
) -> Publication:
    """The publication of these members, or the last one where too few of them changed."""
    subject, segment = place
    changes = (changed(publication.members, members) for publication in history)
    if all(count == 0 or count >= limits.benchmark_changes for count in changes):
        published = Publication(segment, subject, batch, members)
    else:
        published = history[-1]
        if not published.shown:
            return published
    # What was published of many is not kept up once they have become few.
    smallest = min(len(published.members), len(members))
    return replace(published, has_quartiles=smallest >= limits.benchmark_quartiles)


def changed(before: Members, after: Members) -> int:
    """Return how many organizations joined, left or contribute something else."""
    return sum(before.get(organization) != after.get(organization) for organization in before.keys() | after.keys())


def _concealed(publications: Sequence[Publication], limits: Thresholds) -> list[Publication]:
    """The publications of one subject, with those to be withheld marked."""
    shown = {each.segment.place: each.members for each in publications if each.shown}
    whole = shown.pop(Segment().place, {})
    hidden = withheld(Table(whole, shown), limits.benchmark_remainder)
    return [replace(each, shown=False) if each.segment.place in hidden else each for each in publications]


# --- The numbers ----------------------------------------------------------------------------------


def numbers_of(publication: Publication) -> CohortNumbers:
    """Return the numbers of a cohort; only those of one that is shown may leave the installation."""
    mixes = list(_mixes(publication).values())
    mean = Mix.mean((1.0, mix) for mix in mixes)
    practice, explicitness, explicit = (rounded(share) for share in (mean.practice, mean.explicitness, mean.explicit))
    within = max(practice + explicitness - 100, 0), min(practice, explicitness)
    return CohortNumbers(
        n=len(mixes),
        practice=practice,
        explicitness=explicitness,
        explicit=min(max(explicit, within[0]), within[1]),
        quartiles=_quartiles([mix.practice for mix in mixes]) if publication.has_quartiles else None,
    )


def _mixes(publication: Publication) -> dict[str, Mix]:
    """The mixes of the members."""
    return {organization: mix for organization, mix in publication.members.items() if isinstance(mix, Mix)}


def _quartiles(values: Sequence[float]) -> tuple[int, int, int]:
    """Quartiles of type 7 (Hyndman and Fan, 1996) in steps of five points."""
    lower, middle, upper = quantiles(values, n=4, method="inclusive")
    return rounded(lower, STEP), rounded(middle, STEP), rounded(upper, STEP)


def percentile(publication: Publication, organization: str) -> int | None:
    """Return where an organization's practice score stands in its cohort, 0..100 in steps of five.

    It is the mid-rank, itself included: half of those with the same score count as below. None for an
    organization that is not in the cohort, and where quartiles are not shown.
    """
    mixes = _mixes(publication)
    own = mixes.get(organization)
    if own is None or not (publication.shown and publication.has_quartiles):
        return None
    scores = [settled(mix.practice) for mix in mixes.values()]
    place = settled(own.practice)
    below, equal = sum(score < place for score in scores), scores.count(place)
    return rounded((below + equal / 2) / len(scores), STEP)


def rounded(share: float, step: int = 1) -> int:
    """Return a share of 0..1 in points of 100, to the nearest multiple of `step`, halves upward."""
    return step * floor(settled(share * 100 / step) + 0.5)
