"""Tests of which stored result of each organization a comparison takes."""

import pytest

from assessment.models import Grant, Version
from assessment.services.comparison_choices import Choice
from assessment.services.comparison_rounds import latest_results
from assessment.services.comparisons import cohort_of, selection_of
from tests.comparisons import CLOSED, HALF, make_cohort, make_round
from tests.factories import make_assessment, make_grant, make_organization, make_person, make_user, make_version

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("choice", [Choice(), Choice(stage="2"), Choice(stage="none"), Choice(sector="finance")])
def test_they_are_those_of_the_rows(choice: Choice) -> None:
    consultant = make_user()
    make_cohort(consultant, 7)
    version = Version.objects.get()
    for name, stage in (("closed", 2), ("none", None)):
        organization = make_organization(name, consultant, sector="finance")
        make_round(organization, version, days=3)
        make_round(organization, version, None if stage is None else HALF, stage, days=9)
        make_assessment(organization, version)
    person = make_person(consultant)
    rows = selection_of(cohort_of(person), choice).chosen.every()
    assert sorted(latest_results(person, choice).values_list("pk", flat=True)) == sorted(
        row.latest.result for row in rows
    )


def test_a_revoked_grant_takes_its_result_along() -> None:
    consultant, version = make_user(), make_version()
    organization = make_organization()
    grant = make_grant(organization, consultant)
    make_round(organization, version)
    person = make_person(consultant)
    assert latest_results(person, Choice()).count() == 1
    Grant.objects.filter(pk=grant.pk).update(state=Grant.State.REVOKED, revoked_at=CLOSED)
    assert latest_results(person, Choice()).count() == 0
