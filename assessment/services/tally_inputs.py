"""What the result of an imported round depends on: the tallies that came with it, since its responses did not."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from hashlib import sha256

from assessment.measurement.answers import Tally
from assessment.measurement.comparison import above
from assessment.measurement.contested import discussed_share
from assessment.measurement.instrument import Instrument
from assessment.measurement.perception import ConstructScore
from assessment.measurement.practices import PracticeState
from assessment.measurement.scores import SCALE_VERSION, Scores, score_tallies
from assessment.measurement.stages import Stage
from assessment.models import ConstructResult, PracticeResult, Result
from assessment.services.frozen import FrozenVersion


@dataclass(frozen=True)
class StageRange:
    """What only the single responses tell: the lowest and highest stage with one of them left out.

    Both None where there is no stage.
    """

    lowest: int | None
    highest: int | None


@dataclass(frozen=True)
class TallyInputs:
    """All that the result of an imported round depends on; `tallies` by practice, over `respondents` each.

    The stage range and the opinions can't be computed from tallies: they are taken as they came.
    """

    version: FrozenVersion
    instrument: Instrument
    tallies: Mapping[str, Tally]
    respondents: int
    # The n shown, for which a workshop counts as several: no score depends on it.
    people: int
    targets: Mapping[str, float]
    stage_range: StageRange
    opinions: tuple[ConstructScore, ...] = ()

    @cached_property
    def hash(self) -> str:
        """SHA-256 over the inputs in one canonical spelling, as 64 hexadecimal digits.

        The same on every installation: the version is named by its questionnaire, number and content.
        """
        spelled = {
            "scale": SCALE_VERSION,
            "version": [self.version.questionnaire_key, self.version.number, self.version.content_hash],
            "dimensions": [dimension.key for dimension in self.instrument.dimensions],
            "targets": {key: float(target) for key, target in self.targets.items()},
            "respondents": self.respondents,
            "people": self.people,
            "tallies": {key: [tally.pairs, tally.not_applicable] for key, tally in self.tallies.items()},
            "stage_range": [self.stage_range.lowest, self.stage_range.highest],
            "opinions": [asdict(opinion) for opinion in self.opinions],
        }
        return sha256(json.dumps(spelled, sort_keys=True).encode()).hexdigest()

    def shown(self) -> "TallyInputs":
        """Return them without what may not be shown of so few people."""
        return replace(self, opinions=tuple(self._shown(opinion) for opinion in self.opinions))

    def _shown(self, opinion: ConstructScore) -> ConstructScore:
        # SECURITY: a mean tells of single people below three, how often each value was given below five.
        limits = self.instrument.thresholds
        mean = opinion.mean if opinion.respondents >= limits.spread_raters else None
        counts = opinion.counts if opinion.respondents >= limits.distribution_respondents else {}
        return replace(opinion, mean=mean, counts=counts)

    def scores(self) -> Scores:
        """Return all scores; contested follows from the stage range and from how far the raters are apart."""
        scores = score_tallies(self.instrument, self.tallies, self.respondents, self.targets)
        if scores.overall.stage is None:
            return scores
        lowest, highest = self.stage_range.lowest, self.stage_range.highest
        discussed = discussed_share(self.instrument, scores.practices, scores.dimensions)
        disputed = above(discussed, self.instrument.thresholds.contested_share)
        overall = replace(
            scores.overall,
            contested=disputed or lowest != highest,
            stage_lowest=None if lowest is None else Stage(lowest),
            stage_highest=None if highest is None else Stage(highest),
        )
        return replace(scores, overall=overall)


def stored_tallies(
    result: Result, version: FrozenVersion, instrument: Instrument, targets: Mapping[str, float]
) -> TallyInputs:
    """Return the inputs that a stored result has in itself, in two queries."""
    rows = PracticeResult.objects.filter(result=result)
    return TallyInputs(
        version,
        instrument,
        {row.key: tally_of(row, result.respondents) for row in rows},
        result.respondents,
        result.people,
        dict(targets),
        StageRange(result.stage_lowest, result.stage_highest),
        tuple(opinion_of(row) for row in ConstructResult.objects.filter(result=result).order_by("position")),
    )


def tally_of(row: PracticeResult, respondents: int) -> Tally:
    """Return the stored tally of a practice over this number of respondents."""
    pairs = tuple((float(x), float(e), int(raters)) for x, e, raters in row.tally)
    return Tally(pairs, row.not_applicable, respondents)


def tallies_elsewhere(rows: Iterable[PracticeResult], respondents: int) -> dict[str, Tally]:
    """Return the stored tallies of a round by practice, to be scored by another version than its own."""
    return {row.key: tally_elsewhere(row, respondents) for row in rows}


def tally_elsewhere(row: PracticeResult, respondents: int) -> Tally:
    """Return the stored tally of a practice, to be scored by another version than the round's own.

    What did not apply in the round's own result does not apply there either.
    """
    # SECURITY: a few may have rated it all the same, and no page shows their mean. Where another version makes it
    # essential, it would be rated: as what holds back, if nothing else, it would tell what one person answered.
    if row.state == PracticeState.NOT_APPLICABLE:
        return Tally(not_applicable=respondents, respondents=respondents)
    return tally_of(row, respondents)


def opinion_of(row: ConstructResult) -> ConstructScore:
    """Return a stored construct."""
    counts = {item: tuple(int(count) for count in values) for item, values in row.counts.items()}
    return ConstructScore(row.key, row.respondents, row.mean, counts)
