"""Tests of the sentences above the views of a comparison."""

from uuid import uuid4

import pytest

from assessment.measurement.mix import Mix
from assessment.services.comparison_rows import Round, Row
from assessment.services.comparisons import Dimension
from assessment.services.spreads import Spread
from assessment.views.compare_pages.findings import (
    highlighted_finding,
    missing_finding,
    mix_finding,
    spread_finding,
    stages_finding,
    weakest_finding,
)
from tests.comparisons import CLOSED, HALF

DATA, RISK = Dimension("data", "Data"), Dimension("risk", "Risk")


def row(name: str, mix: Mix | None = HALF, stage: int | None = 2) -> Row:
    latest = Round(
        uid=uuid4(), title="Q4", closed_at=CLOSED, version=1, result=1, people=3, stage=stage, stage_lowest=stage,
        stage_highest=stage, contested=False, limiting_dimension="", coverage=0.9, mix=mix,
    )  # fmt: skip
    return Row(uuid4(), name, "other", "1-9", "critical", False, latest, None, {})


def test_stages() -> None:
    assert stages_finding([1, 2, 1, 1, 1]) == "3 of 6 below Implicit, 2 Explicit or better"
    assert stages_finding([0, 0, 0, 0, 1], row("4", stage=4)) == "4: Institutional"
    assert stages_finding([0, 0, 0, 0, 0], row("none", None, None)) == "0 of 0 below Implicit, 0 Explicit or better"


@pytest.mark.parametrize(
    ("rows", "mean", "sentence"),
    [
        ([row("Alder", None, None)], HALF, "No overall result to compare"),
        ([row("Alder")], None, "Alder scores 50"),
        ([row("Alder")], HALF, "Alder scores 50, as the mean does"),
        ([row("Alder", Mix.of(0.72, 0.5)), row("Birch", None, None)], HALF, "Alder scores 72, the mean is 50"),
        (
            [row("Alder", Mix.of(0.75, 0.8)), row("Birch", Mix.of(0.7, 0.3)), row("Cedar", Mix.of(0.1, 0.5))],
            HALF,
            "Birch does nearly as much as Alder, but more by habit",
        ),
        (
            [row("Alder", Mix.of(0.75, 0.8)), row("Birch", Mix.of(0.7, 0.7)), row("Cedar", Mix.of(0, 0.5))],
            HALF,
            "Alder does most (75), Cedar least (0)",
        ),
    ],
)
def test_highlighted(rows: list[Row], mean: Mix | None, sentence: str) -> None:
    assert highlighted_finding(rows, mean) == sentence


@pytest.mark.parametrize(
    ("spreads", "limits", "sentence"),
    [
        ([Spread(3, median=0.5), Spread(3, median=0.384)], {}, "Risk is the weak spot: median 38"),
        ([Spread(3, median=0.4), Spread(3, median=0.4)], {}, "Data is the weak spot: median 40"),
        ([Spread(1), Spread(1)], {"risk": 2, "data": 1}, "Limiting: Data, Risk"),
        ([Spread(), Spread()], {"": 2}, "Too few answers for a score by dimension"),
    ],
)
def test_weakest(spreads: list[Spread], limits: dict[str, int], sentence: str) -> None:
    assert weakest_finding((DATA, RISK), spreads, lambda: limits) == sentence


def test_mix() -> None:
    assert mix_finding(HALF) == "On average 50 of 100 is done: 30 on purpose, 20 by habit"


@pytest.mark.parametrize(
    ("spreads", "sentence"),
    [
        (
            [Spread(5, 0, 0.4, 0.5, 0.6, 1), Spread(5, 0.2, 0.2, 0.5, 0.7, 0.8)],
            "Risk differs most: the middle half lies between 20 and 70",
        ),
        ([Spread(4, 0.1, None, 0.5, None, 0.9), Spread(2, 0.2, highest=0.7)], "Data differs most: from 10 to 90"),
        ([Spread(5, 0, 0, 0, 0, 1), Spread()], "Data differs most: from 0 to 100"),
        ([Spread(1, 0.5, highest=0.5), Spread()], "Scores by dimension"),
        (
            [Spread(5, 0, 0, 0.2, 0.3, 1), Spread(5, 0, 0, 0.1, 0.3, 1)],
            "Data differs most: the middle half lies between 0 and 30",
        ),
    ],
)
def test_spread(spreads: list[Spread], sentence: str) -> None:
    assert spread_finding((DATA, RISK), spreads) == sentence


def test_missing() -> None:
    assert missing_finding(0, 0) == []
    assert missing_finding(1, 2) == [
        "1 organization has no closed round yet.",
        "2 organizations have too few answers for an overall result; they are not on the map.",
    ]
    assert missing_finding(2, 1) == [
        "2 organizations have no closed round yet.",
        "1 organization has too few answers for an overall result; it is not on the map.",
    ]
