"""The common core of several versions: the practices that all of them have, as the newest one measures them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from .answers import Tally
from .instrument import Dimension, Instrument, InstrumentError, Practice
from .scores import Scores, score_tallies


@dataclass(frozen=True)
class CommonCore:
    """What several instruments have in common, and what each of them has beyond it; practices by key.

    `instrument` has no dimension where they share no practice. `left_out` holds, for each of the given
    instruments in their order, the practices that another one lacks, in its own order. `moved` are the
    practices of the core that stand in another dimension in an older instrument than in the newest.
    """

    instrument: Instrument
    left_out: tuple[tuple[str, ...], ...]
    moved: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the instruments share no practice."""
        return not self.instrument.dimensions


def common_core(*instruments: Instrument) -> CommonCore:
    """Return the common core of these instruments, given from the oldest to the newest.

    A practice is the same where its key is. Everything else is as the newest instrument has it: the
    dimension of a practice, weights, essentials, efforts, overlays, thresholds. Prerequisites outside
    the core are left out, and so is a dimension without a practice in it. Raises InstrumentError
    where no instrument is given. Source: docs/measurement.md, "Comparing versions".
    """
    if not instruments:
        raise InstrumentError("a common core needs an instrument")
    newest = instruments[-1]
    shared = frozenset.intersection(*(instrument.practice_keys for instrument in instruments))
    kept = (_restricted(dimension, shared) for dimension in newest.dimensions)
    core = Instrument(tuple(dimension for dimension in kept if dimension.practices), newest.thresholds)
    left_out = tuple(
        tuple(practice.key for practice in instrument.practices if practice.key not in shared)
        for instrument in instruments
    )
    return CommonCore(core, left_out, _moved(core, instruments[:-1]))


def rescored(core: CommonCore, tallies: Mapping[str, Tally], respondents: int, targets: Mapping[str, float]) -> Scores:
    """Return the scores that one assessment has on the common core; its tallies beyond it are passed over.

    The other arguments are those of `score_tallies`, with a target for every dimension of the core. Where
    a practice does not apply in the assessment's own result, its tally should say so for all respondents.
    As there, whether the result is contested and its range of stages stay open: that takes the single
    responses. Raises AnswerError and TargetError as `score_tallies` does.
    """
    within = {key: tally for key, tally in tallies.items() if key in core.instrument.practice_keys}
    return score_tallies(core.instrument, within, respondents, targets)


def _restricted(dimension: Dimension, shared: frozenset[str]) -> Dimension:
    """The dimension with these practices alone."""
    practices = (_standing_alone(practice, shared) for practice in dimension.practices if practice.key in shared)
    return replace(dimension, practices=tuple(practices))


def _standing_alone(practice: Practice, shared: frozenset[str]) -> Practice:
    """The practice without the prerequisites that are left out."""
    return replace(practice, prerequisites=tuple(key for key in practice.prerequisites if key in shared))


def _moved(core: Instrument, older: Sequence[Instrument]) -> tuple[str, ...]:
    """The practices of the core with another dimension in one of the older instruments, in the order of the core."""
    homes, *others = (_homes(instrument) for instrument in (core, *older))
    return tuple(key for key, home in homes.items() if any(other[key] != home for other in others))


def _homes(instrument: Instrument) -> dict[str, str]:
    """The key of the dimension of each practice."""
    return {practice.key: dimension.key for dimension in instrument.dimensions for practice in dimension.practices}
