"""Which organizations and which of their stored results a comparison takes, as queries the database can go on from."""

from datetime import timedelta
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber

from assessment.models import Assessment, Organization, Person, Result
from assessment.services.assessments import start_of
from assessment.services.comparison_choices import NO_STAGE, Choice

# Numbers the results of each organization from its latest round back.
PLACE = Window(
    RowNumber(),
    partition_by=F("assessment__organization"),
    order_by=[F("assessment__closed_at").desc(), F("assessment__pk").desc()],
)


def organizations_of(person: Person, choice: Choice) -> QuerySet[Organization]:
    """Return the organizations visible to the person that have the facts, tags and names asked for."""
    # SECURITY: starts from visible_to(person): a revoked or expired grant is gone at the next request.
    found = Organization.objects.visible_to(person).filter(**_facts(choice)).order_by()
    if choice.tag:
        # SECURITY: tags are each person's own.
        found = found.filter(tags__user=person.user, tags__word=choice.tag)
    return found.filter(uid__in=choice.organizations) if choice.organizations else found


def latest_results(person: Person, choice: Choice) -> QuerySet[Result]:
    """Return one stored result of each organization chosen: of its latest closed round, as of the day asked for."""
    found = results_of(organizations_of(person, choice), choice)
    return found if not choice.stage else found.filter(stage=None if choice.stage == NO_STAGE else int(choice.stage))


def results_of(organizations: QuerySet[Organization], choice: Choice) -> QuerySet[Result]:
    """Return the result of the latest round that counts of each of these organizations, whatever its stage."""
    return Result.objects.filter(assessment__in=organizations.values_list(latest_round(choice))).order_by()


def latest_round(choice: Choice) -> Subquery:
    """Return the round of an organization that counts: closed last, with a result."""
    rounds = Assessment.objects.filter(organization=OuterRef("pk"), result__isnull=False, **rounds_that_count(choice))
    return Subquery(rounds.order_by("-closed_at", "-pk").values("pk")[:1])


def rounds_back(person: Person, choice: Choice, organizations: list[int], place: int) -> QuerySet[Result]:
    """Return the results of these organizations that are so many rounds back; 1 is the latest."""
    rounds = {f"assessment__{name}": value for name, value in rounds_that_count(choice).items()}
    found = Result.objects.visible_to(person).filter(assessment__organization__in=organizations, **rounds)
    return found.order_by().annotate(place=PLACE).filter(place=place)


def rounds_that_count(choice: Choice) -> dict[str, Any]:
    """Return which rounds count, as a filter of assessments."""
    rounds: dict[str, Any] = {"state": Assessment.State.CLOSED}
    if choice.as_of is not None:
        rounds["closed_at__lt"] = start_of(choice.as_of + timedelta(days=1))
    if choice.version is not None:
        rounds["version__uid"] = choice.version
    return rounds


def _facts(choice: Choice) -> dict[str, str]:
    """The facts of an organization that were asked for."""
    names = ("sector", "size", "criticality", "country")
    return {name: value for name in names if (value := getattr(choice, name))}
