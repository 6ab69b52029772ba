"""Which stored result of each organization a comparison takes, as a query that the database can go on from."""

from django.db.models import OuterRef, QuerySet, Subquery

from assessment.models import Assessment, Organization, Person, Result
from assessment.services.comparisons import NO_STAGE, Choice


def latest_results(person: Person, choice: Choice) -> QuerySet[Result]:
    """Return the result of the latest closed round of each organization that passes the filters."""
    # SECURITY: starts from visible_to(person): a revoked or expired grant is gone at the next request.
    organizations = Organization.objects.visible_to(person).filter(**_facts(choice)).order_by()
    found = Result.objects.filter(assessment__in=organizations.values_list(_latest())).order_by()
    return found if not choice.stage else found.filter(stage=None if choice.stage == NO_STAGE else int(choice.stage))


def _latest() -> Subquery:
    """The round closed last of an organization, with a result."""
    rounds = Assessment.objects.closed().filter(organization=OuterRef("pk"), result__isnull=False)
    return Subquery(rounds.order_by("-closed_at", "-pk").values("pk")[:1])


def _facts(choice: Choice) -> dict[str, str]:
    """The facts of an organization that were asked for."""
    facts = {"sector": choice.sector, "size": choice.size, "criticality": choice.criticality}
    return {name: value for name, value in facts.items() if value}
