"""Scores, percentages and stages as people read them."""

import re

import pytest
from django.template.loader import render_to_string

from assessment.wording import decimals, fraction_percent, points, points_against, stage_name


@pytest.mark.parametrize(("share", "shown"), [(0.5511, 55), (0.005, 1), (0.0, 0), (1.0, 100), (None, "–")])
def test_points_are_whole_or_a_dash(share: float | None, shown: int | str) -> None:
    """Scores are kept as 0..1 and shown as 0..100."""
    assert points(share) == shown


@pytest.mark.parametrize(
    ("share", "digits", "shown"),
    [(0.55555, 2, "55.56"), (0.5, 2, "50.00"), (0.00005, 2, "0.01"), (0.0059, 1, "0.6"), (5.17455, 3, "517.455")],
)
def test_decimals_are_rounded_halves_upward(share: float, digits: int, shown: str) -> None:
    """Not cut off: a gain of 0.59 points is 0.6."""
    assert decimals(share, digits) == shown


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0.58, 58), (0.5, 50), (0.4999999, 50), (0.4955, "49.55"), (0.49999, "49.99"), (0.494, 49), (0.504, 50)],
)
def test_a_score_never_looks_like_the_threshold_it_misses(share: float, shown: int | str) -> None:
    """ "At least 50. Yours is 50" would not explain why it is not met."""
    assert points_against(share, 0.5) == shown


@pytest.mark.parametrize(("share", "shown"), [(0.98, "98\u00a0%"), (0.575, "58\u00a0%"), (None, "–")])
def test_percentages_keep_their_sign_beside_them(share: float | None, shown: str) -> None:
    """The space before the sign never breaks the line."""
    assert fraction_percent(share) == shown


def test_stages_have_their_names() -> None:
    """The names of the adoption scale, from the bottom."""
    assert [stage_name(stage) for stage in range(5)] == [
        "Manual",
        "Exploring",
        "Implicit",
        "Explicit",
        "Institutional",
    ]


@pytest.mark.parametrize("stage", range(5))
def test_a_stage_is_a_word_and_as_many_filled_squares(stage: int) -> None:
    """Four squares, of which the stage fills its number; colour carries nothing."""
    html = render_to_string("components/_stage.html", {"stage": stage})
    (drawing,) = re.findall(r'<use href="#(stage-\d)"', html)
    squares = render_to_string("components/_sprite.html").split(f'id="{drawing}"')[1].split("</symbol>")[0]
    assert squares.count('class="stage-pip-on"') == stage
    assert squares.count('class="stage-pip"') == 4 - stage
    assert stage_name(stage) in html


def test_no_stage_is_said_in_words() -> None:
    """Where the overall result is not reportable there is no stage."""
    html = render_to_string("components/_stage.html", {"stage": None})
    assert "<svg" not in html
    assert "No stage yet" in html
