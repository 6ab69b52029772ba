"""Steps say what they gain."""

import pytest

from assessment.measurement.advice import Action
from assessment.services.stored_results import Advised
from assessment.views.result_pages.roadmaps import gain_of


@pytest.mark.parametrize(
    ("action", "gain", "shown"),
    [
        (Action.ADOPT, 0.59, "+0.6"),
        (Action.ADOPT, 0.04, "+0.0"),
        (Action.EXECUTE, 11.11, "+11.1"),
        (Action.DISCUSS, 0.0, ""),
    ],
)
def test_a_gain_is_rounded_to_a_tenth_of_a_point(action: Action, gain: float, shown: str) -> None:
    """Talking and asking have none."""
    assert gain_of(Advised(action, gain, 0.0, 1, 1, None)) == shown
