"""Whether an organization would contribute to the next snapshot, and if not, exactly why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from django.db.models import QuerySet
from django.utils import timezone

from assessment.models import Assessment, Organization, Questionnaire, Version
from assessment.services.consents import consents_of
from assessment.services.contributions import contributions_to, vouched_for
from assessment.services.versions import frozen


class Obstacle(Enum):
    """What keeps an organization from contributing."""

    NO_CONSENT = "no-consent"
    NOT_VOUCHED = "not-vouched"
    TOO_YOUNG = "too-young"
    LEAVING = "leaving"
    NO_ROUND = "no-round"
    IMPORTED = "imported"
    CONTESTED = "contested"
    NOT_REPORTABLE = "not-reportable"
    NOT_SHARED = "not-shared"


@dataclass(frozen=True)
class ContributionState:
    """One questionnaire: what is in the way, nothing where the organization would contribute.

    `round` is the latest closed one made here, None where there is none; `from_day`: when it has been here long enough.
    """

    version: Version
    round: Assessment | None
    from_day: date
    obstacles: tuple[Obstacle, ...]

    @property
    def contributes(self) -> bool:
        return not self.obstacles


def contribution_states(organization: Organization) -> list[ContributionState]:
    """Return the state for each questionnaire that the organization closed a round on, else for the first published.

    They say what `contributions_to` would do now.
    """
    published = Version.objects.exclude(number=None).select_related("questionnaire").order_by("number")
    newest = {version.questionnaire_id: version for version in published}
    rounds = Assessment.objects.closed().filter(organization=organization)
    used = set(rounds.values_list("version__questionnaire", flat=True))
    versions = sorted(newest.values(), key=lambda version: version.questionnaire.key)
    chosen = [version for version in versions if version.questionnaire_id in used] or versions[:1]
    of_organization = tuple(_obstacles_of(organization))
    return [_state(organization, version, of_organization) for version in chosen]


def _obstacles_of(organization: Organization) -> Iterator[Obstacle]:
    if consents_of(organization).benchmark is None:
        yield Obstacle.NO_CONSENT
    if not is_vouched_for(organization):
        yield Obstacle.NOT_VOUCHED
    if organization.deletion_due_on is not None:
        yield Obstacle.LEAVING


def is_vouched_for(organization: Organization) -> bool:
    """Return whether an administrator or the domain of a lead's address vouches for the organization."""
    condition = vouched_for(synthetic=organization.synthetic)
    return Organization.objects.filter(condition, pk=organization.pk).exists()


def _state(organization: Organization, version: Version, of_organization: tuple[Obstacle, ...]) -> ContributionState:
    days = timedelta(days=frozen(version).thresholds.benchmark_membership_days)
    old_enough = organization.created_at + days
    latest = _latest_round(organization, version.questionnaire)
    young = (Obstacle.TOO_YOUNG,) if old_enough > timezone.now() else ()
    obstacles = (*of_organization, *young, *_obstacles_in(organization, version.questionnaire, latest))
    if not obstacles and not _has_contribution(organization, version.questionnaire):
        obstacles = (Obstacle.NOT_SHARED,)
    return ContributionState(version, latest, timezone.localtime(old_enough).date(), obstacles)


def _latest_round(organization: Organization, questionnaire: Questionnaire) -> Assessment | None:
    made_here = _closed(organization, questionnaire).filter(imported_at=None).select_related("result")
    return made_here.order_by("-closed_at", "-pk").first()


def _closed(organization: Organization, questionnaire: Questionnaire) -> QuerySet[Assessment]:
    return Assessment.objects.closed().filter(organization=organization, version__questionnaire=questionnaire)


def _obstacles_in(
    organization: Organization, questionnaire: Questionnaire, latest: Assessment | None
) -> Iterator[Obstacle]:
    if latest is None:
        was_imported = _closed(organization, questionnaire).exists()
        yield Obstacle.IMPORTED if was_imported else Obstacle.NO_ROUND
    elif not latest.result.reportable:
        yield Obstacle.NOT_REPORTABLE
    elif latest.result.contested:
        yield Obstacle.CONTESTED


def _has_contribution(organization: Organization, questionnaire: Questionnaire) -> bool:
    """Whether it is reportable on the practices that all versions in use share, too."""
    found = contributions_to(questionnaire, synthetic=organization.synthetic, only=organization)
    return found is not None and bool(found.each)
