"""Taking a snapshot of the benchmark: a batch of numbers, over real or over invented organizations."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Max

from assessment.measurement.benchmark import (
    Contribution,
    Publication,
    Segment,
    numbers_of,
    publish,
)
from assessment.measurement.mix import Mix
from assessment.models import Person, Questionnaire, Snapshot, SnapshotMember, SnapshotValue
from assessment.models.benchmark import SnapshotQuerySet
from assessment.services import audit
from assessment.services.contributions import Contributions, contributions_to
from assessment.services.versions import frozen

NOBODY = Person(user=None)


@transaction.atomic
def take_snapshot(questionnaire: Questionnaire, *, synthetic: bool = False, person: Person = NOBODY) -> Snapshot | None:
    """Take the next snapshot of a questionnaire's benchmark and return it; of invented organizations if `synthetic`.

    Its numbers are published at once; which of them are new follows docs/measurement.md, "Benchmarks".
    Returns None, and stores nothing, where nobody contributes or ever did. Two at once take turns.
    """
    Questionnaire.objects.select_for_update(no_key=True).get(pk=questionnaire.pk)
    found = contributions_to(questionnaire, synthetic=synthetic)
    earlier = Snapshot.objects.of_kind(synthetic=synthetic).filter(questionnaire=questionnaire)
    last = earlier.aggregate(last=Max("batch"))["last"] or 0
    if found is None or not (found.each or last):
        return None
    snapshot = Snapshot.objects.create(
        questionnaire=questionnaire,
        version=found.version,
        batch=last + 1,
        synthetic=synthetic,
        contributions=len(found.each),
        left_out=list(found.left_out),
    )
    _store_members(snapshot, found)
    _store_values(snapshot, found.each)
    audit.record(person, "snapshot taken", snapshot)
    return snapshot


def _store_members(snapshot: Snapshot, found: Contributions) -> None:
    SnapshotMember.objects.bulk_create(
        (
            SnapshotMember(
                snapshot=snapshot,
                organization_id=found.organizations[contribution.organization],
                member=contribution.organization,
                sector=contribution.sector,
                size=contribution.size,
                mixes={subject: list(mix.parts) for subject, mix in contribution.mixes.items()},
            )
            for contribution in found.each
        ),
        batch_size=1000,
    )


def _store_values(snapshot: Snapshot, contributions: Iterable[Contribution]) -> None:
    """Publish the numbers of this batch, those kept from earlier ones included."""
    limits = frozen(snapshot.version).thresholds
    made_in = dict(_snapshots_like(snapshot).values_list("batch", "pk"))
    published = publish(snapshot.batch, contributions, _earlier(snapshot), limits)
    SnapshotValue.objects.bulk_create(
        (_value(snapshot, each, made_in[each.batch]) for each in published if each.shown), batch_size=1000
    )


def _snapshots_like(snapshot: Snapshot) -> SnapshotQuerySet:
    """The snapshots of the same questionnaire and kind, this one included."""
    return Snapshot.objects.of_kind(synthetic=snapshot.synthetic).filter(questionnaire=snapshot.questionnaire_id)


def _value(snapshot: Snapshot, publication: Publication, made_in: int) -> SnapshotValue:
    numbers = numbers_of(publication)
    lower, middle, upper = numbers.quartiles or (None, None, None)
    return SnapshotValue(
        snapshot=snapshot,
        family=publication.segment.family,
        segment=publication.segment.key,
        subject=publication.subject,
        made_in_id=made_in,
        n=numbers.n,
        practice=numbers.practice,
        explicitness=numbers.explicitness,
        explicit=numbers.explicit,
        lower=lower,
        median=middle,
        upper=upper,
    )


# --- What was published before --------------------------------------------------------------------


def _earlier(snapshot: Snapshot) -> list[Publication]:
    """Everything that was ever shown before this snapshot, each once, in the order of its batch.

    One that was withdrawn since is not `shown`: later batches are held against it all the same.
    """
    values = SnapshotValue.objects.filter(snapshot__in=_snapshots_like(snapshot)).exclude(snapshot=snapshot)
    shown = values.values_list("subject", "family", "segment", "made_in", "made_in__batch")
    ever = dict.fromkeys(shown.order_by("made_in__batch"))
    withdrawn = set(shown.exclude(withdrawn_at=None))
    cohorts = cohorts_of({made_in for *_, made_in, _batch in ever})
    return [
        Publication(
            segment=Segment(family, key),
            subject=subject,
            batch=batch,
            members=cohorts[made_in, family, key, subject],
            shown=place not in withdrawn,
        )
        for place in ever
        for subject, family, key, made_in, batch in [place]
    ]


def cohorts_of(snapshots: set[int]) -> Mapping[tuple[int, str, str, str], dict[str, Mix]]:
    """Return the contributions of these snapshots by snapshot, family, segment and subject, in one query."""
    found: dict[tuple[int, str, str, str], dict[str, Mix]] = {}
    members = SnapshotMember.objects.filter(snapshot__in=snapshots).order_by("pk")
    for snapshot, member, sector, size, mixes in members.values_list(
        "snapshot", "member", "sector", "size", "mixes"
    ).iterator():
        contribution = Contribution(member, sector, size, {key: Mix(*parts) for key, parts in mixes.items()})
        for subject, mix in contribution.mixes.items():
            for segment in contribution.segments:
                found.setdefault((snapshot, segment.family, segment.key, subject), {})[member] = mix
    return found
