"""Two rounds of one organization practice by practice: as stored, or on what their versions have in common."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from assessment.measurement.common_core import CommonCore, common_core, rescored
from assessment.measurement.comparison import settled
from assessment.measurement.mix import Mix
from assessment.measurement.practices import PracticeState
from assessment.measurement.scores import SCALE_VERSION
from assessment.models import PracticeResult, Result
from assessment.services.frozen import FrozenPractice, FrozenSection
from assessment.services.result_rows import rows_of
from assessment.services.results import mix_of, targets_of
from assessment.services.tally_inputs import tallies_elsewhere
from assessment.services.trends import Round


@dataclass(frozen=True, slots=True)
class Standing:
    """A practice in one round: x and e are 0..1, None unless rated, and then by how many; `action` may be empty."""

    state: PracticeState
    raters: int
    x: float | None
    e: float | None
    mix: Mix | None
    action: str


@dataclass(frozen=True)
class Side:
    """One of the two rounds as it is compared; stage and mix None where its overall result is not reportable."""

    round: Round
    stage: int | None
    mix: Mix | None
    coverage: float | None
    held_back_by: tuple[str, ...]
    practices: Mapping[str, Standing]


@dataclass(frozen=True)
class Change:
    """One practice in both rounds, with its dimension, both as the newer version has them."""

    practice: FrozenPractice
    section: FrozenSection
    before: Standing
    after: Standing

    @property
    def done(self) -> float | None:
        """By how much it is done more, -1..1; None unless rated in both rounds."""
        return None if self.before.x is None or self.after.x is None else self.after.x - self.before.x

    @property
    def agreed(self) -> float | None:
        """By how much it is agreed more, -1..1; None unless rated in both rounds."""
        return None if self.before.e is None or self.after.e is None else self.after.e - self.before.e

    @property
    def rise(self) -> float:
        """How far it moved up and to the right on the adoption map, together; below 0 where it fell."""
        return settled((self.done or 0.0) + (self.agreed or 0.0))

    @property
    def size(self) -> float:
        """How far it moved in either direction, along both axes together."""
        return settled(abs(self.done or 0.0) + abs(self.agreed or 0.0))

    @property
    def has_changed(self) -> bool:
        """Whether it moved, or is known in one of the rounds alone."""
        return self.size > 0 or self.before.state is not self.after.state


@dataclass(frozen=True)
class Difference:
    """Two rounds side by side, what moved most at the front.

    `is_rescored` says whether both were scored anew on their common core; then `only_before` and
    `only_after` are the practices left out, each as its own version has it, and `moved` those that
    stand in another dimension in the older version.
    """

    before: Side
    after: Side
    changes: tuple[Change, ...]
    is_rescored: bool = False
    only_before: tuple[FrozenPractice, ...] = ()
    only_after: tuple[FrozenPractice, ...] = ()
    moved: tuple[FrozenPractice, ...] = ()

    @cached_property
    def changed(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.has_changed)

    @cached_property
    def unchanged(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if not change.has_changed)

    @cached_property
    def risen(self) -> tuple[Change, ...]:
        """What rose, most at the front."""
        return tuple(sorted((each for each in self.changes if each.rise > 0), key=lambda each: -each.rise))

    @cached_property
    def fallen(self) -> tuple[Change, ...]:
        """What fell, most at the front."""
        return tuple(sorted((each for each in self.changes if each.rise < 0), key=lambda each: each.rise))


Rows = Mapping[str, PracticeResult]
"""The rows of one round by practice."""


def difference_of(before: Round, after: Round) -> Difference | None:
    """Return the two rounds compared by practice; None where they are on different questionnaires.

    One query where they were measured alike: what is stored is compared. Else three: both are scored anew
    on the practices that both have, as the newer version measures them; nothing is saved.
    """
    if not after.is_of_the_questionnaire_of(before):
        return None
    rows = _rows(before, after)
    if after.is_like(before):
        sides = (_side(each, each.result, rows[each.result.pk].values()) for each in (before, after))
        return _difference(*sides, core=None)
    newer = _newer(before, after)
    older = after if newer is before else before
    core = common_core(older.instrument, newer.instrument)
    return _difference(*(_anew(each, core, rows[each.result.pk]) for each in (before, after)), core=core)


def _newer(before: Round, after: Round) -> Round:
    """The one on the newer version; the later round where both are on the same."""
    return max((before, after), key=lambda each: (each.version.number or 0, each is after))


def _rows(*rounds: Round) -> Mapping[int, Rows]:
    """The stored practices of these rounds by result and practice, in one query."""
    found: dict[int, dict[str, PracticeResult]] = {each.result.pk: {} for each in rounds}
    for row in PracticeResult.objects.filter(result__in=found).order_by("result", "position"):
        found[row.result_id][row.key] = row
    return found


def _anew(one: Round, core: CommonCore, rows: Rows) -> Side:
    """The round scored on the common core from its stored tallies, with the targets that it had."""
    respondents = one.result.respondents
    tallies = tallies_elsewhere(rows.values(), respondents)
    scores = rescored(core, tallies, respondents, targets_of(one.assessment, core.instrument))
    unsaved = Result(assessment=one.assessment, people=one.result.people, scale_version=SCALE_VERSION)
    made = rows_of(unsaved, core.instrument, scores)
    return _side(one, made.result, made.practices)


def _side(one: Round, result: Result, practices: Iterable[PracticeResult]) -> Side:
    return Side(
        round=one,
        stage=result.stage,
        mix=mix_of(result) if result.reportable else None,
        coverage=result.coverage,
        held_back_by=tuple(result.held_back_by),
        practices={row.key: _standing(row) for row in practices},
    )


def _standing(row: PracticeResult) -> Standing:
    state = PracticeState(row.state)
    # SECURITY: of what does not apply, how many rated it all the same is nobody's number.
    raters = row.raters if state is PracticeState.RATED else 0
    return Standing(state, raters, row.x, row.e, mix_of(row), row.action)


def _difference(before: Side, after: Side, *, core: CommonCore | None) -> Difference:
    newer = _newer(before.round, after.round)
    changes = tuple(
        Change(practice, section, before.practices[practice.key], after.practices[practice.key])
        for section in newer.version.dimensions
        for practice in section.practices
        if practice.key in before.practices and practice.key in after.practices
    )
    ordered = tuple(sorted(changes, key=lambda change: (not change.has_changed, -change.size)))
    if core is None:
        return Difference(before, after, ordered)
    shared = core.instrument.practice_keys
    return Difference(
        before,
        after,
        ordered,
        is_rescored=True,
        only_before=_beyond(before.round, shared),
        only_after=_beyond(after.round, shared),
        moved=tuple(newer.version.practices[key] for key in core.moved),
    )


def _beyond(one: Round, shared: frozenset[str]) -> tuple[FrozenPractice, ...]:
    """The practices that the round was asked and that are not among these, in its order."""
    keys = (practice.key for practice in one.instrument.practices if practice.key not in shared)
    return tuple(one.version.practices[key] for key in keys)
