"""Tests of the organizations of a comparison at a glance."""

import pytest

from assessment.measurement.stages import Stage
from assessment.services.comparison_choices import Choice
from assessment.services.comparisons import Dimension
from assessment.views.compare_pages.glance import LimitLine, StageLine, common_finding, limit_lines, stage_lines


def test_a_line_per_stage_from_the_top_each_a_link_to_those() -> None:
    assert stage_lines([2, 8, 0, 1, 0, 0], Choice(sector="finance")) == [
        StageLine(Stage.INSTITUTIONAL, 0, 0, "?sector=finance&stage=4", chosen=False),
        StageLine(Stage.EXPLICIT, 1, 12, "?sector=finance&stage=3", chosen=False),
        StageLine(Stage.IMPLICIT, 0, 0, "?sector=finance&stage=2", chosen=False),
        StageLine(Stage.EXPLORING, 8, 100, "?sector=finance&stage=1", chosen=False),
        StageLine(Stage.MANUAL, 2, 25, "?sector=finance&stage=0", chosen=False),
    ]


def test_the_chosen_stage_leads_back_to_all_and_none_comes_last() -> None:
    lines = stage_lines([0, 0, 0, 0, 0, 3], Choice(stage="none"))
    assert lines[-1] == StageLine(None, 3, 100, "?", chosen=True)
    assert [line.chosen for line in lines] == [False] * 5 + [True]


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ([2, 8, 0, 1, 0, 4], "Exploring is the most common stage: 8 of 11"),
        ([0, 3, 0, 3, 1, 0], "The most common stages: Exploring, Explicit, 3 of 7 each"),
        ([0, 0, 0, 0, 0, 4], "No organization has a stage yet"),
    ],
)
def test_the_most_common_stage(counts: list[int], sentence: str) -> None:
    assert common_finding(counts) == sentence


def test_what_limits_most_comes_first_and_equal_ones_in_their_order() -> None:
    dimensions = [Dimension(key, key.title()) for key in ("data", "risk", "build", "people", "value")]
    numbers = {"risk": 2, "build": 1, "data": 1, "people": 3, "": 1}
    assert limit_lines(numbers, dimensions) == [
        LimitLine("People", 3, 100),
        LimitLine("Risk", 2, 67),
        LimitLine("Data", 1, 33),
    ]
    assert limit_lines({"": 1}, dimensions) == []
