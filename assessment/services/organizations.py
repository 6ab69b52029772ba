"""Organizations: created, changed, and looked at in a fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from assessment.measurement.mix import Mix
from assessment.models import Assessment, Grant, Membership, Organization, Person, Result, User
from assessment.services import audit
from assessment.services.assessments import Progress, progress_by
from assessment.services.errors import Refused
from assessment.services.results import mix_of


@dataclass(frozen=True, slots=True)
class Overview:
    """One organization in a list: what the asker is there, its latest result, its open rounds."""

    organization: Organization
    # A value of Membership.Role or Grant.Level.
    place: str
    latest: Result | None
    open_rounds: int

    @property
    def mix(self) -> Mix | None:
        return None if self.latest is None else mix_of(self.latest)


@dataclass(frozen=True, slots=True)
class Round:
    """One assessment in a list, with its counts; the result only where it is closed."""

    assessment: Assessment
    progress: Progress
    result: Result | None

    @property
    def mix(self) -> Mix | None:
        return None if self.result is None else mix_of(self.result)


def account_of(person: Person) -> User:
    """The account of somebody who signed in. Raises Refused (403) where there is none."""
    if person.user is None:
        raise Refused(_("Sign in first."), status=403)
    return person.user


def led_by(person: Person) -> QuerySet[Organization]:
    """The organizations that the person leads, by name."""
    led = Membership.objects.filter(user=person.user, role=Membership.Role.LEAD).values("organization")
    return Organization.objects.filter(pk__in=led)


# --- Organizations -------------------------------------------------------------------------------


@transaction.atomic
def create_organization(person: Person, *, name: str, in_handover: bool = False, **facts: object) -> Organization:
    """Create an organization with these facts (as in `OrganizationFacts`); whoever creates it becomes its lead.

    `in_handover`: only until the client leads it for whom it is created. Raises Refused (422) where
    the person already leads one of this name, so that a form sent twice creates one.
    """
    # The account's row is held, so that two requests at once take turns.
    user = User.objects.select_for_update(no_key=True).get(pk=account_of(person).pk)
    mine = Organization.objects.filter(memberships__user=user, memberships__role=Membership.Role.LEAD)
    if mine.filter(name__iexact=name).exists():
        raise Refused(_("You already have an organization with this name."))
    organization = Organization.objects.create(name=name, created_by=user, in_handover=in_handover, **facts)
    Membership.objects.create(organization=organization, user=user, role=Membership.Role.LEAD)
    audit.record(person, "organization created", organization, organization)
    return organization


@transaction.atomic
def change_organization(person: Person, organization: Organization, *, name: str, **facts: object) -> None:
    """Change the name and these facts; assessments keep the facts they were opened with."""
    organization.name = name
    for fact, value in facts.items():
        setattr(organization, fact, value)
    organization.save(update_fields=["name", *facts])
    audit.record(person, "organization changed", organization, organization)


def latest_results(organizations: Iterable[Organization]) -> dict[int, Result]:
    """The result of the assessment closed last, by the organization's number; in one query."""
    closed = Assessment.objects.closed().filter(organization=OuterRef("assessment__organization"))
    latest = Subquery(closed.order_by("-closed_at", "-pk").values("pk")[:1])
    results = Result.objects.filter(assessment__organization__in=list(organizations), assessment=latest)
    return {result.assessment.organization_id: result for result in results.select_related("assessment")}


def overviews(person: Person, organizations: Sequence[Organization]) -> list[Overview]:
    """These organizations as the person sees them in a list, in four queries whatever their number."""
    places = _places_of(person, organizations)
    latest = latest_results(organizations)
    rounds = Assessment.objects.open().filter(organization__in=list(organizations)).order_by()
    counts = dict(rounds.values_list("organization").annotate(Count("pk")))
    return [
        Overview(
            organization=organization,
            place=places[organization.pk],
            latest=latest.get(organization.pk),
            open_rounds=counts.get(organization.pk, 0),
        )
        for organization in organizations
    ]


def _places_of(person: Person, organizations: Iterable[Organization]) -> dict[int, str]:
    here = list(organizations)
    granted = Grant.objects.active().filter(user=person.user, organization__in=here)
    joined = Membership.objects.filter(user=person.user, organization__in=here)
    # A membership says more than a grant, so it comes second and stays.
    return {
        **dict(granted.values_list("organization", "level")),
        **dict(joined.values_list("organization", "role")),
    }


def rounds_of(organization: Organization) -> list[Round]:
    """The assessments of an organization, latest first, in two queries."""
    assessments = list(organization.assessments.select_related("version", "result"))
    progress = progress_by(assessments)
    return [
        Round(
            assessment=assessment,
            progress=progress[assessment.pk],
            # SECURITY: a result exists for others from closing.
            result=None if assessment.is_open else getattr(assessment, "result", None),
        )
        for assessment in assessments
    ]


def latest_round(rounds: Iterable[Round]) -> Round | None:
    """The one closed last among these, if any is closed."""
    closed = [(each.assessment.closed_at, each) for each in rounds if each.assessment.closed_at is not None]
    return max(closed, key=lambda pair: (pair[0], pair[1].assessment.pk))[1] if closed else None
