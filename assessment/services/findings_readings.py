"""What each organization contributes to the findings: readings by subject, from its latest closed round."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assessment.measurement.benchmark import OVERALL, Contribution
from assessment.measurement.comparison import above, at_least, settled
from assessment.measurement.findings import Reading
from assessment.models import Assessment, ConstructResult, PracticeResult
from assessment.models.facts import Serving
from assessment.services.contributions import Contributions
from assessment.services.frozen import FrozenPractice, FrozenVersion
from assessment.services.opinions import constructs_of
from assessment.services.survey import is_asked_about
from assessment.services.versions import frozen

# The questionnaire whose questions grew from the study.
QUESTIONNAIRE = "mlops-adoption"
RELEASE = "release"
STAGE, HALF, IMPLICIT, EXPLICIT, BATCH, ONLINE = "stage", "half", "implicit", "explicit", "batch", "online"
OPINION, PRACTICE = "opinion-", "practice-"
# The opinions that a finding of the study is about; the data set has all of them.
OPINIONS = ("tool-cost", "learning", "generative-promise", "explainable-promise", "awareness")
# SECURITY: what the benchmark publishes a mean of is published by groups here. Means of almost the same
# organizations could be subtracted, and would leave those who consented to one purpose alone.
GROUPS = {STAGE: 5, HALF: 2, IMPLICIT: 2, EXPLICIT: 2, BATCH: 2, ONLINE: 2}
BY_SEGMENT = (HALF, IMPLICIT, EXPLICIT)
HALF_WAY = 0.5
HUNDRED, TENTHS = 100, 10

Readings = Mapping[str, Reading]


def has_segments(subject: str) -> bool:
    """Return whether a subject is published by sector and size, too."""
    return subject in BY_SEGMENT or subject.startswith(OPINION)


@dataclass(frozen=True)
class Round:
    """What the stored round of an organization says beside its mixes; opinions are means of 1 to 5, practices 0..1."""

    serving: str
    stage: int
    opinions: Mapping[str, float]
    practices: Mapping[str, float]


def rounds_of(found: Contributions) -> dict[str, Round]:
    """Return the rounds that the contributions are of by member, in three queries."""
    version, pks = frozen(found.version), list(found.rounds.values())
    opinions: dict[int, dict[str, float]] = {}
    for pk, key, mean in _opinions(version, pks):
        opinions.setdefault(pk, {})[key] = mean
    practices: dict[int, dict[str, float]] = {}
    for pk, key, x in _practices(version, pks):
        practices.setdefault(pk, {})[key] = x
    rows = Assessment.objects.filter(pk__in=pks).values_list("pk", "serving", "result__stage")
    rounds = {
        pk: Round(serving, stage, opinions.get(pk, {}), practices.get(pk, {}))
        for pk, serving, stage in rows
        if stage is not None
    }
    return {member: rounds[pk] for member, pk in found.rounds.items() if pk in rounds}


def _opinions(version: FrozenVersion, rounds: list[int]) -> Iterator[tuple[int, str, float]]:
    """The opinions that enough respondents gave, on the statements of this version."""
    asked = {construct.key: {item.key for item in construct.items} for construct in constructs_of(version)}
    # SECURITY: below this, a mean tells of single people.
    rows = ConstructResult.objects.filter(
        result__assessment__in=rounds, respondents__gte=version.thresholds.spread_raters, mean__isnull=False
    )
    for pk, key, mean, counts in rows.values_list("result__assessment", "key", "mean", "counts"):
        if mean is not None and asked.get(key) == set(counts):
            yield pk, key, mean


def _practices(version: FrozenVersion, rounds: list[int]) -> Iterator[tuple[int, str, float]]:
    """How far each practice is done that the survey asked about, too."""
    keys = [practice.key for practice in compared_practices(version)]
    rows = PracticeResult.objects.filter(
        result__assessment__in=rounds, result__assessment__version=version.pk, key__in=keys, x__isnull=False
    )
    for pk, key, x in rows.values_list("result__assessment", "key", "x"):
        if x is not None:
            yield pk, key, x


def compared_practices(version: FrozenVersion) -> list[FrozenPractice]:
    """Return the practices that stand beside the survey, in order.

    None of a dimension all of whose practices do: together they would make up its mean, which the
    benchmark publishes for others.
    """
    return [
        practice
        for section in version.dimensions
        if not all(map(is_asked_about, section.practices))
        for practice in section.practices
        if is_asked_about(practice)
    ]


def readings_of(contribution: Contribution, known: Round) -> dict[str, Reading]:
    """Return what one organization has of every subject that it can be counted in."""
    mix = contribution.mixes[OVERALL]
    groups = {
        STAGE: known.stage,
        HALF: int(at_least(mix.practice, HALF_WAY)),
        IMPLICIT: int(above(mix.implicit, mix.explicit)),
        EXPLICIT: int(at_least(mix.explicit, HALF_WAY)),
    }
    release = contribution.mixes.get(RELEASE)
    if release is not None and known.serving:
        served = BATCH if known.serving == Serving.BATCH else ONLINE
        groups[served] = int(at_least(release.practice, HALF_WAY))
    opinions = {f"{OPINION}{key}": settled(TENTHS * mean) for key, mean in known.opinions.items() if key in OPINIONS}
    practices = {f"{PRACTICE}{key}": settled(HUNDRED * x) for key, x in known.practices.items()}
    return {
        **{subject: Reading(group=group) for subject, group in groups.items()},
        **{subject: Reading(value) for subject, value in {**opinions, **practices}.items()},
    }
