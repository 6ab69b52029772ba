"""A reviewer chooses from the options of the practice; what is worth the same is one choice."""

import pytest

from assessment.services.review_choices import Choice, chosen, practice_choices, recognition_choices
from assessment.services.versions import frozen
from tests.factories import THIRD, make_version

pytestmark = pytest.mark.django_db


def test_a_practice_has_its_five_anchored_options() -> None:
    practice = frozen(make_version(dimensions=1)).practices["d0-p2"]
    assert practice_choices(practice) == tuple(
        Choice(str(step + 1), f"d0-p2 step {step + 1}", step / 4) for step in range(5)
    )


def test_recognition_is_worded_for_what_happens_and_for_what_does_not() -> None:
    practice = frozen(make_version(dimensions=1)).practices["d0-p0"]
    assert recognition_choices(practice, absent=False) == (
        Choice("done-nobody", "Nobody decided it", 0),
        Choice("done-habit", "Habit of some people", THIRD),
        Choice("done-agreed", "Agreed", 2 * THIRD),
        Choice("done-guideline", "Part of a guideline", 1),
    )
    absent = recognition_choices(practice, absent=True)
    assert absent[0] == Choice("absent-nobody", "Nobody asks for it · We decided against it", 0)
    assert (chosen(absent, THIRD), chosen(absent, None), chosen(absent, 0.5)) == (absent[1], None, None)
