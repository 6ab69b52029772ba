"""How far the organizations of a comparison want to go in each dimension."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from assessment.measurement.targets import default_target
from assessment.models import Assessment, Version
from assessment.services.comparison_rows import Row


def targets_of(rows: Sequence[Row], versions: Sequence[Version], dimensions: Sequence[str]) -> list[dict[str, float]]:
    """Return the targets, 0..1, of the latest round of each row by dimension, in one query.

    As the round has them: its own, else the one that goes with how critical the models were when it opened.
    `versions` are those of the rows.
    """
    critical, own = _stored([row.latest.uid for row in rows])
    thresholds = {version.pk: version.thresholds() for version in versions}
    defaults = [default_target(critical[row.latest.uid], thresholds[row.latest.version]) for row in rows]
    return [
        {key: own[row.latest.uid].get(key, default) for key in dimensions}
        for row, default in zip(rows, defaults, strict=True)
    ]


def _stored(rounds: Sequence[UUID]) -> tuple[dict[UUID, str], Mapping[UUID, dict[str, float]]]:
    """How critical the models were in each round, and its own targets."""
    critical: dict[UUID, str] = {}
    own: defaultdict[UUID, dict[str, float]] = defaultdict(dict)
    found = Assessment.objects.filter(uid__in=rounds).order_by()
    for uid, criticality, key, value in found.values_list(
        "uid", "criticality", "targets__dimension_key", "targets__value"
    ):
        critical[uid] = criticality
        if key is not None and value is not None:
            own[uid][key] = value
    return critical, own
