"""Taking a batch of findings: numbers and rows of what organizations that consented to research have together."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import attrgetter

from django.db import transaction
from django.db.models import Max

from assessment.measurement.benchmark import Contribution, Publication, Segment, publish_cohorts
from assessment.measurement.findings import Reading, ReadingNumbers, balanced, reading_numbers
from assessment.models import Consent, FindingsMember, FindingsSnapshot, FindingsValue, Person, Questionnaire
from assessment.models.findings import FindingsSnapshotQuerySet
from assessment.services import audit
from assessment.services.contributions import Contributions, contributions_to
from assessment.services.findings_readings import (
    GROUPS,
    QUESTIONNAIRE,
    Readings,
    has_segments,
    readings_of,
    rounds_of,
)
from assessment.services.findings_rows import add_rows
from assessment.services.versions import frozen

NOBODY = Person(user=None)

Cohorts = dict[tuple[str, Segment], dict[str, Reading]]


@transaction.atomic
def take_findings(
    questionnaire: Questionnaire, *, synthetic: bool = False, person: Person = NOBODY
) -> FindingsSnapshot | None:
    """Take the next batch of findings and return it; of invented organizations if `synthetic`.

    Which of its numbers are new follows the rules of the benchmark; the rows of the data set are made by
    `add_rows`. Returns None, and stores nothing, for a questionnaire that the study did not lead to, and
    where nobody contributes or ever did. Two at once take turns.
    """
    if questionnaire.key != QUESTIONNAIRE:
        return None
    Questionnaire.objects.select_for_update(no_key=True).get(pk=questionnaire.pk)
    found = contributions_to(questionnaire, synthetic=synthetic, purpose=Consent.Purpose.RESEARCH)
    earlier = FindingsSnapshot.objects.like(questionnaire, synthetic=synthetic)
    last = earlier.aggregate(last=Max("batch"))["last"] or 0
    if found is None or not (found.each or last):
        return None
    snapshot = FindingsSnapshot.objects.create(
        questionnaire=questionnaire, version=found.version, batch=last + 1, synthetic=synthetic
    )
    _store(snapshot, found)
    audit.record(person, "findings taken", snapshot)
    return snapshot


def _store(snapshot: FindingsSnapshot, found: Contributions) -> None:
    rounds = rounds_of(found)
    contributions = [each for each in found.each if each.organization in rounds]
    readings = {each.organization: readings_of(each, rounds[each.organization]) for each in contributions}
    FindingsMember.objects.bulk_create(
        (_member(snapshot, found, each, readings[each.organization]) for each in contributions), batch_size=1000
    )
    cohorts: Cohorts = {}
    for each in contributions:
        _count(cohorts, each, readings[each.organization])
    _store_values(snapshot, cohorts)
    add_rows(snapshot, found, rounds)


def _member(
    snapshot: FindingsSnapshot, found: Contributions, contribution: Contribution, readings: Readings
) -> FindingsMember:
    return FindingsMember(
        snapshot=snapshot,
        organization_id=found.organizations[contribution.organization],
        member=contribution.organization,
        sector=contribution.sector,
        size=contribution.size,
        readings={subject: [reading.value, reading.group] for subject, reading in readings.items()},
    )


def _count(cohorts: Cohorts, contribution: Contribution, readings: Readings) -> None:
    """Put the readings of one organization into the cohorts that it belongs to."""
    for subject, reading in readings.items():
        for segment in contribution.segments if has_segments(subject) else (Segment(),):
            cohorts.setdefault((subject, segment), {})[contribution.organization] = reading


def _store_values(snapshot: FindingsSnapshot, cohorts: Cohorts) -> None:
    """Publish the numbers of this batch, those kept from earlier ones included."""
    limits = frozen(snapshot.version).thresholds
    made_in = dict(_like(snapshot).values_list("batch", "pk"))
    published = publish_cohorts(snapshot.batch, cohorts, _earlier(snapshot), limits)
    FindingsValue.objects.bulk_create(
        (
            _value(snapshot, each, numbers, made_in[each.batch])
            for each, numbers in _numbers([each for each in published if each.shown], limits.benchmark_mean)
        ),
        batch_size=1000,
    )


def _numbers(shown: list[Publication], least: int) -> Iterator[tuple[Publication, ReadingNumbers]]:
    """What is published of these, subject by subject."""
    for subject, publications in groupby(shown, key=attrgetter("subject")):
        groups = GROUPS.get(subject, 0)
        for each in balanced(publications, groups, least) if groups else publications:
            yield each, reading_numbers(each, groups, least)


def _like(snapshot: FindingsSnapshot) -> FindingsSnapshotQuerySet:
    """The batches of the same questionnaire and kind, this one included."""
    return FindingsSnapshot.objects.like(snapshot.questionnaire, synthetic=snapshot.synthetic)


def _value(
    snapshot: FindingsSnapshot, publication: Publication, numbers: ReadingNumbers, made_in: int
) -> FindingsValue:
    return FindingsValue(
        snapshot=snapshot,
        family=publication.segment.family,
        segment=publication.segment.key,
        subject=publication.subject,
        made_in_id=made_in,
        n=numbers.n,
        mean=numbers.mean,
        quartiles=list(numbers.quartiles or ()),
        runs=[[run.first, run.last, run.count] for run in numbers.runs],
    )


# --- What was published before --------------------------------------------------------------------


def _earlier(snapshot: FindingsSnapshot) -> list[Publication]:
    """Everything that was ever shown before this batch, each once, in the order of its batch."""
    values = FindingsValue.objects.filter(snapshot__in=_like(snapshot)).exclude(snapshot=snapshot)
    ever = values.values_list("subject", "family", "segment", "made_in", "made_in__batch").distinct()
    found = list(ever.order_by("made_in__batch"))
    cohorts = _cohorts({made_in for *_, made_in, _batch in found})
    return [
        Publication(Segment(family, key), subject, batch, cohorts[made_in][subject, Segment(family, key)])
        for subject, family, key, made_in, batch in found
    ]


def _cohorts(snapshots: set[int]) -> Mapping[int, Cohorts]:
    """The cohorts of these batches, in one query."""
    found: dict[int, Cohorts] = {pk: {} for pk in snapshots}
    members = FindingsMember.objects.filter(snapshot__in=snapshots).order_by("pk")
    for snapshot, member, sector, size, readings in members.values_list(
        "snapshot", "member", "sector", "size", "readings"
    ).iterator():
        known = {subject: Reading(*reading) for subject, reading in readings.items()}
        _count(found[snapshot], Contribution(member, sector, size, {}), known)
    return found
