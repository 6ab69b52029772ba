"""The stored opinions of a round read back, as far as they may be shown."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessment.models import Assessment, ConstructResult
from assessment.services.frozen import FrozenQuestion
from assessment.services.versions import frozen


@dataclass(frozen=True)
class StatementView:
    """One statement: how many gave each value of 1..5, turned round where it is reversed."""

    question: FrozenQuestion
    counts: tuple[int, ...]

    @property
    def answered(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class ConstructView:
    """One construct; `mean` of 1..5 only from three respondents, `statements` only from five (else empty)."""

    key: str
    title: str
    description: str
    respondents: int
    mean: float | None
    statements: tuple[StatementView, ...]

    @property
    def shares(self) -> tuple[float, ...]:
        """The share 0..1 of each value of 1..5 among all answers to its statements; () where not shown."""
        counts = [sum(column) for column in zip(*(each.counts for each in self.statements), strict=True)]
        return tuple(count / sum(counts) for count in counts) if any(counts) else ()


def opinions_shown(assessment: Assessment) -> tuple[ConstructView, ...]:
    """Return the constructs of a closed round in the order of the questionnaire, in one query."""
    rows = ConstructResult.objects.filter(result__assessment=assessment).order_by("position")
    return tuple(_view(assessment, row) for row in rows)


def _view(assessment: Assessment, row: ConstructResult) -> ConstructView:
    version = frozen(assessment.version)
    described: Mapping[str, str] = version.constructs.get(row.key, {})
    limits = version.thresholds
    # SECURITY: a mean tells of single people below three, how often each value was given below five.
    mean = row.mean if row.respondents >= limits.spread_raters else None
    statements = _statements(assessment, row) if row.respondents >= limits.distribution_respondents else ()
    return ConstructView(
        row.key, described.get("title", row.key), described.get("description", ""), row.respondents, mean, statements
    )


def _statements(assessment: Assessment, row: ConstructResult) -> tuple[StatementView, ...]:
    questions = frozen(assessment.version).questions
    shown = [StatementView(questions[key], tuple(counts)) for key, counts in row.counts.items() if key in questions]
    return tuple(sorted(shown, key=lambda each: list(questions).index(each.question.key)))
