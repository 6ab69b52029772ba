"""The bridge from rows to the measurement and back: recompute and store the result of an assessment."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from assessment.measurement.answers import NOT_APPLICABLE, UNKNOWN, Answer, Rating
from assessment.measurement.dimensions import Bounds
from assessment.measurement.instrument import Instrument
from assessment.measurement.mix import Mix
from assessment.measurement.perception import ConstructScore
from assessment.measurement.scores import SCALE_VERSION, Scores, score
from assessment.measurement.targets import default_target
from assessment.models import Answer as AnswerRow
from assessment.models import Assessment, ConstructResult, DimensionResult, Option, PracticeResult, Response, Result
from assessment.models.result import MixColumns
from assessment.services.frozen import FrozenOption, FrozenQuestion, FrozenVersion
from assessment.services.opinions import opinions_of
from assessment.services.result_rows import ResultRows, rows_of
from assessment.services.tally_inputs import TallyInputs, stored_tallies
from assessment.services.tally_inputs import tally_of as tally_of  # read back here with the rest of what is stored
from assessment.services.versions import frozen

Responses = list[dict[str, Answer]]


@dataclass(frozen=True)
class Inputs:
    """All that a result depends on: nothing here says who answered, or in which order."""

    version: FrozenVersion
    instrument: Instrument
    responses: Responses
    targets: dict[str, float]
    # The n shown, for which a workshop counts as several: no score depends on it.
    people: int
    opinions: tuple[ConstructScore, ...] = ()

    def scores(self) -> Scores:
        """Return all scores, fresh from the measurement."""
        return score(self.instrument, self.responses, self.targets)

    @cached_property
    def hash(self) -> str:
        """SHA-256 over the inputs in one canonical spelling, as 64 hexadecimal digits."""
        spelled: dict[str, object] = {
            "scale": SCALE_VERSION,
            "version": [str(self.version.uid), self.version.content_hash],
            "dimensions": [dimension.key for dimension in self.instrument.dimensions],
            "targets": self.targets,
            "responses": sorted(_spelled(answers) for answers in self.responses),
        }
        if self.people != len(self.responses):
            spelled["people"] = self.people
        if self.opinions:
            spelled["opinions"] = [asdict(opinion) for opinion in self.opinions]
        return sha256(json.dumps(spelled, sort_keys=True).encode()).hexdigest()


def _spelled(answers: Mapping[str, Answer]) -> str:
    """One response without its author, the same in whatever order its answers come."""
    known = {
        key: [answer.x, answer.e] if isinstance(answer, Rating) else answer.value
        for key, answer in answers.items()
        if answer is not UNKNOWN
    }
    return json.dumps(known, sort_keys=True)


@transaction.atomic
def recompute(assessment: Assessment) -> Result:
    """Score the submitted responses and store the result, replacing the one there was.

    Call it in the transaction of the change, with the assessment's row locked. With nothing submitted
    the result is there too, not reportable and without a rated practice. Where the inputs are those of
    the stored result, it is returned as it is.
    """
    inputs = inputs_of(assessment)
    stored = Result.objects.filter(assessment=assessment, inputs_hash=inputs.hash).first()
    return stored or store(computed_rows(assessment, inputs))


def inputs_of(assessment: Assessment) -> Inputs | TallyInputs:
    """Return what the result of the assessment depends on, in four queries (with its version at hand).

    For a round that was imported these are the tallies that are stored with its result.
    """
    return response_inputs(assessment) if assessment.imported_at is None else tally_inputs(assessment)


def response_inputs(assessment: Assessment) -> Inputs:
    """Return what the submitted responses and the targets of the assessment say, in four queries.

    One more where the version asks for opinions.
    """
    version = frozen(assessment.version)
    instrument = version.instrument(assessment.facts())
    submitted = _submitted(assessment)
    responses = _responses(assessment, version, instrument, submitted)
    return Inputs(
        version,
        instrument,
        responses,
        targets_of(assessment, instrument),
        people=sum(submitted.values()),
        opinions=opinions_of(assessment, version, submitted),
    )


def tally_inputs(assessment: Assessment) -> TallyInputs:
    """Return what the stored result of the assessment has in itself, with its targets, in four queries.

    Raises Result.DoesNotExist where there is none.
    """
    version = frozen(assessment.version)
    instrument = version.instrument(assessment.facts())
    result = Result.objects.get(assessment=assessment)
    return stored_tallies(result, version, instrument, targets_of(assessment, instrument))


def computed_rows(assessment: Assessment, inputs: Inputs | TallyInputs) -> ResultRows:
    """Return the rows of the result, unsaved, as the measurement computes them from the inputs."""
    result = Result(
        assessment=assessment,
        people=inputs.people,
        scale_version=SCALE_VERSION,
        inputs_hash=inputs.hash,
        computed_at=timezone.now(),
    )
    return rows_of(result, inputs.instrument, scores_of(inputs), inputs.opinions)


def scores_of(inputs: Inputs | TallyInputs) -> Scores:
    """Return the scores of these inputs, fresh from the measurement."""
    return inputs.scores()


def store(rows: ResultRows) -> Result:
    """Store the rows of a result in place of those there were; return it."""
    Result.objects.filter(assessment=rows.result.assessment).delete()
    rows.result.save()
    DimensionResult.objects.bulk_create(rows.dimensions)
    PracticeResult.objects.bulk_create(rows.practices)
    ConstructResult.objects.bulk_create(rows.constructs)
    return rows.result


def _submitted(assessment: Assessment) -> dict[int, int]:
    """How many people each submitted response is of, by its number."""
    return dict(assessment.responses.submitted().order_by("pk").values_list("pk", "people"))


def _responses(
    assessment: Assessment, version: FrozenVersion, instrument: Instrument, submitted: Iterable[int]
) -> Responses:
    """The answers of each submitted response by practice key, blank responses included."""
    return list(answers_by_response(assessment, version, instrument, submitted).values())


def answers_by_response(
    assessment: Assessment, version: FrozenVersion, instrument: Instrument, submitted: Iterable[int]
) -> dict[int, dict[str, Answer]]:
    """Return the answers of each submitted response (by number) by practice key, blank ones included, in one query.

    A practice's state in a response: docs/measurement.md, "Answers". Practices of sections that are
    not asked under the assessment's facts are left out.
    """
    chosen = _chosen(assessment, version, submitted)
    return {response: answers_from(version, instrument, options) for response, options in chosen.items()}


def answers_from(
    version: FrozenVersion, instrument: Instrument, options: Mapping[int, FrozenOption]
) -> dict[str, Answer]:
    """Return what one respondent said of each practice of the instrument, from the options chosen by question."""
    return {
        key: _answer(options.get(practice.question.pk), options.get(practice.recognition.pk))
        for key, practice in version.practices.items()
        if key in instrument.practice_keys
    }


def _chosen(
    assessment: Assessment, version: FrozenVersion, submitted: Iterable[int]
) -> dict[int, dict[int, FrozenOption]]:
    """The chosen options by response and question, for the facets of practices."""
    chosen: dict[int, dict[int, FrozenOption]] = {pk: {} for pk in submitted}
    rows = AnswerRow.objects.filter(
        response__assessment=assessment,
        response__state=Response.State.SUBMITTED,
        question__practice__isnull=False,
        option__isnull=False,
    )
    for response, question, option in rows.values_list("response_id", "question_id", "option_id"):
        asked: FrozenQuestion = version.questions_by_pk[question]
        if response in chosen and option is not None:
            chosen[response][question] = asked.options_by_pk[option]
    return chosen


def _answer(practice: FrozenOption | None, recognition: FrozenOption | None) -> Answer:
    """What one respondent said of one practice, from the options chosen for its two facets."""
    if practice is None or practice.code == Option.Code.UNKNOWN:
        return UNKNOWN
    if practice.code == Option.Code.NOT_APPLICABLE:
        return NOT_APPLICABLE
    # Not knowing how it came about is worth 0 points: a known recognition of 0, not a blank one.
    if practice.points is None or recognition is None or recognition.points is None:
        return UNKNOWN
    return Rating(x=practice.points, e=recognition.points)


def targets_of(assessment: Assessment, instrument: Instrument) -> dict[str, float]:
    """Return the target of each dimension, 0..1: the assessment's own, else that of its criticality."""
    own = dict(assessment.targets.values_list("dimension_key", "value"))
    defaults = default_targets(assessment, instrument)
    return {key: own.get(key, default) for key, default in defaults.items()}


def default_targets(assessment: Assessment, instrument: Instrument) -> dict[str, float]:
    """Return the target of each dimension, 0..1, that goes with the criticality of the assessment."""
    default = default_target(assessment.criticality, instrument.thresholds)
    return {dimension.key: default for dimension in instrument.dimensions}


# --- Reading what is stored ----------------------------------------------------------------------


def mix_of(row: MixColumns) -> Mix | None:
    """Return the stored mix of a result, a dimension or a practice; None where there is none."""
    explicit, implicit, declared, absent = (
        row.mix_explicit,
        row.mix_implicit,
        row.mix_declared,
        row.mix_absent,
    )
    if explicit is None or implicit is None or declared is None or absent is None:
        return None
    return Mix(explicit, implicit, declared, absent)


def bounds_of(row: Result | DimensionResult) -> Bounds | None:
    """Return the stored bounds of a result or a dimension; None where nothing applies."""
    low, high = row.practice_low, row.practice_high
    explicit_low, explicit_high = row.explicit_low, row.explicit_high
    if low is None or high is None or explicit_low is None or explicit_high is None:
        return None
    return Bounds(low, high, explicit_low, explicit_high)
