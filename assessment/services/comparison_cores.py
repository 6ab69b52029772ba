"""Organizations on several versions of a questionnaire, scored anew on the practices that all of these have."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from uuid import UUID

from assessment.measurement.answers import Tally
from assessment.measurement.common_core import CommonCore, common_core, rescored
from assessment.measurement.dimensions import DimensionState
from assessment.measurement.instrument import Instrument
from assessment.measurement.scores import Scores
from assessment.measurement.targets import default_target
from assessment.models import Assessment, PracticeResult, Result, Target, Version
from assessment.services.comparison_rows import Round, Row, Score, with_scores
from assessment.services.tally_inputs import tally_elsewhere
from assessment.services.versions import FrozenVersion, frozen

MOST_KEPT = 2000  # rescored results held in the process


@dataclass(frozen=True)
class Core:
    """What the versions, from the oldest to the newest, have in common."""

    versions: tuple[FrozenVersion, ...]
    # By the keys of the dimensions that are asked of an organization in each version.
    _cores: dict[tuple[tuple[str, ...], ...], CommonCore] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def whole(self) -> CommonCore:
        """The common core of all that any organization is asked."""
        return self._core([version.whole_instrument() for version in self.versions])

    @property
    def is_empty(self) -> bool:
        return self.whole.is_empty

    def left_out(self) -> list[tuple[FrozenVersion, list[str]]]:
        """Return the names of the practices left out, by the version that has them."""
        pairs = zip(self.versions, self.whole.left_out, strict=True)
        return [(version, [version.practices[key].name for key in keys]) for version, keys in pairs if keys]

    def of(self, assessment: Assessment) -> CommonCore:
        """Return the common core of what this organization is asked."""
        return self._core([version.instrument(assessment.facts()) for version in self.versions])

    def _core(self, instruments: Sequence[Instrument]) -> CommonCore:
        asked = tuple(tuple(dimension.key for dimension in instrument.dimensions) for instrument in instruments)
        if asked not in self._cores:
            self._cores[asked] = common_core(*instruments)
        return self._cores[asked]


def core_of(versions: Iterable[Version]) -> Core:
    """Return the common core of these versions, given from the oldest to the newest."""
    return Core(tuple(frozen(version) for version in versions))


class Missing:
    """Stands for a result that was not rescored yet; None is one without anything of the core."""


MISSING = Missing()
# A stored result never changes: one that is computed anew has another number. So this is kept for the process's life.
Key = tuple[UUID, int, tuple[UUID, ...]]
_kept: dict[Key, Scores | None] = {}


def on_core(rows: Sequence[Row], core: Core) -> list[Row]:
    """Return the rows with the scores that their tallies have on the common core; in at most three queries."""
    rounds = [each for row in rows for each in (row.latest, row.previous) if each is not None]
    scores = _scores(rounds, core)
    return [_row(row, scores) for row in rows]


def _row(row: Row, scores: Mapping[int, Scores | None]) -> Row:
    own = scores.get(row.latest.result)
    previous = None if row.previous is None else _round(row.previous, scores.get(row.previous.result))
    moved = replace(row, latest=_round(row.latest, own), previous=previous)
    return with_scores(moved, {} if own is None else _dimensions(own))


def _dimensions(scores: Scores) -> dict[str, Score | None]:
    applying = [each for each in scores.dimensions.values() if each.state is not DimensionState.NOT_APPLICABLE]
    return {
        each.key: Score(each.mix.practice, each.mix) if each.mix and each.state is DimensionState.REPORTABLE else None
        for each in applying
    }


def _round(stored: Round, scores: Scores | None) -> Round:
    """A round with its overall scores on the core; whether it is contested stays open."""
    bare = replace(stored, core=True, contested=False, stage_lowest=None, stage_highest=None)
    if scores is None:
        return replace(bare, mix=None, stage=None, coverage=None, limiting_dimension="")
    overall = scores.overall
    return replace(
        bare,
        mix=overall.mix,
        stage=overall.stage,
        coverage=overall.coverage,
        limiting_dimension=overall.limiting_dimension or "",
    )


def _scores(rounds: Sequence[Round], core: Core) -> dict[int, Scores | None]:
    """The scores by result; None where nothing of the core is asked of the organization."""
    versions = tuple(version.uid for version in core.versions)
    keys = {each.result: (each.uid, each.result, versions) for each in rounds}
    # Another thread may empty it at any time.
    looked_up = {pk: _kept.get(key, MISSING) for pk, key in keys.items()}
    kept = {pk: scores for pk, scores in looked_up.items() if not isinstance(scores, Missing)}
    computed = _computed([pk for pk in keys if pk not in kept], core)
    if len(_kept) > MOST_KEPT:
        _kept.clear()
    _kept.update({keys[pk]: scores for pk, scores in computed.items()})
    return kept | computed


def _computed(results: Sequence[int], core: Core) -> dict[int, Scores | None]:
    if not results:
        return {}
    found = Result.objects.filter(pk__in=results).select_related("assessment").order_by()
    stored = {result.pk: result for result in found}
    tallies = _tallies(stored)
    targets = _targets(result.assessment_id for result in stored.values())
    return {
        pk: _rescored(result, core.of(result.assessment), tallies.get(pk, {}), targets.get(result.assessment_id, {}))
        for pk, result in stored.items()
    }


def _rescored(
    result: Result, core: CommonCore, tallies: Mapping[str, Tally], targets: Mapping[str, float]
) -> Scores | None:
    if core.is_empty:
        return None
    default = default_target(result.assessment.criticality, core.instrument.thresholds)
    own = {each.key: targets.get(each.key, default) for each in core.instrument.dimensions}
    return rescored(core, tallies, result.respondents, own)


def _tallies(stored: Mapping[int, Result]) -> dict[int, dict[str, Tally]]:
    tallies: dict[int, dict[str, Tally]] = {}
    rows = PracticeResult.objects.filter(result__in=stored).order_by()
    for row in rows.only("result_id", "key", "state", "tally", "not_applicable"):
        tallies.setdefault(row.result_id, {})[row.key] = tally_elsewhere(row, stored[row.result_id].respondents)
    return tallies


def _targets(assessments: Iterable[int]) -> dict[int, dict[str, float]]:
    targets: dict[int, dict[str, float]] = {}
    rows = Target.objects.filter(assessment__in=list(assessments)).order_by()
    for assessment, key, value in rows.values_list("assessment", "dimension_key", "value"):
        targets.setdefault(assessment, {})[key] = value
    return targets
