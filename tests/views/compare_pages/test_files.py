"""Tests of the table of all values."""

import pytest

from assessment.measurement.mix import Mix
from assessment.services.comparisons import cohort_of
from assessment.views.compare_pages.files import csv_columns, csv_rows
from tests.comparisons import HALF, make_round, rows_of
from tests.factories import make_organization, make_person, make_user, make_version

pytestmark = pytest.mark.django_db


def test_the_file_has_every_column_of_the_screen() -> None:
    lead, version = make_user(), make_version()
    organization = make_organization("Alder", lead, sector="finance", size="50-249", country="FI", synthetic=True)
    make_round(organization, version, Mix(0.3, 0.25, 0.05, 0.4), days=-90)
    make_round(
        organization, version, HALF, 2, {"d0": 0.704, "d1": None}, contested=True, stage_lowest=1, stage_highest=2,
        limiting_dimension="d0",
    )  # fmt: skip
    make_round(make_organization("Birch", lead), version, None, dimensions={"d1": 0.2}, coverage=None)
    rows = rows_of(lead)
    dimensions = cohort_of(make_person(lead)).dimensions[:2]
    assert csv_columns(dimensions) == [
        "Organization", "Synthetic", "Sector", "Size", "Country", "How critical the models are", "Round", "Closed on",
        "Stage", "Contested", "Explicit", "Implicit", "Declared", "Absent", "Score", "Since last", "Dimension 0",
        "Dimension 1", "Limiting dimension", "People", "Coverage",
    ]  # fmt: skip
    first, second = csv_rows(dimensions, rows)
    assert first == [
        "Alder", "yes", "Finance and insurance", "50–249 people", "Finland", "in production, not critical",
        rows[0].latest.title, "2026-09-01", "Implicit", "contested, between Exploring and Implicit", 30, 20, 10, 40,
        50, -5, 70, None, "Dimension 0", 3, 90,
    ]  # fmt: skip
    assert second[8:] == [None, "", None, None, None, None, None, None, None, 20, None, 3, None]
