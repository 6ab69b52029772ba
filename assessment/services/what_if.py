"""What if: a result with some practices done better than today, computed from its tallies and never stored."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils import timezone

from assessment.measurement.advice import CHANGING, DOING
from assessment.measurement.answers import Tally
from assessment.measurement.roadmap import Placement
from assessment.measurement.scores import SCALE_VERSION
from assessment.measurement.what_if import Tried, what_if
from assessment.models import PracticeResult, Result
from assessment.services.result_rows import rows_of
from assessment.services.results import tally_of, targets_of
from assessment.services.stored_results import PracticeView, ResultView, view_of


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one practice is tried with: how far done and how far agreed, each 0..1; None leaves it as today."""

    done: float | None = None
    agreed: float | None = None

    @property
    def tried(self) -> Tried:
        # Nobody's answer is lowered, so that 0 leaves it as it is.
        return Tried(self.done or 0.0, self.agreed or 0.0)


Attempts = Mapping[str, Attempt]
"""By the key of the practice."""


def projected(view: ResultView, attempts: Attempts) -> ResultView:
    """Return the result as it would be with these attempts, in two queries; nothing is saved.

    Without attempts it has the scores of `view`. It is never contested, which takes the single
    responses. Raises AnswerError for a practice that was not asked.
    """
    assessment, result = view.assessment, view.result
    instrument = view.version.instrument(assessment.facts())
    targets = targets_of(assessment, instrument)
    tried = {key: attempt.tried for key, attempt in attempts.items()}
    scores = what_if(instrument, tallies_of(result), result.respondents, targets, tried)
    unsaved = Result(
        assessment=assessment, people=result.people, scale_version=SCALE_VERSION, computed_at=timezone.now()
    )
    return view_of(rows_of(unsaved, instrument, scores), targets)


def tallies_of(result: Result) -> dict[str, Tally]:
    """Return the stored tally of each practice by its key, in one query."""
    rows = PracticeResult.objects.filter(result=result)
    return {row.key: tally_of(row, result.respondents) for row in rows}


def attempts_for(view: ResultView, placements: Collection[Placement]) -> dict[str, Attempt]:
    """Return what it means to do every step of the roadmap with these placements, as its gains are computed.

    What is to be discussed or found out is left out: nobody knows where that leads.
    """
    return {
        practice.key: _attempt(practice, view.version.thresholds.agreed)
        for practice in view.practices
        if practice.advised and practice.advised.placement in placements and practice.advised.action in CHANGING
    }


def _attempt(practice: PracticeView, agreed: float) -> Attempt:
    does = practice.advised is not None and practice.advised.action in DOING
    return Attempt(practice.target if does else None, agreed)
