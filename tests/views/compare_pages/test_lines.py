"""Tests of the heatmap table and its CSV."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from assessment.measurement.mix import Mix
from assessment.models import User
from assessment.services.comparisons import Choice, Cohort, cohort_of, ordered
from assessment.views.compare_pages.files import csv_columns, csv_rows
from assessment.views.compare_pages.lines import Cell, contested, range_of, signed, table_of, toggled
from tests.comparisons import HALF, make_round
from tests.factories import make_organization, make_person, make_user, make_version

pytestmark = pytest.mark.django_db


def make_row(
    lead: User, name: str, dimensions: Mapping[str, float | None], mix: Mix | None = HALF, limits: str = ""
) -> None:
    make_round(make_organization(name, lead), make_version(), mix, 2, dimensions, limiting_dimension=limits)


@pytest.fixture
def cohort() -> Cohort:
    lead = make_user()
    make_row(lead, "Alder", {"d0": 0.146, "d1": 0.85}, limits="d0")
    make_row(lead, "Birch", {"d0": 0.496, "d1": None}, mix=None, limits="d1")
    make_row(lead, "Cedar", {"d0": 0.7})
    return cohort_of(make_person(lead))


def test_cells_are_shaded_by_the_number_they_show(cohort: Cohort) -> None:
    choice = Choice(order="name")
    rows = ordered(cohort.rows, choice)
    table = table_of(cohort, choice, rows, rows)
    assert [line.cells for line in table.lines] == [
        (Cell("15", "q q1 is-limit", limits=True), Cell("85", "q q5")),
        (Cell("50", "q q3"), Cell("–", "q q-none")),
        (Cell("70", "q q4"), Cell("–", "q q-none")),
    ]
    assert [line.limit for line in table.lines] == ["Dimension 0 15", "", ""]
    assert [line.score for line in table.lines] == ["50", "–", "50"]


def test_an_overlay_stands_apart_in_every_line(cohort: Cohort) -> None:
    dimensions = (cohort.dimensions[0], replace(cohort.dimensions[1], overlay=True))
    apart = replace(cohort, dimensions=dimensions)
    table = table_of(apart, Choice(), apart.rows[:1], apart.rows[:1])
    assert table.overlays
    assert [cell.classes for cell in table.lines[0].cells] == ["q q1 is-limit", "q q5 is-apart"]
    assert [cell.classes for cell, _found in table.medians] == ["q q-none", "q q-none is-apart"]
    assert not table_of(cohort, Choice(), [], []).overlays


def test_medians_stand_on_all_rows_that_fit_not_on_the_page(cohort: Cohort) -> None:
    rows = ordered(cohort.rows, Choice())
    table = table_of(cohort, Choice(), rows, rows[:1])
    assert [(cell, found.n) for cell, found in table.medians] == [(Cell("50", "q q3"), 3), (Cell("–", "q q-none"), 1)]
    assert (len(table.lines), table.score.n) == (1, 2)


def test_highlighting_is_a_link_there_and_back(cohort: Cohort) -> None:
    first, second = cohort.rows[0].uid, cohort.rows[1].uid
    assert toggled((), first) == (first,)
    assert toggled((second,), first) == (second, first)
    assert toggled((second, first), second) == (first,)
    (line, other) = table_of(cohort, Choice(highlighted=(first,)), cohort.rows, cohort.rows[:2]).lines
    assert (line.mark, line.toggle, other.mark) == (0, "?", None)
    assert other.toggle == f"?highlight={first}&highlight={second}"


@pytest.mark.parametrize(
    ("change", "shown"),
    [(None, "–"), (0.0, "0"), (0.004, "0"), (0.125, "+13"), (-0.125, "\N{MINUS SIGN}13"), (-1.0, "\N{MINUS SIGN}100")],
)
def test_a_change_has_a_sign(change: float | None, shown: str) -> None:
    assert signed(change) == shown


@pytest.mark.parametrize(
    ("fields", "sentence", "between"),
    [
        ({}, "", ""),
        (
            {"contested": True, "stage_lowest": 1, "stage_highest": 3},
            "contested, between Exploring and Explicit",
            "between Exploring and Explicit",
        ),
        (
            {"contested": True, "stage_lowest": 2, "stage_highest": 2},
            "contested: the answers differ",
            "the answers differ",
        ),
        ({"contested": False, "stage_lowest": 1, "stage_highest": 3}, "", ""),
    ],
)
def test_what_is_said_of_a_contested_stage(fields: dict[str, Any], sentence: str, between: str) -> None:
    lead = make_user()
    make_round(make_organization(lead=lead), make_version(), **fields)
    latest = cohort_of(make_person(lead)).rows[0].latest
    assert (contested(latest), range_of(latest)) == (sentence, between)


def test_csv_has_every_column_of_the_screen() -> None:
    lead, version = make_user(), make_version()
    organization = make_organization("Alder", lead, sector="finance", size="50-249", synthetic=True)
    make_round(organization, version, Mix(0.3, 0.25, 0.05, 0.4), days=-90)
    make_round(
        organization, version, HALF, 2, {"d0": 0.704, "d1": None}, contested=True, stage_lowest=1, stage_highest=2,
        limiting_dimension="d0",
    )  # fmt: skip
    bare = make_organization("Birch", lead)
    make_round(bare, version, None, dimensions={"d1": 0.2}, coverage=None)
    cohort = cohort_of(make_person(lead))
    assert csv_columns(cohort.dimensions) == [
        "Organization", "Synthetic", "Sector", "Size", "How critical the models are", "Round", "Closed on", "Stage",
        "Contested", "Explicit", "Implicit", "Declared", "Absent", "Score", "Since last", "Dimension 0", "Dimension 1",
        "Limiting dimension", "People", "Coverage",
    ]  # fmt: skip
    first, second = csv_rows(cohort, ordered(cohort.rows, Choice(order="name")))
    assert first == [
        "Alder", "yes", "Finance and insurance", "50–249 people", "in production, not critical",
        cohort.by_uid[organization.uid].latest.title, "2026-09-01", "Implicit",
        "contested, between Exploring and Implicit", 30, 20, 10, 40, 50, -5, 70, None, "Dimension 0", 3, 90,
    ]  # fmt: skip
    assert second[7:] == [None, "", None, None, None, None, None, None, None, 20, None, 3, None]
