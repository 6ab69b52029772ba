"""A result beside the benchmark of its questionnaire: what others have, dimension by dimension."""

from dataclasses import replace

from assessment.measurement.benchmark import WHOLE
from assessment.models import Assessment, Snapshot, SnapshotValue
from assessment.services.benchmarks import HUNDRED, measures_alike
from assessment.services.result_views import Benchmark, DimensionView, ResultView


def with_benchmark(view: ResultView) -> ResultView:
    """Return the result with the means of all contributing organizations beside its dimensions, in one query.

    From the latest snapshot of its questionnaire over organizations of its own kind. Unchanged where that
    measures something else: on another version, or on the common core of several, be it in the snapshot itself
    or in the earlier one that a number was kept from.
    """
    found = _marks(view.assessment)
    return replace(view, dimensions=tuple(_marked(dimension, found) for dimension in view.dimensions))


def _marked(dimension: DimensionView, found: dict[str, Benchmark]) -> DimensionView:
    return replace(dimension, benchmark=found.get(dimension.section.key))


def _marks(assessment: Assessment) -> dict[str, Benchmark]:
    newest = Snapshot.objects.newest().of_kind(synthetic=assessment.organization.synthetic)
    values = SnapshotValue.objects.published().filter(
        snapshot__in=newest.filter(questionnaire=assessment.version.questionnaire_id), family=WHOLE
    )
    return {
        value.subject: Benchmark(value.practice / HUNDRED, value.n, value.snapshot.taken_at, value.snapshot.synthetic)
        for value in values.select_related("snapshot", "made_in")
        if measures_the_same(value.snapshot, assessment) and measures_alike(value.made_in, value.snapshot)
    }


def measures_the_same(snapshot: Snapshot, assessment: Assessment) -> bool:
    """Whether a result on the assessment's version may stand beside the numbers of the snapshot."""
    return snapshot.version_id == assessment.version_id and not snapshot.left_out
