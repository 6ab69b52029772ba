"""How far the organizations of a comparison want to go in each dimension."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from assessment.measurement.targets import default_target
from assessment.models import Assessment, Target, Version
from assessment.services.comparison_rows import Row


def targets_of(rows: Sequence[Row], versions: Sequence[Version], dimensions: Sequence[str]) -> list[dict[str, float]]:
    """Return the targets, 0..1, of the latest round of each row by dimension, in two queries.

    As the round has them: its own, else the one that goes with how critical the models were when it opened.
    `versions` are those of the rows.
    """
    rounds = [row.latest.uid for row in rows]
    critical = dict(Assessment.objects.filter(uid__in=rounds).order_by().values_list("uid", "criticality"))
    own = _own([row.latest.result for row in rows])
    thresholds = {version.pk: version.thresholds() for version in versions}
    defaults = [default_target(critical[row.latest.uid], thresholds[row.latest.version]) for row in rows]
    return [
        {key: own[row.latest.result].get(key, default) for key in dimensions}
        for row, default in zip(rows, defaults, strict=True)
    ]


def _own(results: Sequence[int]) -> Mapping[int, dict[str, float]]:
    own: defaultdict[int, dict[str, float]] = defaultdict(dict)
    found = Target.objects.filter(assessment__result__in=results).order_by()
    for result, key, value in found.values_list("assessment__result", "dimension_key", "value"):
        own[result][key] = value
    return own
