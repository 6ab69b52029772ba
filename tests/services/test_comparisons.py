"""Tests of reading, choosing and summing up what is compared."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessment.measurement.mix import Mix
from assessment.models import Assessment, Grant, Section, User
from assessment.services.comparison_choices import Choice
from assessment.services.comparison_rows import Row
from assessment.services.comparisons import Dimension, cohort_of
from tests.comparisons import CLOSED, HALF, chosen_by, make_cohort, make_round, rows_of
from tests.factories import make_assessment, make_grant, make_organization, make_person, make_user, make_version

pytestmark = pytest.mark.django_db


def names(rows: Iterable[Row]) -> list[str]:
    return [row.name for row in rows]


def test_a_row_is_the_stored_result_of_the_latest_closed_round() -> None:
    version = make_version()
    lead = make_user()
    organization = make_organization("Halden", lead, sector="transport", size="250-999", synthetic=True)
    make_round(organization, version, Mix(0.1, 0.1, 0.1, 0.7), 1, {"d0": 0.1}, days=-200)
    before = make_round(organization, version, Mix(0.2, 0.1, 0.1, 0.6), 1, {"d0": 0.2}, days=-90)
    latest = make_round(
        organization, version, HALF, 2, {"d0": 0.7, "d1": None}, contested=True, stage_lowest=1, stage_highest=2,
        limiting_dimension="d0", people=7,
    )  # fmt: skip
    make_assessment(organization, version)
    (row,) = rows_of(lead)
    assert (row.uid, row.name, row.sector, row.size) == (organization.uid, "Halden", "transport", "250-999")
    assert (row.criticality, row.synthetic, row.dimensions) == ("not-critical", True, {"d0": 0.7, "d1": None})
    assert (row.latest.uid, row.latest.closed_at, row.latest.stage) == (latest.uid, CLOSED, 2)
    assert (row.latest.mix, row.latest.score, row.latest.coverage, row.latest.people) == (HALF, 0.5, 0.9, 7)
    assert (row.latest.contested, row.latest.stage_lowest, row.latest.limiting_dimension) == (True, 1, "d0")
    assert row.before is not None
    assert row.before.uid == before.uid
    assert row.change == pytest.approx(0.2)


def test_of_rounds_closed_at_once_the_later_one_counts() -> None:
    lead, version = make_user(), make_version()
    organization = make_organization(lead=lead)
    make_round(organization, version)
    later = make_round(organization, version)
    assert [row.latest.uid for row in rows_of(lead)] == [later.uid]


@pytest.mark.parametrize(("earlier", "later"), [(None, HALF), (HALF, None)])
def test_without_two_scores_there_is_no_change(earlier: Mix | None, later: Mix | None) -> None:
    lead, version = make_user(), make_version()
    organization = make_organization(lead=lead)
    make_round(organization, version, earlier, days=-90)
    make_round(organization, version, later)
    (row,) = rows_of(lead)
    assert (row.before, row.change) == (None, None)


def test_a_result_that_is_not_reportable_has_no_mix_and_no_stage() -> None:
    lead = make_user()
    make_round(make_organization(lead=lead), make_version(), None, mix_explicit=0.4)
    (row,) = rows_of(lead)
    assert (row.latest.mix, row.latest.score, row.latest.stage) == (None, None, None)


def test_only_visible_organizations_are_read() -> None:
    version, consultant = make_version(), make_user()
    seen, revoked, expired, foreign = (make_organization(name) for name in ("seen", "revoked", "expired", "foreign"))
    for organization in (seen, revoked, expired, foreign):
        make_round(organization, version, dimensions={"d0": 0.4})
    grant = make_grant(seen, consultant)
    make_grant(revoked, consultant, state=Grant.State.REVOKED, revoked_at=CLOSED)
    make_grant(expired, consultant, expires_on=timezone.localdate() - timedelta(days=1))
    assert names(rows_of(consultant)) == ["seen"]
    Grant.objects.filter(pk=grant.pk).update(state=Grant.State.REVOKED, revoked_at=CLOSED)
    gone = cohort_of(make_person(consultant))
    assert (rows_of(consultant), gone.dimensions, gone.visible) == ([], (), 0)


def test_organizations_without_a_closed_round_are_counted_alone() -> None:
    lead, version = make_user(), make_version()
    make_round(make_organization("closed", lead), version)
    make_assessment(make_organization("open", lead), version)
    make_organization("none", lead)
    cohort = cohort_of(make_person(lead))
    assert (names(rows_of(lead)), cohort.without_round, cohort.visible) == (["closed"], 2, 3)


def test_a_closed_round_without_a_stored_result_is_no_round() -> None:
    lead = make_user()
    make_assessment(make_organization(lead=lead), state=Assessment.State.CLOSED, closed_at=CLOSED)
    assert rows_of(lead) == []


def test_dimensions_come_in_the_newest_versions_order_and_the_others_last() -> None:
    lead = make_user()
    older, newer = make_version(dimensions=3), make_version(dimensions=2)
    first, second = make_organization(lead=lead), make_organization(lead=lead)
    make_round(first, older, dimensions={"d0": 0.5, "d2": 0.5})
    make_round(second, newer, dimensions={"d1": 0.5, "d0": None})
    cohort = cohort_of(make_person(lead))
    assert [each.key for each in cohort.dimensions] == ["d0", "d1", "d2"]
    assert [each.title for each in cohort.dimensions] == ["Dimension 0", "Dimension 1", "Dimension 2"]
    assert cohort.versions == (older, newer)


def test_only_dimensions_that_apply_to_somebody_are_compared() -> None:
    lead = make_user()
    make_round(make_organization(lead=lead), make_version(), dimensions={"d0": 0.5})
    assert chosen_by(lead).applying() == frozenset({"d0"})


@pytest.mark.parametrize("number", [1, 3, 301])
def test_the_number_of_queries_does_not_grow(
    number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    consultant = make_user()
    make_cohort(consultant, number)
    with django_assert_max_num_queries(6):
        rows = chosen_by(consultant).rows(0, 200)
    assert len(rows) == min(number, 200)
    assert all(len(row.dimensions) == 10 and row.before for row in rows)


def make_three() -> User:
    """The lead of Alder (no score, critical), Birch (0.5, finance), cedar (0.5, health)."""
    lead, version = make_user(), make_version()
    facts: dict[str, dict[str, Any]] = {
        "Alder": {"criticality": "critical"},
        "Birch": {"sector": "finance"},
        "cedar": {"sector": "health"},
    }
    scores = {"Alder": (None, None, 0.2), "Birch": (HALF, 2, 0.4), "cedar": (HALF, 3, None)}
    for name, (mix, stage, score) in scores.items():
        organization = make_organization(name, lead, **facts[name])
        make_round(organization, version, mix, stage, {"d0": score}, coverage=(score or 0) + 0.1)
    return lead


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("name", ["Alder", "Birch", "cedar"]),
        ("-name", ["cedar", "Birch", "Alder"]),
        ("-score", ["Birch", "cedar", "Alder"]),
        ("score", ["Birch", "cedar", "Alder"]),
        ("-coverage", ["Birch", "Alder", "cedar"]),
        ("coverage", ["cedar", "Alder", "Birch"]),
        ("-change", ["Alder", "Birch", "cedar"]),
        ("-dimension.d0", ["Birch", "Alder", "cedar"]),
        ("dimension.d0", ["Alder", "Birch", "cedar"]),
    ],
)
def test_order_with_equals_by_name_and_the_unknown_last(order: str, expected: list[str]) -> None:
    assert names(rows_of(make_three(), order=order)) == expected


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({"sector": "finance"}, ["Birch"]),
        ({"criticality": "critical"}, ["Alder"]),
        ({"size": "10-49"}, ["Alder", "Birch", "cedar"]),
        ({"stage": "3"}, ["cedar"]),
        ({"stage": "none"}, ["Alder"]),
        ({"stage": "3", "sector": "finance"}, []),
    ],
)
def test_filters(choice: dict[str, str], expected: list[str]) -> None:
    assert names(rows_of(make_three(), **choice)) == expected


def test_the_highlighted_come_first_as_they_were_chosen() -> None:
    lead, version = make_user(), make_version()
    for name in "abcd":
        make_round(make_organization(name, lead), version)
    uids = {row.name: row.uid for row in rows_of(lead)}
    highlighted = (uids["d"], uuid4(), uids["b"])
    assert names(rows_of(lead, highlighted=highlighted)) == ["d", "b", "a", "c"]
    assert names(rows_of(lead, highlighted=highlighted, pinned=False)) == ["a", "b", "c", "d"]


def test_choice_tells_column_and_direction() -> None:
    assert (Choice().column, Choice().descending) == ("score", True)
    assert (Choice(order="name").column, Choice(order="name").descending) == ("name", False)


def test_mean_mix_counts_each_organization_that_has_one_once() -> None:
    lead = make_three()
    assert chosen_by(lead, criticality="critical").totals.mean is None
    totals = chosen_by(lead).totals
    assert totals.mean is not None
    assert (totals.number, totals.scored) == (3, 2)
    assert totals.mean.parts == pytest.approx(HALF.parts)


def test_stages_are_counted_by_all_filters_but_that_of_the_stage() -> None:
    lead, version = make_user(), make_version()
    for name, sector, stage in (("A", "finance", 1), ("B", "finance", 3), ("C", "transport", 3), ("D", "finance", 3)):
        make_round(make_organization(name, lead, sector=sector), version, HALF, stage)
    make_round(make_organization("E", lead, sector="finance"), version, None)
    assert chosen_by(lead).totals.stages == [0, 1, 0, 3, 0, 1]
    assert chosen_by(lead, sector="finance", stage="1").totals.stages == [0, 1, 0, 2, 0, 1]


def test_an_overlay_comes_after_the_other_dimensions() -> None:
    lead, version = make_user(), make_version(dimensions=2, practices=1, publish=False)
    Section.objects.filter(version=version, key="d0").update(overlay=True)
    make_round(make_organization("A", lead), version, HALF, 2, {"d0": 0.2, "d1": 0.4})
    assert cohort_of(make_person(lead)).dimensions == (
        Dimension("d1", "Dimension 1"),
        Dimension("d0", "Dimension 0", overlay=True),
    )
