"""The anonymous data set: one row of coarse values per organization that consented to research."""

from collections.abc import Mapping

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from assessment.measurement.anonymous import generalized, in_halves, in_tens
from assessment.measurement.benchmark import OVERALL, Contribution
from assessment.models import FindingsRow, FindingsSnapshot
from assessment.services.contributions import Contributions
from assessment.services.findings_readings import Round
from assessment.services.versions import frozen

STAGE = "stage"
# Names of columns: those of a dimension, and of an opinion.
DONE, EXPLICIT, OPINION = "{}_practice", "{}_explicit", "opinion_{}"

Values = dict[str, float]


def add_rows(snapshot: FindingsSnapshot, found: Contributions, rounds: Mapping[str, Round]) -> None:
    """Add the rows of this batch to the data set, and withdraw those that somebody of their combination left.

    An organization enters once, as soon as enough others of its sector and size, or of its size alone, enter
    with it; its row never changes. So no two states of the data set differ in fewer rows of one combination.
    """
    _withdraw(snapshot)
    entered = set(_rows_like(snapshot).values_list("member", flat=True))
    entering = {
        each.organization: each
        for each in found.each
        if each.organization in rounds and each.organization not in entered
    }
    least = frozen(snapshot.version).thresholds.benchmark_mean
    facts = generalized({member: (each.sector, each.size) for member, each in entering.items()}, least)
    FindingsRow.objects.bulk_create(
        (
            FindingsRow(
                snapshot=snapshot,
                organization_id=found.organizations[member],
                member=member,
                sector=sector,
                size=size,
                values=coarse(entering[member], rounds[member]),
            )
            for member, (sector, size) in facts.items()
        ),
        batch_size=1000,
    )


def _rows_like(snapshot: FindingsSnapshot) -> QuerySet[FindingsRow]:
    """All rows there ever were, of the same questionnaire and kind."""
    like = FindingsSnapshot.objects.like(snapshot.questionnaire, synthetic=snapshot.synthetic)
    return FindingsRow.objects.filter(snapshot__in=like)


def _withdraw(snapshot: FindingsSnapshot) -> None:
    """Take whole combinations out of the data set, for good, in which somebody withdrew or was deleted."""
    # SECURITY: one row that disappears would be the row of whoever left.
    left = FindingsRow.objects.filter(
        snapshot=OuterRef("snapshot"), sector=OuterRef("sector"), size=OuterRef("size"), organization=None
    )
    gone = _rows_like(snapshot).filter(Exists(left), withdrawn_at=None).values_list("pk", flat=True)
    FindingsRow.objects.filter(pk__in=list(gone)).update(withdrawn_at=timezone.now(), values={})


def coarse(contribution: Contribution, known: Round) -> Values:
    """Return what the row of an organization says: its stage, scores to ten points, opinions to halves."""
    values: Values = {STAGE: known.stage}
    for key, mix in contribution.mixes.items():
        if key != OVERALL:
            values[DONE.format(key)] = in_tens(mix.practice)
            values[EXPLICIT.format(key)] = in_tens(mix.explicit)
    return {**values, **{OPINION.format(key): in_halves(mean) for key, mean in known.opinions.items()}}
