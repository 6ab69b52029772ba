"""Snapshots: what is published, what stays, and that nothing invented is mixed with anything real."""

from collections.abc import Mapping

import pytest
from django.db import IntegrityError, transaction

from assessment.measurement.benchmark import OVERALL
from assessment.models import Consent, Snapshot, SnapshotMember, SnapshotValue, Version, member_of
from assessment.services.consents import withdraw_consent
from assessment.services.snapshots import take_snapshot
from tests.benchmarks import NOBODY, make_closed_round, make_contributor, make_contributors
from tests.factories import make_version

pytestmark = pytest.mark.django_db


def take(version: Version, *, synthetic: bool = False) -> Snapshot:
    snapshot = take_snapshot(version.questionnaire, synthetic=synthetic)
    assert snapshot is not None
    return snapshot


def published(snapshot: Snapshot, subject: str = OVERALL) -> Mapping[tuple[str, str], tuple[int, int, int]]:
    """By segment: of which batch, n, and the mean practice score."""
    values = snapshot.values.published().filter(subject=subject)
    rows = values.values_list("family", "segment", "made_in__batch", "n", "practice")
    return {(family, segment): (batch, n, practice) for family, segment, batch, n, practice in rows}


def test_nobody_contributes_and_nobody_ever_did() -> None:
    assert take_snapshot(make_version().questionnaire) is None
    assert not Snapshot.objects.exists()


def test_four_organizations_are_counted_and_nothing_is_published() -> None:
    version = make_version()
    make_contributors(version, 4)
    snapshot = take(version)
    assert (snapshot.batch, snapshot.contributions, snapshot.version, snapshot.left_out) == (1, 4, version, [])
    assert published(snapshot) == {}


def test_all_numbers_of_a_cohort() -> None:
    version = make_version()
    make_contributors(version, 4, "3", sector="health", size="10-49")
    make_contributor(version, "5", "guideline", sector="health", size="10-49")
    values = list(take(version).values.filter(family="sector", subject=OVERALL).values())
    # Practice: four times 50 and once 100. Explicitness: four times 66.67 and once 100. Explicit: 33.33 and 100.
    assert [{key: value for key, value in values[0].items() if key not in ("id", "snapshot_id", "made_in_id")}] == [
        {
            "family": "sector",
            "segment": "health",
            "subject": OVERALL,
            "n": 5,
            "practice": 60,
            "explicitness": 73,
            "explicit": 47,
            "lower": None,
            "median": None,
            "upper": None,
            "withdrawn_at": None,
        }
    ]


def test_quartiles_from_twenty_organizations() -> None:
    version = make_version()
    for step in ("1", "2", "3", "4"):
        make_contributors(version, 5, step)
    whole = take(version).values.get(family="all", subject=OVERALL)
    # 0, 25, 50 and 75, five times each: quartiles of type 7 at 18.75, 37.5 and 56.25.
    assert (whole.n, whole.lower, whole.median, whole.upper) == (20, 20, 40, 55)


def test_one_who_joins_changes_nothing_and_five_do() -> None:
    version = make_version()
    make_contributors(version, 6, "3")
    assert published(take(version))["all", ""] == (1, 6, 50)
    make_contributors(version, 4, "5")
    second = take(version)
    assert (second.contributions, published(second)["all", ""]) == (10, (1, 6, 50))
    make_contributor(version, "5")
    assert published(take(version))["all", ""] == (3, 11, 73)


def test_going_back_to_an_earlier_cohort_but_for_one_publishes_nothing_new() -> None:
    version = make_version()
    make_contributors(version, 6, "3")
    take(version)
    joined = make_contributors(version, 5, "5")
    take(version)
    for organization in joined[1:]:
        withdraw_consent(NOBODY, organization, Consent.Purpose.BENCHMARK)
    make_closed_round(joined[0], version, "4")
    assert published(take(version))["all", ""] == (2, 11, 73)


def test_a_cohort_that_fell_below_five_is_withdrawn() -> None:
    version = make_version()
    organizations = make_contributors(version, 5)
    take(version)
    withdraw_consent(NOBODY, organizations[0], Consent.Purpose.BENCHMARK)
    assert published(take(version)) == {}


def test_what_was_withdrawn_at_once_does_not_come_back_with_the_next_batch() -> None:
    version = make_version()
    organizations = make_contributors(version, 8)
    first = take(version)
    withdraw_consent(NOBODY, organizations[0], Consent.Purpose.BENCHMARK, at_once=True)
    assert published(first) == {}
    assert published(take(version)) == {}
    make_contributors(version, 4)
    # Five changed: one left, four joined.
    assert published(take(version))["all", ""] == (3, 11, 50)


def test_who_withdraws_and_comes_back_is_the_same_organization() -> None:
    version = make_version()
    organizations = make_contributors(version, 5)
    take(version)
    for organization in organizations[:3]:
        withdraw_consent(NOBODY, organization, Consent.Purpose.BENCHMARK)
    assert SnapshotMember.objects.filter(organization=None).count() == 3
    assert set(SnapshotMember.objects.values_list("member", flat=True)) == {
        member_of(each.uid) for each in organizations
    }


def test_a_segment_is_withheld_where_the_others_would_give_it_away() -> None:
    version = make_version()
    make_contributors(version, 7, sector="health")
    make_contributors(version, 5, sector="energy")
    make_contributors(version, 2, sector="media")
    # All but health and energy are two: energy is withheld, and the rest are seven.
    assert {place for place in published(take(version)) if place[0] == "sector"} == {("sector", "health")}


def test_real_and_invented_organizations_have_snapshots_of_their_own() -> None:
    version = make_version()
    make_contributors(version, 5, "2")
    make_contributors(version, 6, "4", synthetic=True)
    real, invented = take(version), take(version, synthetic=True)
    assert [(each.batch, published(each)["all", ""]) for each in (real, invented)] == [
        (1, (1, 5, 25)),
        (1, (1, 6, 75)),
    ]


def test_the_database_refuses_a_cohort_below_five() -> None:
    version = make_version()
    make_contributors(version, 5)
    take(version)
    with pytest.raises(IntegrityError, match="snapshot_value_has_a_cohort"), transaction.atomic():
        SnapshotValue.objects.update(n=4)
