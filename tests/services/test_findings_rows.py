"""The anonymous data set: rows by hand, enough of every combination, and how rows come and go."""

from collections import Counter
from itertools import product

import pytest

from assessment.models import Consent, FindingsRow, Organization, Version, member_of
from assessment.services.consents import give_consent, withdraw_consent
from assessment.services.findings import data_set
from assessment.services.findings_snapshots import take_findings
from tests.benchmarks import NOBODY
from tests.findings import make_researched, make_researched_round, make_several, make_studied_version

pytestmark = pytest.mark.django_db
RESEARCH = Consent.Purpose.RESEARCH


@pytest.fixture
def version() -> Version:
    return make_studied_version()


def take(version: Version) -> None:
    assert take_findings(version.questionnaire) is not None


def combinations() -> Counter[tuple[int, str, str]]:
    """How many rows each batch, sector and size has in the data set."""
    return Counter((row.snapshot.batch, row.sector, row.size) for row in data_set())


def in_it(organization: Organization) -> bool:
    return any(row.member == member_of(organization.uid) for row in data_set())


def test_a_row_is_coarse(version: Version) -> None:
    for _ in range(5):
        make_researched(version, "4", "habit", opinions=("2", "3", "3"))
    take(version)
    # Done in 75 of 100, a third of that on purpose; an opinion of 2.67.
    score = {"d0_practice": 80, "d0_explicit": 30, "release_practice": 80, "release_explicit": 30}
    stage = version.assessments.earliest("pk").result.stage
    assert [row.values for row in data_set()] == [{"stage": stage, **score, "opinion_learning": 2.5}] * 5


def test_below_three_respondents_there_is_no_opinion(version: Version) -> None:
    for _ in range(5):
        make_researched(version, opinions=("2", "3"))
    take(version)
    assert not any("opinion_learning" in row.values for row in data_set())


def test_every_combination_has_five_rows(version: Version) -> None:
    parts = ((6, "health", "10-49"), (3, "energy", "10-49"), (2, "media", "10-49"), (4, "media", "1-9"))
    for count, sector, size in parts:
        make_several(version, count, sector=sector, size=size)
    take(version)
    assert combinations() == {(1, "health", "10-49"): 6, (1, "", "10-49"): 5}


def test_whoever_waits_enters_as_soon_as_enough_enter_with_it(version: Version) -> None:
    waiting = make_several(version, 4, sector="media", size="1-9")
    take(version)
    assert combinations() == {}
    make_several(version, 1, sector="media", size="1-9")
    take(version)
    assert combinations() == {(2, "media", "1-9"): 5}
    assert all(map(in_it, waiting))


def test_one_that_joins_later_is_not_told_from_the_difference_of_two_files(version: Version) -> None:
    make_several(version, 5)
    take(version)
    before = {row.pk for row in data_set()}
    make_several(version, 4, "5")
    take(version)
    assert {row.pk for row in data_set()} == before


def test_a_row_never_changes(version: Version) -> None:
    organizations = make_several(version, 5, "3")
    take(version)
    before = [row.values for row in data_set()]
    for organization in organizations:
        make_researched_round(organization, version, "5", "guideline")
    take(version)
    assert [row.values for row in data_set()] == before


def test_who_withdraws_takes_the_combination_along_and_nobody_of_it_comes_back(version: Version) -> None:
    first, *_others = make_several(version, 6, size="10-49")
    make_several(version, 5, size="1000+")
    take(version)
    withdraw_consent(NOBODY, first, RESEARCH)
    assert FindingsRow.objects.filter(organization=first).count() == 0
    take(version)
    assert combinations() == {(1, "software", "1000+"): 5}
    assert list(FindingsRow.objects.exclude(withdrawn_at=None).values_list("values", flat=True)) == [{}] * 6
    give_consent(NOBODY, first, RESEARCH)
    take(version)
    assert combinations() == {(1, "software", "1000+"): 5}


def test_a_combination_of_one_batch_stays_where_one_of_another_is_withdrawn(version: Version) -> None:
    first, *_others = make_several(version, 5)
    take(version)
    make_several(version, 5)
    take(version)
    withdraw_consent(NOBODY, first, RESEARCH)
    take(version)
    assert combinations() == {(2, "software", "10-49"): 5}


def test_in_a_long_history_no_two_files_differ_in_fewer_than_five_rows_of_a_combination(version: Version) -> None:
    here = make_several(version, 6, sector="health") + make_several(version, 3, sector="energy")
    history: list[dict[int, tuple[str, str]]] = []
    for joining, sector, leaving in ((0, "", 0), (2, "energy", 0), (4, "health", 1), (3, "media", 0), (5, "health", 2)):
        for organization in here[:leaving]:
            withdraw_consent(NOBODY, organization, RESEARCH)
        here = here[leaving:] + (make_several(version, joining, sector=sector) if joining else [])
        take(version)
        history.append({row.pk: (row.sector, row.size) for row in data_set()})
    changes = [
        count
        for one, other in product(history, repeat=2)
        for count in Counter(facts for pk, facts in one.items() if pk not in other).values()
    ]
    assert [count for count in changes if count < 5] == []
    assert changes, "else nothing was ever added or taken out"
