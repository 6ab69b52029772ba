"""One organization beside the published benchmark: its scores, its targets, and where it stands among the others."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from assessment.measurement.benchmark import OVERALL, SECTOR, SIZE, Publication, Segment, percentile
from assessment.measurement.dimensions import DimensionState
from assessment.measurement.mix import Mix
from assessment.models import Assessment, DimensionResult, Organization, Result, Snapshot, SnapshotMember
from assessment.services.benchmark_marks import measures_the_same
from assessment.services.benchmarks import EVERYBODY, PublishedBenchmark, PublishedCohort
from assessment.services.results import targets_of
from assessment.services.snapshots import cohorts_of
from assessment.services.versions import frozen


@dataclass(frozen=True)
class OwnScores:
    """What an organization has by subject, 0..1, from its latest closed round or from its contribution.

    `assessment` is that round, None where none is closed; `comparable`: the scores measure what the snapshot does.
    Empty where neither does. The targets are those of that round, by dimension.
    """

    assessment: Assessment | None = None
    comparable: bool = False
    scores: Mapping[str, float] = field(default_factory=dict)
    targets: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Standing:
    """One published cohort with the organization beside it; shares 0..1, None where there is none.

    `own` is None where the numbers were measured otherwise, too. `percentile` is 0..100, for `there`: the score with
    which the organization is part of the cohort.
    """

    cohort: PublishedCohort
    own: float | None
    target: float | None
    there: float | None
    percentile: int | None


@dataclass(frozen=True)
class OwnBenchmark:
    """An organization beside one snapshot; `contributes`: its numbers are in what is shown."""

    published: PublishedBenchmark
    own: OwnScores
    contributes: bool
    segments: tuple[Segment, ...]
    standings: Mapping[tuple[Segment, str], Standing]

    def standing(self, segment: Segment, subject: str = OVERALL) -> Standing | None:
        """The organization in this segment and subject, None where no number is published."""
        return self.standings.get((segment, subject))


def own_benchmark(organization: Organization, published: PublishedBenchmark) -> OwnBenchmark:
    """Return the organization beside what the snapshot publishes of all, of its sector and of its size.

    A constant number of queries. Percentiles are for whoever is named in the cohort alone (an organization that
    withdrew its consent is not), quartiles for whoever contributes at all.
    """
    latest = _latest_round(organization, published.snapshot)
    facts = organization if latest is None else latest
    segments = (EVERYBODY, Segment(SECTOR, facts.sector), Segment(SIZE, facts.size))
    cohorts = [cohort for key, cohort in published.cohorts.items() if key[0] in segments]
    named = _named(organization, {published.snapshot.pk, *(cohort.made_in for cohort in cohorts)})
    places = _Places(named, _own_scores(latest, published, named))
    return OwnBenchmark(
        published=published,
        own=places.own,
        contributes=bool(named),
        segments=segments,
        standings={(cohort.segment, cohort.subject): places.standing(cohort) for cohort in cohorts},
    )


def _latest_round(organization: Organization, snapshot: Snapshot) -> Assessment | None:
    rounds = Assessment.objects.closed().filter(
        organization=organization, version__questionnaire=snapshot.questionnaire_id
    )
    return rounds.select_related("version__questionnaire", "result").order_by("-closed_at", "-pk").first()


def _named(organization: Organization, snapshots: set[int]) -> dict[int, SnapshotMember]:
    """What the organization contributed under its name, by snapshot."""
    members = SnapshotMember.objects.filter(organization=organization, snapshot__in=snapshots)
    return {member.snapshot_id: member for member in members}


# --- Its own scores -------------------------------------------------------------------------------


def _own_scores(
    latest: Assessment | None, published: PublishedBenchmark, named: Mapping[int, SnapshotMember]
) -> OwnScores:
    """Those of the latest round where they measure the same, else what it contributed to this snapshot."""
    if latest is None:
        return OwnScores()
    targets = targets_of(latest, frozen(latest.version).instrument(latest.facts()))
    if measures_the_same(published.snapshot, latest):
        return OwnScores(latest, True, _scores_of(latest.result), targets)
    member = named.get(published.snapshot.pk)
    return OwnScores(latest, False, _contributed(member) if member else {}, targets)


def _scores_of(result: Result) -> dict[str, float]:
    """The scores of a stored result that are reportable; one query."""
    rows = DimensionResult.objects.filter(result=result, state=DimensionState.REPORTABLE, practice__isnull=False)
    scores = {key: score for key, score in rows.values_list("key", "practice") if score is not None}
    return scores if result.practice is None else {OVERALL: result.practice, **scores}


def _contributed(member: SnapshotMember) -> dict[str, float]:
    return {subject: Mix(*parts).practice for subject, parts in member.mixes.items()}


# --- Where it stands ------------------------------------------------------------------------------


class _Places:
    """Finds the organization in the cohorts that it is part of."""

    def __init__(self, named: Mapping[int, SnapshotMember], own: OwnScores) -> None:
        self.named = named
        self.own = own
        # Nobody else's contribution is read for an organization that contributes none itself.
        self.cohorts = cohorts_of(set(named)) if named else {}

    def standing(self, cohort: PublishedCohort) -> Standing:
        segment, subject = cohort.segment, cohort.subject
        members = self.cohorts.get((cohort.made_in, segment.family, segment.key, subject), {})
        name = self.named[cohort.made_in].member if cohort.made_in in self.named else ""
        publication = Publication(
            segment, subject, cohort.batch, members, has_quartiles=cohort.numbers.quartiles is not None
        )
        return Standing(
            # Whoever gives nothing is told the means alone.
            cohort=cohort if self.named else replace(cohort, numbers=replace(cohort.numbers, quartiles=None)),
            own=None if cohort.measured_otherwise else self.own.scores.get(subject),
            target=self.own.targets.get(subject),
            there=members[name].practice if name in members else None,
            percentile=percentile(publication, name),
        )
